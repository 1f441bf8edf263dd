import type { Call } from "../../domain/call";
import type { AccountFacts } from "../../domain/entities";
import { type Remembered, remembered } from "../http/cache";
import type { KimaiClient } from "./client/client";
import { me } from "./client/wire";

/** Milliseconds for which a zone that was just read counts as the current one, so that one call asks once. */
const zoneHoldsMs = 5_000;

/**
 * Facts are minutes old, or half a day where another process read them. A user who changed the zone in Kimai since then
 * means other moments, and Kimai reads queries in the new zone.
 * @param facts are read again where their zone is not the current one
 * @param readAt when they were last read from Kimai, milliseconds since 1970
 */
export function inCurrentZone(
  client: KimaiClient,
  now: () => number,
  facts: Remembered<AccountFacts>,
  readAt: () => number,
): (call?: Call) => Promise<AccountFacts> {
  const current = remembered(zoneHoldsMs, now, async () => (await client.get(me, ["users", "me"])).timezone);
  return async (call) => {
    const cachedFacts = await facts.get(call);
    if (now() - readAt() < zoneHoldsMs) return cachedFacts;
    const zone = await current.get({ signal: call?.signal });
    return zone === cachedFacts.zone ? cachedFacts : facts.get({ fresh: true, signal: call?.signal });
  };
}
