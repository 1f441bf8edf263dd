import { z } from "zod";
import { wirePerson } from "./person";

/** Leave in Calamari's shapes (calamari-api.md §2.5–2.7). Unknown members are ignored; words for units and states stay text. */
export const absence = z.object({
  id: z.number(),
  /** Civil days, the last one included. */
  from: z.string(),
  to: z.string(),
  absenceTypeId: z.number().nullish(),
  absenceTypeName: z.string().nullish(),
  absenceCategory: z.string().nullish(),
  status: z.string(),
  entitlementAmount: z.number().nullish(),
  entitlementAmountUnit: z.string().nullish(),
  amountFirstDay: z.number().nullish(),
  amountLastDay: z.number().nullish(),
  fullDayRequest: z.boolean().nullish(),
  /** Local, without zone. */
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  reason: z.string().nullish(),
  /** Only `find-advanced` says whose it is. */
  employeeEmail: z.string().nullish(),
});
export type WireAbsence = z.infer<typeof absence>;
export const absences = z.array(absence);

/** Answers of a create; more than the id is not told. */
export const createdAbsence = z.object({ id: z.number() });

const absenceType = z.object({
  id: z.number(),
  name: z.string(),
  durationUnit: z.string().nullish(),
});
export type WireAbsenceType = z.infer<typeof absenceType>;
export const absenceTypes = z.array(absenceType);

const left = z.object({ unit: z.string(), unlimited: z.boolean().nullish(), amount: z.number().nullish() });
export type WireBalance = z.infer<typeof left>;
export const oneBalance = left;

const nested = z.object({ absenceType: z.object({ id: z.number(), name: z.string().nullish() }), balance: left });
const flat = left.extend({ absenceTypeId: z.number(), absenceTypeName: z.string().nullish() });
/** Which of the two forms answers have is not known (§2.6); out comes one. */
export const allBalances = z.array(
  z.union([
    nested.transform(({ absenceType: type, balance }) => ({ typeId: type.id, name: type.name ?? null, balance })),
    flat.transform(({ absenceTypeId, absenceTypeName, ...balance }) => ({
      typeId: absenceTypeId,
      name: absenceTypeName ?? null,
      balance,
    })),
  ]),
);

const holiday = z.object({
  name: z.string().nullish(),
  start: z.string(),
  end: z.string().nullish(),
  halfDay: z.boolean().nullish(),
  halfdayPeriod: z.string().nullish(),
});
export const holidays = z.array(holiday);
export type WireHoliday = z.infer<typeof holiday>;

/** Seconds; below zero is owed. */
export const overtimeBalances = z.array(z.object({ person: wirePerson.nullish(), balance: z.number() }));
