import type {
  Absence,
  AbsenceDraft,
  AbsencePort,
  AbsenceStatus,
  AbsenceType,
  LeaveBalance,
} from "#core/domain/absences";
import type { CalendarDay, Ref } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import { quote } from "#core/domain/quote";
import type { RequestedResult } from "#core/domain/results/absences";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { dayBounds, secondsByDay } from "#core/time/aggregate";
import { addDays, partsOf } from "#core/time/civil";
import { daysText, longDay, rounded, shortDay } from "#core/time/day-text";
import { hoursMinutes } from "#core/time/format";
import {
  awayShare,
  dayLength,
  daysFrom,
  type LeaveCount,
  lastFitting,
  leaveShare,
  type WorkCalendar,
  workingDay,
} from "#core/time/leave";
import type { TimeContext } from "#core/time/parse";
import type { ToolCall } from "../lib/define";
import { cleanRef } from "../lib/view";
import { liveStatuses, spanText } from "./absence-view";
import { partsCollide } from "./day-parts";
import { tried } from "./read-absences";

export type Warning = RequestedResult["warnings"][number];

/** A request that is understood and not sent yet. */
export interface LeaveRequest {
  draft: AbsenceDraft;
  type: AbsenceType;
  person: Ref;
  /** For somebody else than the account's own person. */
  others: boolean;
}

const whom = ({ others, person }: LeaveRequest): "me" | string[] => (others ? [person.id] : "me");
const listed = 5;
const andMore = (all: number) => (all > listed ? ` and ${all - listed} more` : "");

/** Balances of each year that the request touches, as of its last day in that year; a year by itself may be unreadable. */
export async function readBalances({ draft, others, person, type }: LeaveRequest, call: ToolCall, port: AbsencePort) {
  const { year: firstYear } = partsOf(draft.first);
  const { year: lastYear } = partsOf(draft.last);
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  return Promise.all(
    years.map(async (year) => {
      const day = year === lastYear ? draft.last : `${year}-12-31`;
      const asked = { day, typeId: type.id, ...(others && { personId: person.id }) };
      return { year, read: await tried(call, () => port.balances(asked, { signal: call.signal })) };
    }),
  );
}

/** What is left for it: requests that wait for a decision will be taken off too. null: no limit is kept. */
const available = ({ left, requested }: LeaveBalance) => (left === null ? null : left - requested);

export function checkBalances(
  { draft, type }: LeaveRequest,
  years: Awaited<ReturnType<typeof readBalances>>,
  count: LeaveCount,
  calendar: WorkCalendar,
): { warnings: Warning[]; notes: MessageText[]; leftAfter: number | null; unit: "days" | "hours" } {
  const name = quote(type.name, 80);
  const warnings: Warning[] = [];
  const after: { year: number; left: number; unit: string }[] = [];
  const unsure: MessageText[] = [];
  const short: { year: number; over: number; balance: LeaveBalance }[] = [];
  const room = new Map<number, number>();
  let inHours = false;
  for (const { year, read } of years) {
    const needed = count.byYear.get(year) ?? { days: 0, seconds: 0 };
    if (needed.days === 0) continue;
    const balance = "ok" in read ? read.ok.find((one) => one.type.id === type.id && one.year === year) : undefined;
    if (!balance) {
      const why = "why" in read ? read.why : `the service tells no balance of ${name} for ${year}.`;
      warnings.push({ code: "not_known", message: `Whether enough is left in ${year} is not known: ${why}` });
      continue;
    }
    const left = available(balance);
    if (left === null) continue;
    inHours = balance.unit === "hours";
    // The service tells what is left and not how it comes to it: what is not known of that belongs to the answer.
    if (balance.entitled === null) unsure.push(...balance.notes);
    const over = (inHours ? needed.seconds / 3600 : needed.days) - left;
    room.set(year, left);
    after.push({ year, left: -over, unit: balance.unit });
    if (over > 1e-9) short.push({ year, over, balance });
  }
  const last = short.length > 0 ? lastFitting(draft, calendar, room, worthIn(inHours)) : null;
  for (const { year, over, balance } of short)
    warnings.push({
      code: "balance",
      message: [
        `${name} ${year}: ${amount(over, balance.unit)} too many, only ${rounded(Math.max(0, room.get(year) ?? 0))} left`,
        balance.requested > 0 ? ` besides ${rounded(balance.requested)} already asked for` : "",
        last ? `; it fits until ${longDay(last)}.` : ".",
      ].join(""),
      ...(last && { last }),
      ...(balance.unit === "days" && { days: rounded(over) }),
    });
  const only = years.length === 1 ? after[0] : undefined;
  return {
    warnings,
    notes: [
      ...(only ? [] : after.map((one) => `${one.year}: ${amount(one.left, one.unit)} of ${name} left after it.`)),
      ...new Set(unsure),
    ],
    leftAfter: only ? rounded(only.left) : null,
    unit: inHours ? "hours" : "days",
  };
}

const amount = (value: number, unit: string) => (unit === "hours" ? `${rounded(value)} hours` : daysText(value));
const worthIn = (hours: boolean) => (counted: { days: number; seconds: number }) =>
  hours ? counted.seconds / 3600 : counted.days;

/** @throws ServiceError where they cannot be read */
export async function ownAbsences(request: LeaveRequest, call: ToolCall, port: AbsencePort): Promise<Absence[]> {
  const { first, last } = request.draft;
  const statuses: AbsenceStatus[] = ["draft", ...liveStatuses];
  const query = { first, last, people: whom(request), statuses };
  const { absences, unread } = await port.list(query, { signal: call.signal });
  if (unread[0]) throw new ServiceError("forbidden", unread[0].why);
  return absences;
}

/** Absences of the same person that do not fit beside it: two halves of one day do. */
export function checkOverlaps(draft: AbsenceDraft, own: readonly Absence[], calendar: WorkCalendar): Warning[] {
  const collides = (one: Absence) =>
    partsCollide(draft, one) ??
    [...daysFrom(later(draft.first, one.first), earlier(draft.last, one.last))].some(
      (day) => awayShare(day, draft, calendar) + awayShare(day, one, calendar) > 1,
    );
  const found = own.filter(collides);
  return found.slice(0, listed).map((one, index) => {
    const first = one.last < draft.last ? workingDay(addDays(one.last, 1), 1, calendar) : null;
    const last = one.first > draft.first ? workingDay(addDays(one.first, -1), -1, calendar) : null;
    const instead =
      last !== null && last >= draft.first
        ? { last, hint: `end on ${longDay(last)}` }
        : first !== null && first <= draft.last
          ? { first, hint: `start on ${longDay(first)}` }
          : undefined;
    const { hint, ...edge } = instead ?? {};
    const what = `${one.type ? quote(one.type.name, 80) : "absence"} ${spanText(one)}, ${one.status}`;
    const more = index === listed - 1 ? andMore(found.length) : "";
    return {
      code: "overlap" as const,
      message: `Overlaps ${what} (#${cleanText(one.id, 100)})${more}${hint ? `: ${hint} instead` : ""}.`,
      ...edge,
    };
  });
}

const later = (a: CalendarDay, b: CalendarDay) => (a > b ? a : b);
const earlier = (a: CalendarDay, b: CalendarDay) => (a < b ? a : b);

/** Seconds of work by day within the request. */
export async function bookedTime(
  request: LeaveRequest,
  call: ToolCall,
  context: TimeContext,
): Promise<Map<CalendarDay, number>> {
  const { zone, now } = context;
  const { first, last } = request.draft;
  const query = { from: dayBounds(first, zone).from, to: dayBounds(last, zone).to, people: whom(request) };
  const days = new Map<CalendarDay, number>();
  for await (const { entries } of call.service.time.list(query, { signal: call.signal }))
    for (const [day, seconds] of secondsByDay(entries, zone, now)) days.set(day, (days.get(day) ?? 0) + seconds);
  return days;
}

/** Days on which more is booked than the part of the day that would stay. */
export function checkBooked(
  draft: AbsenceDraft,
  booked: ReadonlyMap<CalendarDay, number>,
  calendar: WorkCalendar,
): Warning[] {
  const tooMuch = [...booked]
    .filter(([day, seconds]) => {
      const taken = leaveShare(day, draft, calendar);
      return taken > 0 && seconds > dayLength(day, calendar) * (1 - awayShare(day, draft, calendar));
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (tooMuch.length === 0) return [];
  const days = tooMuch.slice(0, listed).map(([day, seconds]) => `${shortDay(day)} (${hoursMinutes(seconds)})`);
  return [{ code: "time_booked", message: `Time is booked on ${days.join(", ")}${andMore(tooMuch.length)}.` }];
}

/** Other people who are away at the same time, and how many could not be read. */
export async function whoElse({ draft, person }: LeaveRequest, call: ToolCall, port: AbsencePort, me: Ref) {
  const query = { first: draft.first, last: draft.last, people: "everyone" as const, statuses: liveStatuses };
  const { absences, unread, notes = [] } = await port.list(query, { signal: call.signal });
  const away = absences
    .filter(({ working }) => !working)
    .map((one) => ({ ...one, person: one.person ?? me }))
    .filter((one) => one.person.id !== person.id)
    .map((one) => ({ person: cleanRef(one.person), first: one.first, last: one.last }));
  return { away, unread: unread.length, notes };
}
