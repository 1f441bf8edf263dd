import { z } from "zod";
import { wirePerson } from "./person";

/** Shapes of calamari-api.md §2.1, §2.3, §2.4. Unknown members are ignored, as Calamari asks (§1.2). */

const named = z.object({ id: z.number(), name: z.string().nullish() });

const wireBreak = z.object({
  from: z.string(),
  to: z.string().nullish(),
  breakType: named.nullish(),
});

/** Which of `project` and `name` names the project is unsure (§2.3). */
const wireProjectTime = z.object({
  id: z.number().nullish(),
  from: z.string().nullish(),
  to: z.string().nullish(),
  /** Seconds. */
  duration: z.number().nullish(),
  project: named.nullish(),
  name: z.string().nullish(),
});
export type WireProjectTime = z.infer<typeof wireProjectTime>;

const shift = z.object({
  id: z.number(),
  person: wirePerson.nullish(),
  started: z.string(),
  /** null while it runs. */
  finished: z.string().nullish(),
  startedTimeZone: z.string().nullish(),
  /** Seconds; whether breaks are left out already is unsure (§2.3). */
  duration: z.number().nullish(),
  breaks: z.array(wireBreak).nullish(),
  projects: z.array(wireProjectTime).nullish(),
  description: z.string().nullish(),
});
export type WireShift = z.infer<typeof shift>;
export const shifts = z.array(shift);

export const createdShift = z.object({ id: z.number() });

export const namedRows = z.array(z.object({ id: z.number(), name: z.string() }));
/** Who may book on it is told only here (§2.4). */
export const createdProject = z.object({
  id: z.number(),
  name: z.string(),
  employees: z.array(wirePerson).nullish(),
  teams: z.array(z.object({ id: z.union([z.number(), z.string()]), name: z.string() })).nullish(),
});
export type CreatedProject = z.infer<typeof createdProject>;
