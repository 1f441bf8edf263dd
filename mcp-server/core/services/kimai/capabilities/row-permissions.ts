import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { KimaiClient } from "../client/client";

const menu = z.array(z.object({ id: z.string(), divider: z.boolean().nullish() }));

/**
 * What Kimai's own menu offers this person on one thing (`edit`, `copy`, `repeat`): it shows the rights on this very one,
 * which no list of permissions tells (§3.10).
 * @returns null where Kimai does not tell
 */
export async function menuOf(
  client: KimaiClient,
  what: "timesheet" | "customer" | "project" | "activity",
  id: number,
  signal?: AbortSignal,
): Promise<string[] | null> {
  try {
    // The titles are not read, so any language does.
    const items = await client.get(menu, ["actions", what, id, "custom", "en"], [], signal);
    return items.filter(({ divider }) => divider !== true).map((item) => item.id);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind === "unauthorized") throw error;
    return null;
  }
}
