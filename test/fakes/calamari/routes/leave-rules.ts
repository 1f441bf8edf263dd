import {
  type Asked,
  employeeBy,
  type FakeAbsence,
  type FakeAbsenceType,
  type FakeEmployee,
  type FakeState,
  isDay,
} from "../model";

/** What Calamari counts and refuses of a request (calamari-api.md §2.5). */

const day = 86_400_000;
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
export const isClock = (part: string) => clock.test(part);
/** Who has such a request is, or wants to be, away. */
export const live = ["PENDING", "ACCEPTED", "PENDING_CANCELLATION"];

const daysOf = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += day) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

/** Seconds that somebody works on a day, and which part of it (0, 0.5, 1) holidays leave. */
function workOn(state: FakeState, employee: FakeEmployee, at: string): { seconds: number; share: number } {
  const week = state.weeks.find(({ id }) => id === employee.workingWeek);
  const plan = week?.days[(new Date(at).getUTCDay() + 6) % 7];
  const off = state.holidays.filter(
    (each) => each.calendar === employee.holidaysCalendar && each.start <= at && each.end >= at,
  );
  const free = off.reduce((sum, { halfdayPeriod }) => sum + (halfdayPeriod ? 0.5 : 1), 0);
  return { seconds: plan?.seconds ?? 0, share: plan ? Math.max(0, 1 - free) : 0 };
}

/** Which half of a day is a public holiday, where only one is. */
const halfOff = (state: FakeState, employee: FakeEmployee, at: string) => {
  const off = state.holidays.filter(
    (each) => each.calendar === employee.holidaysCalendar && each.start <= at && each.end >= at,
  );
  return off.length === 1 ? off[0]?.halfdayPeriod : null;
};

const minutesOf = (part: string) => Number(part.slice(0, 2)) * 60 + Number(part.slice(3));

/** Days or hours that a request takes, and what of them lies on a partial first and last day. */
export function amountOf(
  state: FakeState,
  employee: FakeEmployee,
  type: Pick<FakeAbsenceType, "durationUnit">,
  { from, to, fromPart, toPart }: Pick<FakeAbsence, "from" | "to" | "fromPart" | "toPart">,
): { amount: number; first: number | null; last: number | null } {
  const inHours = type.durationUnit === "HOURS";
  if (isClock(fromPart) && isClock(toPart)) {
    const hours = (minutesOf(toPart) - minutesOf(fromPart)) / 60;
    const worth = inHours ? hours : hours / 7.5;
    return { amount: worth, first: worth, last: null };
  }
  let amount = 0;
  let first: number | null = null;
  let last: number | null = null;
  for (const at of daysOf(from, to)) {
    const { seconds, share } = workOn(state, employee, at);
    const late = at === from && fromPart === "AFTERNOON";
    const early = at === to && toPart === "AFTERNOON";
    // The half that is asked for may be the one that is free.
    const half = late ? "PM" : "AM";
    const free = halfOff(state, employee, at) === half;
    const part = late || early ? (free ? 0 : Math.min(0.5, share)) : share;
    const worth = inHours ? (part * seconds) / 3600 : part;
    if (late || (early && from === to)) first = worth;
    else if (early) last = worth;
    amount += worth;
  }
  return { amount, first, last };
}

/** Minutes of the grid of a type by hours. */
const grid: Partial<Record<FakeAbsenceType["minDuration"], number>> = { QUARTER: 15, HALF: 30, WHOLE: 60, TWO: 120 };
const words = ["MORNING", "AFTERNOON", "END_OF_DAY"];

export function partsAllowed(
  type: FakeAbsenceType,
  from: string,
  to: string,
  fromPart: unknown,
  toPart: unknown,
): boolean {
  if (typeof fromPart !== "string" || typeof toPart !== "string") return false;
  if (fromPart === "MORNING" && toPart === "END_OF_DAY") return true;
  if (type.minDuration === "WHOLE_DAY") return false;
  if (isClock(fromPart) || isClock(toPart)) {
    const minutes = grid[type.minDuration];
    if (!minutes || from !== to || !isClock(fromPart) || !isClock(toPart)) return false;
    const length = minutesOf(toPart) - minutesOf(fromPart);
    return length > 0 && length % minutes === 0;
  }
  if (!words.includes(fromPart) || !words.includes(toPart) || fromPart === "END_OF_DAY" || toPart === "MORNING")
    return false;
  return !(from === to && fromPart === "AFTERNOON" && toPart === "AFTERNOON");
}

/** What is left of a type on a day: approved requests that have begun by then are taken off. null: unlimited. */
export function leftOf(state: FakeState, employee: FakeEmployee, type: FakeAbsenceType, at: string): number | null {
  if (type.allowance === null) return null;
  const own = (each: { employee: number; type: number }) => each.employee === employee.id && each.type === type.id;
  const year = at.slice(0, 4);
  const taken = state.absences
    .filter((each) => own(each) && ["ACCEPTED", "PENDING_CANCELLATION"].includes(each.status))
    .filter((each) => each.from.slice(0, 4) === year && each.from <= at)
    .reduce((sum, { amount }) => sum + amount, 0);
  const corrected = state.corrections
    .filter((each) => own(each) && each.asOfDate <= at)
    .reduce((sum, { amount }) => sum + amount, 0);
  return type.allowance + corrected - taken;
}

type Rule = "DISABLED" | "OPTIONAL" | "REQUIRED";
const breaks = (rule: Rule, given: unknown) =>
  rule === "DISABLED" ? given !== undefined : rule === "REQUIRED" && (typeof given !== "string" || given.trim() === "");
const tooLong = (given: unknown) => typeof given === "string" && given.length > 1024;

/** The code and field of what is wrong with a request; null: nothing. */
export function refusalOf({ state, body }: Asked): [code: string, field: string] | null {
  const { absenceTypeId, dateFrom, dateTo, fromPart, toPart, reason, comment, substitute } = body;
  const employee = employeeBy(state, body.employee);
  if (!employee) return ["INVALID_EMPLOYEE", "employee"];
  // A string, although it counts (§2.5).
  const type = typeof absenceTypeId === "string" && state.absenceTypes.find(({ id }) => String(id) === absenceTypeId);
  if (!type) return ["INVALID_ABSENCE_TYPE", "absenceTypeId"];
  if (!isDay(dateFrom) || !isDay(dateTo) || dateTo < dateFrom) return ["INVALID_ABSENCE_TIME", "dateTo"];
  if (employee.hireDate && dateFrom < employee.hireDate) return ["INVALID_HIRE_DATE", "dateFrom"];
  if (!partsAllowed(type, dateFrom, dateTo, fromPart, toPart)) return ["INVALID_TIME_PART", "fromPart"];
  const listed = !type.predefinedReasons || reason === undefined || type.predefinedReasons.includes(String(reason));
  if (breaks(type.reason, reason) || tooLong(reason) || !listed) return ["INVALID_REASON", "reason"];
  if (breaks(type.comment, comment) || tooLong(comment)) return ["INVALID_COMMENT", "comment"];
  const standIn = substitute === undefined ? undefined : employeeBy(state, substitute);
  if (breaks(type.substitute, substitute) || (substitute !== undefined && (!standIn || standIn === employee)))
    return ["INVALID_SUBSTITUTE", "substitute"];
  const span = { from: dateFrom, to: dateTo, fromPart: String(fromPart), toPart: String(toPart) };
  const { amount } = amountOf(state, employee, type, span);
  if (amount <= 0) return ["INVALID_ABSENCE_TIME", "dateFrom"];
  const collides = (there: FakeAbsence) =>
    there.employee === employee.id &&
    live.includes(there.status) &&
    there.from <= dateTo &&
    there.to >= dateFrom &&
    !besideEachOther(there, span);
  if (state.absences.some(collides)) return ["INVALID_ABSENCE_TIME", "dateFrom"];
  const left = leftOf(state, employee, type, dateTo);
  if (left !== null && amount > left) return ["INVALID_ABSENCE_ALLOWANCE", "dateTo"];
  return null;
}

const startOf = (part: string) => (isClock(part) ? minutesOf(part) : part === "AFTERNOON" ? 720 : 0);
const endOf = (part: string) => (isClock(part) ? minutesOf(part) : part === "AFTERNOON" ? 720 : 1440);
type Span = Pick<FakeAbsence, "from" | "to" | "fromPart" | "toPart">;
/** Two parts of one day that do not touch each other. */
const besideEachOther = (a: Span, b: Span) =>
  (a.to === b.from && endOf(a.toPart) <= startOf(b.fromPart)) ||
  (b.to === a.from && endOf(b.toPart) <= startOf(a.fromPart));
