import type { AbsencePort } from "#core/domain/absences";
import type { AccountFacts } from "#core/domain/entities";
import type { Cell } from "#core/domain/permission-cells";
import { quote } from "#core/domain/quote";
import type { RequestedResult } from "#core/domain/results/absences";
import type { MessageText } from "#core/messages/catalog";
import { longDay, shortDay } from "#core/time/day-text";
import { dayOf } from "#core/time/format";
import { countLeave, type LeaveCount, type WorkCalendar } from "#core/time/leave";
import type { TimeContext } from "#core/time/parse";
import type { ToolCall } from "../lib/define";
import { noWorkingDay } from "./create";
import { checkAsks } from "./leave-request-input";
import {
  bookedTime,
  checkBalances,
  checkBooked,
  checkOverlaps,
  type LeaveRequest,
  ownAbsences,
  readBalances,
  type Warning,
  whoElse,
} from "./leave-warnings";
import { calendarOf, tried } from "./read-absences";

export interface Checked {
  count: LeaveCount;
  calendar: WorkCalendar;
  warnings: Warning[];
  alsoAway: RequestedResult["also_away"];
  leftAfter: number | null;
  /** Of `leftAfter`. */
  unit: "days" | "hours";
  notes: MessageText[];
}

const notKnown = (message: string): Warning => ({ code: "not_known", message });

/**
 * What a person should know before such a request is sent. Whatever cannot be read is a warning of its own
 * (`not_known`): that nothing was found is said only where it was looked for.
 */
export async function checkLeaveRequest(
  request: LeaveRequest,
  call: ToolCall,
  facts: AccountFacts,
  port: AbsencePort,
  context: TimeContext,
): Promise<Checked> {
  const { draft, others, person, type } = request;
  const days = { first: draft.first, last: draft.last };
  // Only what may be read unasked: who wants to be asked before reading is not told by a request either.
  const readable = (cell: Cell) => call.level(cell) === "allow" && facts.refused[cell] === undefined;
  const mayRead = readable(others ? "others_absence.read" : "absence.read");
  const [{ calendar, unknown }, balances, overlaps, booked, around, said] = await Promise.all([
    calendarOf(others ? person : undefined, days, call, facts, port),
    type.counted && mayRead ? readBalances(request, call, port) : null,
    mayRead ? tried(call, () => ownAbsences(request, call, port)) : null,
    readable(others ? "others_time.read" : "time.read") ? tried(call, () => bookedTime(request, call, context)) : null,
    readable("others_absence.read") ? tried(call, () => whoElse(request, call, port, facts.person)) : null,
    port.check && !others ? tried(call, async () => port.check?.(draft, { signal: call.signal })) : null,
  ]);
  const count = countLeave(draft, calendar);
  const today = dayOf(context.now, context.zone);
  const warnings: Warning[] = [];
  const notes: MessageText[] = [];
  let leftAfter: number | null = null;
  let unit: Checked["unit"] = "days";
  if (count.days === 0) warnings.push({ code: "no_working_day", message: noWorkingDay });
  if (draft.last < today) warnings.push({ code: "past", message: "These days are over." });
  else if (draft.first < today)
    warnings.push({ code: "past", message: `It begins in the past, on ${longDay(draft.first)}.` });
  for (const ask of checkAsks(draft, type).missing)
    warnings.push({ code: ask === "comment" ? ask : "needed", message: `${quote(type.name, 80)} needs a ${ask}.` });
  if (type.counted && balances === null)
    warnings.push(notKnown("Whether enough leave is left is not known: reading balances is not allowed unasked."));
  else if (balances) {
    const found = checkBalances(request, balances, count, calendar);
    warnings.push(...found.warnings);
    notes.push(...found.notes);
    ({ leftAfter, unit } = found);
  }
  if (overlaps === null) warnings.push(notKnown("Overlaps are not known: reading absences is not allowed unasked."));
  else if ("why" in overlaps) warnings.push(notKnown(`Overlaps are not known: ${overlaps.why}`));
  else warnings.push(...checkOverlaps(draft, overlaps.ok, calendar));
  if (booked === null)
    warnings.push(notKnown("Time booked on these days is not known: reading time is not allowed unasked."));
  else if ("why" in booked) warnings.push(notKnown(`Time booked on these days is not known: ${booked.why}`));
  else if (!type.working) warnings.push(...checkBooked(draft, booked.ok, calendar));
  if (said && "ok" in said)
    for (const message of (said.ok ?? []).slice(0, 10))
      warnings.push({ code: "service", message: `The service says: ${quote(message, 300)}` });
  if (said && "why" in said) warnings.push(notKnown(`What the service says against it is not known: ${said.why}`));
  warnings.push(...unknown.map(notKnown));
  if (around && "why" in around) notes.push(`Who else is away is not known: ${around.why}`);
  if (around && "ok" in around) notes.push(...around.ok.notes);
  if (around && "ok" in around && around.ok.unread > 0)
    notes.push(`Of ${around.ok.unread} others it is not known whether they are away.`);
  notes.push(...count.halves.map(({ day, why }) => `${shortDay(day)} is half a holiday: ${why}.`));
  const alsoAway = around && "ok" in around ? around.ok.away : [];
  return { count, calendar, warnings, alsoAway, leftAfter, unit, notes };
}
