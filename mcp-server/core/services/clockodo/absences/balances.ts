import type { Absence, AbsenceType, LeaveBalance } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay, Ref, WorkContract } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { Service } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import type { MessageText } from "../../../messages/catalog";
import { addDays } from "../../../time/civil";
import { rounded } from "../../../time/day-text";
import { dayOf, toInstant } from "../../../time/format";
import { countLeave, dayLength, type WorkCalendar, workCalendar } from "../../../time/leave";
import type { Query } from "../../http/path";
import { demand, ifAllowed } from "../capabilities/require-capability";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { quotaOf } from "../people/contracts";
import { many } from "../records/shared";
import { leaveCarry, oneReport, overtimeCarry, quota, type WireReport } from "../wire/balance";
import type { Holidays } from "./holidays";
import { overtimeOf } from "./overtime";
import type { AbsenceReader } from "./read";
import { allTypes, overtimeReduction, regularHoliday, typeOf } from "./types";

interface Sums {
  taken: number;
  planned: number;
  requested: number;
}

/** What an absence takes until a day, and after it. One that lies around the day is shared out by its working days. */
function split(absence: Absence, day: CalendarDay, inHours: boolean, calendar: WorkCalendar): [number, number] {
  const count = (first: CalendarDay, last: CalendarDay) =>
    first > last ? 0 : countLeave({ ...absence, first, last, seconds: null }, calendar).days;
  const whole = inHours
    ? (absence.seconds ?? ownSeconds(absence, calendar)) / 3600
    : (absence.days ?? count(absence.first, absence.last));
  if (absence.last <= day) return [whole, 0];
  if (absence.first > day) return [0, whole];
  const [before, after] = [count(absence.first, day), count(addDays(day, 1), absence.last)];
  const part = before + after === 0 ? 0 : (whole * before) / (before + after);
  return [part, whole - part];
}

/** Whole days of overtime reduction have no hours of their own: those that would have been worked. */
function ownSeconds(absence: Absence, calendar: WorkCalendar): number {
  const { seconds, days } = countLeave({ ...absence, seconds: null }, calendar);
  return seconds ?? days * dayLength("2024-01-01", calendar);
}

function sumUp(absences: readonly Absence[], day: CalendarDay, inHours: boolean, calendar: WorkCalendar): Sums {
  const sums = { taken: 0, planned: 0, requested: 0 };
  for (const absence of absences) {
    const [before, after] = split(absence, day, inHours, calendar);
    if (absence.status === "approved") {
      sums.taken += before;
      sums.planned += after;
    } else if (absence.status === "requested") sums.requested += before + after;
  }
  return sums;
}

const line = (
  type: Ref,
  year: number,
  unit: "days" | "hours",
  sums: Sums,
  entitled: number | null,
  notes: MessageText[],
) =>
  ({
    type: { id: type.id, name: type.name },
    year,
    unit,
    entitled: entitled === null ? null : rounded(entitled),
    taken: rounded(sums.taken),
    planned: rounded(sums.planned),
    requested: rounded(sums.requested),
    left: entitled === null ? null : rounded(entitled - sums.taken - sums.planned),
    notes,
  }) satisfies LeaveBalance;

interface Read {
  /** null: it cannot be read. */
  report: WireReport | null;
  quota: number | null;
  carry: number | null;
  overtime: number | null;
}

function holidayBalance(type: AbsenceType, year: number, sums: Sums, read: Read): LeaveBalance {
  const { report } = read;
  const granted = report?.holidays_quota ?? read.quota;
  const carried = report?.holidays_carry ?? read.carry;
  const notes: MessageText[] = [];
  if (granted === null) notes.push("How many days a year there are, your rights in Clockodo do not show.");
  if (carried === null) notes.push("Days carried over cannot be read; they are not in this.");
  else if (carried !== 0) notes.push(`${rounded(carried)} of these days were carried over.`);
  const told = report?.sum_absence?.regular_holidays;
  const counted = sums.taken + sums.planned;
  // Days that only the report knows still have to be taken off: better less is left than it turns out.
  const missing = told == null ? 0 : Math.max(0, told - counted);
  if (told != null && Math.abs(told - counted) > 0.01)
    notes.push(
      `Clockodo's user report counts ${rounded(told)} days taken, its absences ${rounded(counted)}; the larger is taken off.`,
    );
  const entitled = granted === null ? null : granted + (carried ?? 0);
  return line(type, year, "days", { ...sums, taken: sums.taken + missing }, entitled, notes);
}

/** @param takenNow hours that the report, which stands as of now, has taken off already */
function overtimeBalance(type: AbsenceType, year: number, sums: Sums, takenNow: number, read: Read): LeaveBalance {
  const { report } = read;
  const now = report && overtimeOf(report);
  if (now) {
    const notes = [
      "From Clockodo's user report as it stands now: worked hours against target hours.",
      ...(now.parts ? [`In it: ${now.parts}.`] : []),
    ];
    return line(type, year, "hours", sums, now.hours + takenNow, notes);
  }
  const why = report
    ? "The numbers of Clockodo's user report do not add up in a way that is known, so no overtime is reckoned from them."
    : "How much overtime there is, is told by user reports only, which cannot be read here.";
  const carried =
    read.overtime === null ? "Hours carried over cannot be read." : `${rounded(read.overtime)} h were carried over.`;
  return line(type, year, "hours", sums, null, [why, carried]);
}

/**
 * What is left by type, in the year of a day and as of it. From Clockodo's own report where it may be read, else from quota,
 * carry and absences (clockodo-api.md §2.10, §2.13). What cannot be read is null, with a note.
 */
export async function balancesOf(
  clockodo: Clockodo,
  parts: { reader: AbsenceReader; holidays: Holidays; contracts: NonNullable<Service["contracts"]> },
  asked: { day: CalendarDay; personId?: string },
  call?: Call,
): Promise<LeaveBalance[]> {
  const { client, env, profile } = clockodo;
  const { person: self } = await demand(clockodo, "absence.read", call);
  const id = asked.personId ?? self.id;
  if (id !== self.id) await demand(clockodo, "others_absence.read", call);
  const { user, company, facts } = await profile.get({ signal: call?.signal });
  const today = dayOf(toInstant(env.now()), facts.zone);
  const number = wireId(id, "a person");
  const person = await clockodo.person(number, call);
  const year = Number(asked.day.slice(0, 4));
  const span = { first: `${year}-01-01`, last: `${year}-12-31` };
  const ofYear: Query = [
    ["users_id", number],
    ["year", year],
  ];
  const reports = company?.module_user_reports !== false;
  const year0: Query = [
    ["year", year],
    ["type", 0],
  ];
  const [absences, report, quotas, carries, overtimes, holidays, contracts] = await Promise.all([
    parts.reader.ofYears(person, span, call),
    reports ? ifAllowed(client.get(oneReport, pathOf("userreports", number), { query: year0 }, call)) : null,
    ifAllowed(client.get(many(quota), pathOf("holidaysQuota"), { query: ofYear }, call)),
    ifAllowed(client.get(many(leaveCarry), pathOf("holidaysCarry"), { query: ofYear }, call)),
    ifAllowed(client.get(many(overtimeCarry), pathOf("overtimeCarry"), { query: ofYear }, call)),
    ifAllowed(parts.holidays.of({ ...span, personId: id }, call)),
    parts.contracts([id], call),
  ]);
  if (id !== self.id && absences.some(({ type }) => type === undefined))
    throw new ServiceError(
      "forbidden",
      `Your rights in Clockodo do not show for what ${quote(person.name, 80)} is away.`,
      {
        next: "Ask whoever administers your Clockodo.",
      },
    );

  const contract: WorkContract | undefined = contracts.contracts[0];
  const calendar = workCalendar(contract ?? { targetSeconds: null }, holidays ?? []);
  const own = (rows: readonly { users_id: number; year: number }[]) =>
    rows.find((row) => row.users_id === number && row.year === year);
  const byDefault = contract?.leaveDays ?? null;
  const carry = carries && own(carries.data);
  const extra = overtimes && own(overtimes.data);
  const read: Read = {
    report: report?.userreport ?? null,
    quota: quotas ? (quotaOf(quotas.data, number, year) ?? byDefault) : byDefault,
    carry: carries === null ? null : carry && "count" in carry ? Number(carry.count) : 0,
    overtime: overtimes === null ? null : extra && "hours" in extra ? Number(extra.hours) : 0,
  };
  const others = absences.flatMap(({ type }) => (type ? [type.id] : []));
  const wanted = new Set([regularHoliday, overtimeReduction, ...others]);
  const known = allTypes(user.language);
  return [...wanted].map((typeId) => {
    const type = known.find((each) => each.id === typeId) ?? typeOf(Number(typeId), user.language);
    const these = absences.filter((each) => each.type?.id === typeId);
    const sums = sumUp(these, asked.day, type.hours, calendar);
    if (typeId === regularHoliday) return holidayBalance(type, year, sums, read);
    if (typeId === overtimeReduction)
      return overtimeBalance(type, year, sums, sumUp(these, today, true, calendar).taken, read);
    return line(type, year, "days", sums, null, []);
  });
}
