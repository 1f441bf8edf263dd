import type { AccountFacts, Ref, WorkIds, WorkItem, WorkLevel } from "../domain/entities";
import { workLevels } from "../domain/entities";
import { fold, resolveName } from "../domain/names";
import type { ImportPreview, WorkTarget } from "../domain/results/imports";
import type { SourceRow } from "./source-row";

/** What of an account time can be booked on, as it was read once for a whole file. */
export interface AccountWork {
  booking: AccountFacts["booking"];
  items: readonly WorkItem[];
  /** Names of tags; empty where the account has none. */
  tags: readonly string[];
  /** Levels, and `tag`, of which new ones can be made. */
  makes: ReadonlySet<WorkLevel | "tag">;
}

/** What rows are booked on: what is there, or what has to be made under that name first. */
export type Booked = Partial<Record<WorkLevel, { id: string; name: string } | { make: string }>>;

/** Rows with the same client, project and task are mapped together. */
export const keyOf = ({ client, project, task }: Pick<SourceRow, "client" | "project" | "task">) =>
  JSON.stringify([client, project, task]);

type Mapped = Pick<ImportPreview["work"][number], "target" | "how">;
const idTarget = (id: string) => `id:${id}` as const;
const idIn = (target: string) => (target.startsWith("id:") ? target.slice(3) : null);

const named = <T extends Ref>(name: string, items: readonly T[]) =>
  items.filter((item) => fold(item.name) === fold(name));

/** A name that is like just one of them; nothing where two could be meant. */
function near<T extends Ref>(name: string, items: readonly T[]): T | null {
  // A mark before a number means an id to the resolver, and a name of another program is none.
  if (name.startsWith("#")) return null;
  try {
    return resolveName(name, items, "project");
  } catch {
    return null;
  }
}

/** What is proposed for one client, project and task of a file, or what the person chose. */
export function mapWork(
  source: Pick<SourceRow, "client" | "project" | "task">,
  on: AccountWork,
  chosen: Partial<WorkTarget> = {},
): Mapped {
  const project = chosen.project ? { target: chosen.project, how: "chosen" as const } : projectOf(source, on);
  const activity = chosen.activity
    ? { target: chosen.activity, how: "chosen" as const }
    : activityOf(source, project.target, on);
  const target = { project: project.target, activity: activity.target };
  if (project.target === "skip") return { target, how: "chosen" };
  if (missingLevels(bookedOn(source, target, on), on).length > 0) return { target, how: "open" };
  const hows = [project.how, activity.how];
  const first = (["chosen", "guess", "new", "same"] as const).find((one) => hows.includes(one));
  return { target, how: first ?? "none" };
}

function projectOf(
  { client, project }: Pick<SourceRow, "client" | "project">,
  on: AccountWork,
): { target: string; how: Mapped["how"] } {
  const has = (level: WorkLevel) => on.booking.levels.includes(level);
  if (project === "") {
    if (client === "" || !has("customer")) return { target: "none", how: "none" };
    const there =
      named(
        client,
        on.items.filter(({ level }) => level === "customer"),
      ).length === 1;
    return there || on.makes.has("customer")
      ? { target: "customer", how: there ? "same" : "new" }
      : { target: "none", how: "none" };
  }
  const projects = on.items.filter(({ level }) => level === "project");
  const ofClient = (item: WorkItem) =>
    client === "" || !item.parents.customer || fold(item.parents.customer.name) === fold(client);
  const same = named(project, projects);
  const whole = same.filter(ofClient);
  if (whole.length === 1 && whole[0]) return { target: idTarget(whole[0].id), how: "same" };
  if (same.length === 1 && same[0]) return { target: idTarget(same[0].id), how: "guess" };
  const guess = same.length > 0 ? null : near(project, projects.filter(ofClient));
  if (guess) return { target: idTarget(guess.id), how: "guess" };
  return on.makes.has("project") ? { target: "new", how: "new" } : { target: "none", how: "none" };
}

/** Activities that can be booked together with what a project became. */
const fitting = (project: string, { items }: AccountWork) =>
  items.filter(
    ({ level, parents }) => level === "activity" && (!parents.project || parents.project.id === idIn(project)),
  );

function activityOf(
  { task }: Pick<SourceRow, "task">,
  project: string,
  on: AccountWork,
): { target: string; how: Mapped["how"] } {
  if (!on.booking.levels.includes("activity")) return { target: "none", how: "none" };
  const activities = fitting(project, on);
  const [only] = activities;
  if (task === "")
    return on.booking.required.includes("activity") && activities.length === 1 && only
      ? { target: idTarget(only.id), how: "guess" }
      : { target: "none", how: "none" };
  const same = named(task, activities);
  // One of the project's own comes before one of all projects.
  const own = same.find(({ parents }) => parents.project) ?? same[0];
  if (own) return { target: idTarget(own.id), how: "same" };
  const guess = near(task, activities);
  if (guess) return { target: idTarget(guess.id), how: "guess" };
  return on.makes.has("activity") ? { target: "new", how: "new" } : { target: "none", how: "none" };
}

/** What rows of this source are booked on. An id that is not there (any more) is left out. */
export function bookedOn(
  { client, project, task }: Pick<SourceRow, "client" | "project" | "task">,
  target: WorkTarget,
  on: AccountWork,
): Booked {
  const find = (level: WorkLevel, id: string | null) => on.items.find((item) => item.level === level && item.id === id);
  const booked: Booked = {};
  const takeOver = (level: WorkLevel, item: WorkItem) => {
    for (const above of workLevels) {
      const parent = item.parents[above];
      if (parent) booked[above] ??= parent;
    }
    booked[level] = { id: item.id, name: item.name };
  };
  const customer = () => {
    if (client === "" || !on.booking.levels.includes("customer")) return;
    const [there] = named(
      client,
      on.items.filter(({ level }) => level === "customer"),
    );
    booked.customer = there ? { id: there.id, name: there.name } : { make: client };
  };
  const item = find("project", idIn(target.project));
  if (item) takeOver("project", item);
  if (target.project === "new" || target.project === "customer") customer();
  if (target.project === "new" && project !== "") booked.project = { make: project };
  const activity = find("activity", idIn(target.activity));
  if (activity) takeOver("activity", activity);
  if (target.activity === "new" && task !== "") booked.activity = { make: task };
  return booked;
}

/** Levels without which nothing can be booked, or that would have to be made and cannot be. */
export const missingLevels = (booked: Booked, { booking, makes }: AccountWork): WorkLevel[] =>
  workLevels.filter((level) => {
    const one = booked[level];
    return one ? "make" in one && !makes.has(level) : booking.required.includes(level);
  });

export const nameOf = (one: Booked[WorkLevel]): string => (one ? ("make" in one ? one.make : one.name) : "");

/** Ids where all of it is there; null: something has to be made. */
export function idsOfBooked(booked: Booked): WorkIds | null {
  const ids: WorkIds = {};
  for (const level of workLevels) {
    const one = booked[level];
    if (one && "make" in one) return null;
    if (one) ids[level] = one.id;
  }
  return ids;
}

/** The tag of the account that one of the file becomes; null: it is left out. */
export function mapTag(
  name: string,
  on: AccountWork,
  chosen?: string,
): { target: string; how: Mapped["how"]; tag: string | null } {
  const there = (wanted: string) => on.tags.find((tag) => fold(tag) === fold(wanted));
  const same = there(name);
  const target = chosen ?? (same !== undefined ? idTarget(same) : on.makes.has("tag") ? "new" : "skip");
  const how = chosen !== undefined ? "chosen" : same !== undefined ? "same" : target === "new" ? "new" : "none";
  const tag = target === "new" ? (same ?? name) : there(idIn(target) ?? "");
  return { target, how, tag: tag ?? null };
}
