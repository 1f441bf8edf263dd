import type { AccountFacts, Instant } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { toInstant } from "#core/time/format";
import { parseEdge, parsePeriod, type TimeContext } from "#core/time/parse";
import type { ToolCall } from "./define";

/** Now and the account's zone: how every time in this call is read and shown. */
export const timeContext = (call: ToolCall, { zone, weekStartsOn }: AccountFacts): TimeContext => ({
  now: toInstant(call.now()),
  zone,
  weekStartsOn,
});

/** `[from, to)` of a period in words, or of a first and a last day or moment. @throws InputError `time` */
export function parseRange(
  { period, from, to }: { period?: string; from?: string; to?: string },
  context: TimeContext,
): { from: Instant; to: Instant } {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new InputError("argument", "Give a period, or from and to, not both.");
  if (period !== undefined || (from === undefined && to === undefined))
    return parsePeriod(period ?? "this week", context);
  if (from === undefined) throw new InputError("argument", "`to` needs a `from`.", { next: "Give the first day too." });
  const range = { from: parseEdge(from, context).from, to: parseEdge(to ?? "today", context).to };
  if (range.to > range.from) return range;
  throw to === undefined
    ? new InputError("time", "The period begins after today.", { next: "Give its last day as `to`." })
    : new InputError("time", "The period ends before it begins.", { next: "Exchange from and to." });
}
