import type { Tried } from "./facts";

/** What each question of `readProfile` was answered with. */
interface Answers {
  status: Tried<unknown>;
  found: Tried<unknown>;
  shifts: Tried<unknown>;
  types: Tried<unknown>;
  weeks: Tried<unknown>;
  projects: Tried<unknown>;
}

const timeCells = ["timer.read", "timer.create", "timer.update"];
const ownTime = ["read", "create", "update", "delete"].flatMap((action) => [`time.${action}`, `others_time.${action}`]);
const leave = [
  ...["read", "create", "update"].map((action) => `absence.${action}`),
  ...["read", "create", "update"].map((action) => `others_absence.${action}`),
];
const people = ["read", "create", "update", "delete"].map((action) => `person.${action}`);

/** By permission cell, why Calamari refuses it to this key (`AccountFacts.refused`). */
export function refusedBy({ found, shifts, types, weeks, projects }: Answers): Record<string, string> {
  const refused: Record<string, string> = {};
  const close = (cells: readonly string[], { why }: Tried<unknown>) => {
    if (why !== undefined) for (const cell of cells) refused[cell] = why;
  };
  close([...timeCells, ...ownTime], shifts);
  close(leave, types);
  close(people, found);
  close(["target_hours.read"], weeks);
  close(["project.read", "project.create", "project.delete"], projects);
  return refused;
}
