import type { Absence, AbsenceType, LeaveBalance } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import type { Service } from "../../../domain/ports";
import { addDays, daysBetween } from "../../../time/civil";
import { rounded } from "../../../time/day-text";
import { dayOf, toInstant } from "../../../time/format";
import { countLeave, type WorkCalendar, workCalendar } from "../../../time/leave";
import { demand, ifAllowed } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import type { WireBalance } from "../wire/absence";
import type { Holidays, Span } from "./holidays";
import type { AbsenceReader } from "./read";

interface Sums {
  taken: number;
  planned: number;
  requested: number;
}

/** What an absence takes within some days: the whole, or its share of them by working days. In days, or hours. */
function within(absence: Absence, { first, last }: Span, inHours: boolean, calendar: WorkCalendar): number {
  const counted = (span: Span) => {
    if (span.first > span.last) return { worth: 0, civil: 0 };
    const { days, byYear } = countLeave({ ...absence, ...span }, calendar);
    const seconds = [...byYear.values()].reduce((sum, each) => sum + each.seconds, 0);
    return { worth: inHours ? seconds / 3600 : days, civil: daysBetween(span.first, span.last) + 1 };
  };
  const all = counted(absence);
  const told = inHours ? absence.seconds : absence.days;
  const whole = told === null ? all.worth : inHours ? told / 3600 : told;
  if (absence.first >= first && absence.last <= last) return whole;
  const part = counted({
    first: absence.first > first ? absence.first : first,
    last: absence.last < last ? absence.last : last,
  });
  // Calamari may count calendar days, of which none is a working day.
  return all.worth === 0 ? (whole * part.civil) / all.civil : (whole * part.worth) / all.worth;
}

function sumUp(absences: readonly Absence[], day: CalendarDay, inHours: boolean, calendar: WorkCalendar): Sums {
  const year = day.slice(0, 4);
  const sums = { taken: 0, planned: 0, requested: 0 };
  for (const absence of absences) {
    const before = within(absence, { first: `${year}-01-01`, last: day }, inHours, calendar);
    const after = within(absence, { first: addDays(day, 1), last: `${year}-12-31` }, inHours, calendar);
    if (absence.status === "approved") {
      sums.taken += before;
      sums.planned += after;
    } else if (absence.status === "requested") sums.requested += before + after;
  }
  return sums;
}

const guess = "Calamari tells the days left; days taken, planned and requested are counted from the requests.";

function line(type: AbsenceType, year: number, told: WireBalance | null, sums: Sums): LeaveBalance {
  const left = told === null || told.unlimited || told.amount == null ? null : rounded(told.amount);
  const open = sums.planned + sums.requested > 0;
  return {
    type: { id: type.id, name: type.name },
    year,
    unit: (told?.unit ?? (type.hours ? "HOURS" : "DAYS")) === "HOURS" ? "hours" : "days",
    // Calamari does not tell how much there was to begin with.
    entitled: null,
    taken: rounded(sums.taken),
    planned: rounded(sums.planned),
    requested: rounded(sums.requested),
    left,
    notes: [
      ...(told === null ? ["Calamari tells no balance of it."] : []),
      ...(left === null ? [] : [guess]),
      ...(left !== null && open
        ? ["Whether what is planned or requested is taken off already, Calamari does not say."]
        : []),
    ],
  };
}

/**
 * What is left by type as of a day (calamari-api.md §2.6), and overtime from the time sheet (§2.3), in as few requests as
 * possible: one for all balances, one for the person's absences, one for overtime.
 * @param saw told which types have no limit
 */
export async function balancesOf(
  calamari: Calamari,
  parts: { reader: AbsenceReader; holidays: Holidays; contracts: NonNullable<Service["contracts"]> },
  types: readonly AbsenceType[],
  asked: { day: CalendarDay; personId?: string; typeId?: string },
  saw: (typeId: string, unlimited: boolean) => void,
  call?: Call,
): Promise<LeaveBalance[]> {
  const { client } = calamari;
  const facts = await demand(calamari, "absence.read", call);
  const { refused, zone } = facts;
  const other = await calamari.other(asked.personId, call);
  if (other !== undefined) await demand(calamari, "others_absence.read", call);
  const { day, typeId } = asked;
  const year = Number(day.slice(0, 4));
  const span = { first: `${year}-01-01`, last: `${year}-12-31` };
  const about = { as: "employee", other, cell: "others_absence.read" } as const;

  async function told(): Promise<Map<string, WireBalance>> {
    if (typeId !== undefined) {
      const body = { absenceTypeId: typeId, date: day };
      return new Map([[typeId, await client.send(endpoints.balance, { about, body }, call)]]);
    }
    const all = await client.send(endpoints.balances, { about, body: { date: day } }, call);
    return new Map(all.map((one) => [String(one.typeId), one.balance]));
  }
  // Days to come would all be owed.
  const today = dayOf(toInstant(calamari.env.now()), zone);
  const until = day < today ? day : today;
  const overtime = async () => {
    if (typeId !== undefined || refused["time.read"] !== undefined || until < span.first) return null;
    // Somebody's overtime is of their time, not of their leave.
    if (other !== undefined && !calamari.env.may?.("others_time.read")) return null;
    const asking = { as: "employees", other, cell: "others_time.read" } as const;
    const body = { from: span.first, to: until };
    const rows = await ifAllowed(client.send(endpoints.overtime, { about: asking, body }, call));
    const theirs =
      other === undefined
        ? rows && calamari.whose.own(facts, rows, ({ person }) => person)
        : rows?.filter(({ person }) => (person?.email?.toLowerCase() ?? other) === other);
    // Of several it would be nobody's in particular.
    return theirs?.length === 1 ? (theirs[0]?.balance ?? null) : null;
  };
  const [balances, absences, extra] = await Promise.all([
    told(),
    parts.reader.ofOne(asked.personId, span, call),
    overtime(),
  ]);
  for (const [id, { unlimited }] of balances) saw(id, unlimited === true);
  const wanted = types.filter(({ id }) => typeId === undefined || id === typeId);
  const counted = wanted.filter(
    ({ id }) =>
      balances.has(id) ||
      absences.some(({ type, first, last }) => type?.id === id && first <= span.last && last >= span.first),
  );
  const calendar = await calendarFor(absences, { ...asked, ...span }, parts, call);
  return [
    ...counted.map((type) => {
      const balance = balances.get(type.id) ?? null;
      const own = absences.filter((one) => one.type?.id === type.id);
      const inHours = balance === null ? type.hours : balance.unit === "HOURS";
      return line(type, year, balance, sumUp(own, day, inHours, calendar));
    }),
    ...(extra === null ? [] : [overtimeLine(extra, year, day > until ? until : null)]),
  ];
}

/** @param until last day that is in it, where a later one was asked for */
function overtimeLine(seconds: number, year: number, until: CalendarDay | null): LeaveBalance {
  return {
    type: { id: "overtime", name: "Overtime" },
    year,
    unit: "hours",
    entitled: null,
    taken: 0,
    planned: 0,
    requested: 0,
    left: rounded(seconds / 3600),
    notes: [
      `The balance of Calamari's time sheet since 1 January${until ? `, up to today, ${until}` : ""}${seconds < 0 ? ": below zero, time is owed" : ""}.`,
    ],
  };
}

/** Working days are needed only where an absence is shared out between days, or is of another unit than its balance. */
async function calendarFor(
  absences: readonly Absence[],
  { day, personId, first, last }: { day: CalendarDay; personId?: string } & Span,
  { holidays, contracts }: { holidays: Holidays; contracts: NonNullable<Service["contracts"]> },
  call?: Call,
): Promise<WorkCalendar> {
  const live = absences.filter(
    (one) => (one.status === "approved" || one.status === "requested") && one.first <= last && one.last >= first,
  );
  const cut = live.some((one) => one.first < first || one.last > last || (one.first <= day && one.last > day));
  const strange = live.some(
    ({ days, seconds, ...one }) => days === null && (seconds === null || one.first !== one.last),
  );
  if (!cut && !strange) return workCalendar({ targetSeconds: null }, []);
  // The whole of each absence, for what lies in the year is its share of that.
  const [from = first] = [first, ...live.map((one) => one.first)].sort();
  const to = [last, ...live.map((one) => one.last)].sort().at(-1) ?? last;
  const whose = personId === undefined ? "me" : [personId];
  const span = { first: from, last: to, ...(personId !== undefined && { personId }) };
  const [free, work] = await Promise.all([ifAllowed(holidays.of(span, call)), contracts(whose, call)]);
  return workCalendar(work.contracts[0] ?? { targetSeconds: null }, free ?? []);
}
