import { z } from "zod";
import { named, type WireEmployee } from "./person";

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
