import type { Absence, AbsenceType, LeaveBalance } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import { quote } from "../../../domain/quote";
import { explained, reworded } from "../../../domain/reworded";
import { addDays } from "../../../time/civil";
import { countLeave, type LeaveSpan, type WorkCalendar, workCalendar } from "../../../time/leave";
import { demand } from "../capabilities/require-capability";
import type { Kimai } from "../context";
import { holidayGroupOf, hoursOf, leaveDaysOf, readProfile } from "../people/contracts";
import { type KnownPeople, namedPeople } from "../people/everyone";
import { readHolidays } from "./holidays";
import { holidayOf } from "./mapping";
import type { AbsenceReader } from "./read";
import type { KnownTypes } from "./types";

const round = (days: number) => Math.round(days * 100) / 100;

/** Working days of an absence until a day, and after it. */
function split(
  absence: Absence,
  day: CalendarDay,
  hours: boolean,
  calendar: WorkCalendar,
): [before: number, after: number] {
  // A duration that nobody gave is what the contract said when it was made; the days are what counts then.
  const span: LeaveSpan = { ...absence, seconds: hours ? absence.seconds : null };
  const days = (part: LeaveSpan) => (part.first > part.last ? 0 : countLeave(part, calendar).days);
  if (span.last <= day) return [days(span), 0];
  if (span.first > day) return [0, days(span)];
  return [days({ ...span, last: day, lastHalf: false }), days({ ...span, first: addDays(day, 1), firstHalf: false })];
}

/** One type's days in a year, as of a day. Pure; absences are those of the type within the year. */
function balanceOf(
  type: AbsenceType,
  absences: readonly Absence[],
  day: CalendarDay,
  entitled: number | null,
  calendar: WorkCalendar,
): LeaveBalance {
  const sums = { taken: 0, planned: 0, requested: 0, draft: 0 };
  for (const absence of absences) {
    const [before, after] = split(absence, day, type.hours, calendar);
    if (absence.status === "approved") {
      sums.taken += before;
      sums.planned += after;
    } else if (absence.status === "requested" || absence.status === "draft") sums[absence.status] += before + after;
  }
  return {
    type: { id: type.id, name: type.name },
    year: Number(day.slice(0, 4)),
    unit: "days",
    entitled,
    taken: round(sums.taken),
    planned: round(sums.planned),
    requested: round(sums.requested),
    left: entitled === null ? null : round(entitled - sums.taken - sums.planned),
    notes: sums.draft > 0 ? [`${round(sums.draft)} more days are drafts that nobody was asked to approve.`] : [],
  };
}

/**
 * Balances computed from the contract and the year's absences, since Kimai's API has none. Days carried over and other
 * manual bookings are not in the API either (§3.13), which the counted type says.
 */
export async function balancesOf(
  kimai: Kimai,
  read: { known: KnownPeople; types: KnownTypes; reader: AbsenceReader },
  asked: { day: CalendarDay; personId?: string },
  call?: Call,
): Promise<LeaveBalance[]> {
  const { person: self } = await demand(kimai, "absence.read", call);
  const id = asked.personId ?? self.id;
  if (id !== self.id) await demand(kimai, "others_absence.read", call);
  const year = { first: `${asked.day.slice(0, 4)}-01-01`, last: `${asked.day.slice(0, 4)}-12-31` };
  const [person = { id, name: `#${id}` }] = await namedPeople(read.known, self, [id]);
  const profile = await explained(readProfile(kimai, id, call), "forbidden", (error) =>
    reworded(error, `Your Kimai role has no right to see the contract of ${quote(person.name, 80)}.`, {
      next: "Ask the administrator of your Kimai.",
    }),
  );
  const [types, absences, holidays] = await Promise.all([
    read.types.get(call),
    read.reader.ofYears(person, year, call),
    readHolidays(kimai, year, holidayGroupOf(profile), call),
  ]);
  const hours = hoursOf(profile);
  const calendar = workCalendar({ targetSeconds: hours }, holidays.map(holidayOf));
  const unknown = absences.filter(({ type }) => !types.some((each) => each.id === type?.id));
  const entitled = leaveDaysOf(profile) ?? null;
  const bases = [
    ...(hours === null ? ["No working days are kept for this person: Monday to Friday are assumed."] : []),
    ...(unknown.length > 0 ? [`${unknown.length} absences of types that Kimai does not name are not counted.`] : []),
  ];
  return types.map((type) => {
    const own = absences.filter((one) => one.type?.id === type.id && one.first <= year.last && one.last >= year.first);
    const balance = balanceOf(type, own, asked.day, type.counted ? entitled : null, calendar);
    const notes = type.counted
      ? [...bases, "Days carried over and corrections booked by hand are not in Kimai's API and not counted here."]
      : [];
    return { ...balance, notes: [...balance.notes, ...notes] };
  });
}
