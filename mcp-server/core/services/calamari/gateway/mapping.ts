import type { Absence, AbsenceType, LeaveBalance } from "../../../domain/absences";
import type { Ref } from "../../../domain/entities";
import { typeOf } from "../absences/types";
import type { WireAllowance, WireCalendarRow, WireType } from "./wire";

const requirements = { DISABLED: "none", OPTIONAL: "optional", REQUIRED: "needed" } as const;
const askOf = (word: string | null | undefined) => requirements[word?.toUpperCase() as keyof typeof requirements];

/** Types by hours are taken from this much on; in words, for whoever asked for less. */
const smallest: Readonly<Record<string, string>> = {
  HALF: "half hours",
  QUARTER: "quarters of an hour",
  TWO: "two hours",
  WHOLE: "whole hours",
};
export const smallestOf = ({ minDuration }: WireType): string | undefined => smallest[minDuration?.toUpperCase() ?? ""];

/**
 * What REST does not tell this way does: which words a request needs, and how small it may be (calamari-api.md §3.3).
 * @param balance of this type; absent: none is told
 */
export function typeOfGateway(type: WireType, balance: WireAllowance | undefined): AbsenceType {
  const hours = type.unit?.toUpperCase() === "HOURS" || smallestOf(type) !== undefined;
  const kind = balance?.entitlementType?.toUpperCase();
  const unlimited = kind === undefined ? undefined : kind === "UNLIMITED" || kind === "UNDEFINED";
  const asks = {
    reason: askOf(type.reasonRequirement),
    comment: askOf(type.commentRequirement),
    substitute: askOf(type.substituteRequirement),
  };
  const told = Object.entries(asks).filter(([, ask]) => ask !== undefined);
  return {
    ...typeOf({ id: Number(type.id), name: type.name, durationUnit: hours ? "HOURS" : "DAYS" }, { unlimited }),
    halfDays: !hours && type.minDuration?.toUpperCase() !== "WHOLE_DAY",
    hours,
    commentNeeded: asks.comment === "needed",
    ...(told.length > 0 && { asks: Object.fromEntries(told) }),
    ...(type.predefinedReasons?.length && { reasons: type.predefinedReasons }),
  };
}

const yearIn = (row: WireAllowance, fallback: number): number => {
  if (row.year != null) return Number(row.year);
  // The bounds of the year: whatever they are called, both are days.
  const day = Object.values(row).find(
    (value): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value),
  );
  return day ? Number(day.slice(0, 4)) : fallback;
};
export const typeIdOf = (row: WireAllowance): string | undefined =>
  row.absenceTypeId ?? row.typeId ?? row.absenceType?.id ?? undefined;

/** `allowed` is what can still be asked for, so what waits for a decision is taken off it already (§3.3). */
export function balanceOf(row: WireAllowance, types: readonly WireType[], thisYear: number): LeaveBalance {
  const id = typeIdOf(row) ?? "";
  const name =
    types.find((type) => type.id === id)?.name ??
    row.absenceType?.name ??
    row.absenceTypeName ??
    row.name ??
    `Type ${id}`;
  const limited = row.entitlementType == null || row.entitlementType.toUpperCase() === "ACCRUED";
  const pending = row.pending ?? 0;
  return {
    type: { id, name },
    year: yearIn(row, thisYear),
    unit: row.unit?.toUpperCase() === "HOURS" ? "hours" : "days",
    entitled: limited ? (row.earned ?? null) : null,
    taken: row.used ?? 0,
    planned: 0,
    requested: pending,
    left: limited && row.allowed != null ? row.allowed + pending : null,
    notes: ["Taken is with what is approved and still to come."],
  };
}

/**
 * A row of the calendar tells neither its type nor whether it is approved (§3.4): it was asked for, and that alone is said.
 * @param nth among rows of the same person and day, to keep ids apart
 */
export function absenceOfRow(row: WireCalendarRow, person: Ref, nth: number): Absence {
  const [first, last] = [row.start.slice(0, 10), row.end.slice(0, 10)];
  const [from, to] = [row.start.slice(11, 16), row.end.slice(11, 16)];
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const span = first === last && from && to ? minutes(to) - minutes(from) : 0;
  const partly = row.fullDayRequest === false && span > 0;
  return {
    id: `${first}.${person.id}${nth > 0 ? `-${nth + 1}` : ""}`,
    person,
    ...(row.category?.toUpperCase() === "WORK" && { working: true }),
    status: "requested",
    first,
    last,
    ...(partly && { part: `${from}–${to}` }),
    days: null,
    seconds: partly ? span * 60 : null,
    comment: "",
  };
}
