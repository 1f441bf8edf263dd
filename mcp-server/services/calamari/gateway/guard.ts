import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { clockOf, dayOf, toInstant } from "../../../time/format";
import type { GatewayContext } from "./context";
import { overlaps } from "./wire";

const minute = 60_000;

/** Day and clock times of the span, by the person's clock; the last minute of a day is the one before midnight. */
function spanNow(now: number, zone: string): { date: string; fromTime: string; toTime: string } {
  const start = toInstant(Math.floor(now / minute) * minute);
  const date = dayOf(start, zone);
  const fromTime = clockOf(start, zone);
  const toTime = clockOf(toInstant(Date.parse(start) + minute), zone);
  return toTime === "00:00" ? { date, fromTime: "23:58", toTime: "23:59" } : { date, fromTime, toTime };
}

/**
 * Whether the time sheet has something at this very minute. Calamari's MCP server tells no status, but a running shift
 * counts up to now in its check for overlaps (calamari-api.md §3.4, which is documented nowhere). A shift that ended in
 * this minute looks the same, so this holds back stamps that would do harm and is never shown as a status.
 */
export async function isBookedNow({ gateway, env, profile }: GatewayContext, call?: Call): Promise<boolean> {
  const { facts } = await profile.get(call);
  const entry = spanNow(env.now(), facts.zone);
  // Sundays and holidays too: somebody may be working on one.
  const args = { entries: [{ ...entry, description: "" }], skipNotEligibleDays: false };
  return (await gateway.call(overlaps, "checkTimesheetOverlap", args, call)).includes(entry.date);
}

export const instantNow = ({ env }: GatewayContext): Instant => toInstant(Math.floor(env.now() / 1000) * 1000);
