import { z } from "zod";

/** Shapes of calamari-api.md §2.2, §2.7, §2.8. Unknown members are ignored, as Calamari asks (§1.2). */
const named = z.object({ id: z.union([z.number(), z.string()]), name: z.string() });

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

/** Lists of names: teams, positions, contract types (calamari-api.md §2.0, §2.9). */
export const namedRows = z.array(named);

/** Items are objects or, in lists of names, bare texts. */
const ref = z.union([named, z.string().transform((name) => ({ id: name, name }))]).nullish();

/**
 * A person of People v2 (§2.8). Names of members are those that the vendor gives for creating and for `fields`; only
 * `id`, `legacyId` and `archived` are sure to be there.
 */
const personV2 = z
  .object({
    id: z.string(),
    legacyId: z.number(),
    archived: z.boolean().nullish(),
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    email: z.string().nullish(),
    externalNumber: z.string().nullish(),
    workSchedule: ref.catch(null),
    approvalProcess: ref.catch(null),
    holidaysCalendar: ref.catch(null),
    position: ref.catch(null),
    contractType: ref.catch(null),
    teams: z.array(ref).nullish().catch(null),
    directManager: z.object({ email: z.string().nullish() }).nullish().catch(null),
    hireDate: z.string().nullish(),
  })
  .transform(({ id, legacyId, workSchedule, approvalProcess, teams, ...person }): WireEmployee & { uuid: string } => ({
    ...person,
    id: legacyId,
    uuid: id,
    workingWeek: workSchedule,
    approvalFlow: approvalProcess,
    teams: teams?.flatMap((team) => team ?? []),
  }));

export const peoplePage = z.object({ data: z.array(personV2) });
