import type { Call } from "../../domain/call";
import type { Instant } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { remembered } from "../http/cache";
import { me } from "./client/wire";
import type { Kimai } from "./context";

/** Milliseconds: many rows of one call ask once. */
const holds = 5_000;

/**
 * Times are read in the zone of facts that are minutes old, or half a day where another process read them. Whoever changed
 * the zone in Kimai's preferences since then means other moments.
 */
export function createZoneCheck({ client, env, facts }: Pick<Kimai, "client" | "env" | "facts">) {
  const now = remembered(holds, env.now, async () => (await client.get(me, ["users", "me"])).timezone);
  return {
    /**
     * Before a write with times of the person's; asks nothing where it has none.
     * @throws ServiceError `conflict` with nothing sent; the facts are read anew, so that the next call is right
     */
    async demand(times: readonly (Instant | null | undefined)[], call?: Call): Promise<void> {
      if (times.every((time) => time == null)) return;
      const { signal } = call ?? {};
      const { zone } = await facts.get({ signal });
      if ((await now.get({ signal })) === zone) return;
      const told = await now.get({ fresh: true, signal });
      if (told === zone) return;
      await facts.get({ fresh: true, signal });
      throw new ServiceError(
        "conflict",
        `Your time zone in Kimai is ${told} now; these times were read in ${zone}, which it was before. Nothing was sent.`,
        { next: `Give them again: they are read in ${told} from now on.` },
      );
    },
  };
}
