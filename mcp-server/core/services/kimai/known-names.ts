import type { Ref, Work } from "../../domain/entities";

/** Names may change in Kimai; what was seen is good for this long (milliseconds). */
const namesHold = 60_000;

/** Names that were seen lately, by Kimai's ids. */
export interface KnownNames {
  work(project: number, activity: number): Work | null;
  person(user: number): Ref | null;
  learnWork(project: number, activity: number, work: Work): void;
  learnPerson(user: number, person: Ref): void;
}

export function createKnownNames(now: () => number): KnownNames {
  const works = new Map<string, { value: Work; at: number }>();
  const people = new Map<number, { value: Ref; at: number }>();
  const key = (project: number, activity: number) => `${project}/${activity}`;
  const fresh = <T>(held: { value: T; at: number } | undefined) =>
    held && held.at >= now() - namesHold ? held.value : null;
  return {
    work: (project, activity) => fresh(works.get(key(project, activity))),
    person: (user) => fresh(people.get(user)),
    learnWork: (project, activity, value) => works.set(key(project, activity), { value, at: now() }),
    learnPerson: (user, value) => people.set(user, { value, at: now() }),
  };
}
