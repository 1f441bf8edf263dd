import { z } from "zod";

/** Shapes of calamari-api.md §2.2, §2.7, §2.8. Unknown members are ignored, as Calamari asks (§1.2). */
export const named = z.object({ id: z.union([z.number(), z.string()]), name: z.string() });

export const wirePerson = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  email: z.string().nullish(),
  externalId: z.string().nullish(),
});
export type WirePerson = z.infer<typeof wirePerson>;

export const currentStatus = z.object({ person: wirePerson, status: z.string() });

/** Only what is used of it: an employee has an address, family and more, which never enter this process's memory. */
const employee = z.object({
  id: z.number(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  email: z.string().nullish(),
  externalNumber: z.string().nullish(),
  workingWeek: named.nullish(),
  approvalFlow: named.nullish(),
  holidaysCalendar: named.nullish(),
  position: named.nullish(),
  contractType: named.nullish(),
  teams: z.array(named).nullish(),
  timezone: z.string().nullish(),
  directManager: z.object({ id: z.number().nullish(), email: z.string().nullish() }).nullish(),
  admin: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  hireDate: z.string().nullish(),
});
export type WireEmployee = z.infer<typeof employee>;

/** `totalPages` may be missing; pages are counted from 0 (§2.8). */
export const employeePage = z.object({
  employees: z.array(employee),
  currentPage: z.number().nullish(),
  totalPages: z.number().nullish(),
});

export const workingWeek = z.object({
  id: z.number(),
  name: z.string(),
  workingDays: z.array(
    z.object({
      dayName: z.string(),
      isWorkingDay: z.boolean(),
      startTime: z.string().nullish(),
      finishTime: z.string().nullish(),
      /** Seconds. */
      duration: z.number().nullish(),
    }),
  ),
});
export type WireWorkingWeek = z.infer<typeof workingWeek>;
