import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { remembered } from "../../http/cache";
import type { Calamari } from "../context";

const holds = 60 * 60_000;

/**
 * In whose zone Calamari reads the clock times of a request is not said (calamari-api.md §1.3): the person's, as far as is
 * known. What came of it is compared afterwards.
 */
export function createZones({ client, env, facts, directory }: Calamari) {
  const zones = new Map<string, ReturnType<typeof remembered<string | null>>>();

  /** null: the key does not read employees, or they have none. It can still book for them. */
  async function ask(person: string, cell: string): Promise<string | null> {
    try {
      return (await directory.one(person, undefined, cell))?.timezone || null;
    } catch (error) {
      if (error instanceof ServiceError && error.kind === "forbidden") return null;
      throw error;
    }
  }

  return {
    /** @param person absent: the account's own. @throws ServiceError `forbidden` where the client may not reach them */
    async of(person: string | undefined, cell: string, call?: Call): Promise<string> {
      const { zone } = await facts.get(call);
      if (person === undefined) return zone;
      client.demand(cell);
      let held = zones.get(person);
      if (!held) {
        held = remembered(holds, env.now, () => ask(person, cell));
        zones.set(person, held);
      }
      return (await held.get(call)) ?? zone;
    },
  };
}
