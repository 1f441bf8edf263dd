import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { Segment } from "../../http/path";
import type { KimaiClient } from "../client/client";
import { isBefore, noRight } from "../mapping/phrases";
import type { Lists } from "../work/lists";

/** Rights to records, found out without any write: by empty forms, by lists, and by reads that need the right to change. */
interface Caller {
  username: string;
  version: string;
  /** Ids of teams; those that the caller leads first. */
  teams: readonly { id: number; lead: boolean }[];
  seesOthers: Promise<boolean>;
  /** Whether the caller's form for new ones is open. */
  creates: Record<Kind, Promise<string[] | null>>;
}
const kinds = ["customer", "project", "activity"] as const;
type Kind = (typeof kinds)[number];
const routes = { customer: "customers", project: "projects", activity: "activities" } as const;

const row = z.object({
  id: z.number(),
  /** Of activities. */
  project: z.number().nullish(),
  teams: z
    .array(z.object({ id: z.number() }))
    .nullish()
    .catch([]),
});
type Row = z.infer<typeof row>;

/** Permission cells that this Kimai or the caller's rights close, with the reason in words. What is not sure is left out. */
export async function recordRefusals(
  client: KimaiClient,
  lists: Lists,
  caller: Caller,
): Promise<Record<string, string>> {
  const refused: Record<string, string> = {};
  const refuse = (why: string, ...cells: string[]) => {
    for (const cell of cells) refused[cell] = why;
  };
  const all = (kind: string, ...actions: string[]) => actions.map((action) => `${kind}.${action}`);
  const { version } = caller;
  const [people, teams, teamList, userList, invoices, works, seesOthers] = await Promise.all([
    client.formFields("users"),
    client.formFields("teams"),
    isOpen(client, ["teams"]),
    // Searched for one, as the list can be long.
    isOpen(client, ["users"], [["term", caller.username]]),
    isOpen(client, ["invoices"], [["size", 1]]),
    workRights(client, lists, caller),
    caller.seesOthers,
  ]);
  if (userList === false && !seesOthers) refuse(`${noRight} see other people`, "person.read");
  if (people === null) refuse(`${noRight} create people`, "person.create");
  if (teams === null) refuse(`${noRight} create teams`, "team.create");
  // One's own teams are always told.
  if (teamList === false && caller.teams.length === 0) refuse(`${noRight} see teams`, "team.read");
  if (invoices === false) refuse(`${noRight} see invoices`, ...all("invoice", "read", "update", "delete"));
  if (isBefore(version, [2, 56]))
    refuse(`custom fields of invoices need Kimai 2.56, this is ${version}`, "invoice.update");
  for (const kind of kinds)
    if (works.change[kind] === false) refuse(`${noRight} change ${routes[kind]}`, `${kind}.update`);
  if (kinds.every((kind) => works.change[kind] === false))
    refuse(`${noRight} see rates`, ...all("rate", "read", "create", "delete"));
  const comments = all("comment", "read", "create", "update", "delete");
  if (isBefore(version, [2, 57])) refuse(`comments need Kimai 2.57, this is ${version}`, ...comments);
  else if (works.comments === false) refuse(`${noRight} see comments`, ...comments);
  if (isBefore(version, [2, 66]))
    refuse(`favourites need Kimai 2.66, this is ${version}`, ...all("favourite", "read", "create", "delete"));
  return refused;
}

/** false: refused to this caller; null: not sure. */
async function isOpen(
  client: KimaiClient,
  path: readonly Segment[],
  query: readonly (readonly [string, string | number])[] = [],
) {
  try {
    await client.get(z.unknown(), path, query);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind === "unauthorized") throw error;
    return error.kind === "forbidden" ? false : null;
  }
}

/**
 * Rates of a thing can be read only with the right to change it (§3.10). That right may hold for the things of one's teams
 * alone, so the one that is most likely open is asked about: of a led team, then of an own one, then any.
 */
async function workRights(client: KimaiClient, lists: Lists, caller: Caller) {
  const change: Record<Kind, boolean | null> = { customer: null, project: null, activity: null };
  const comments: Partial<Record<Kind, boolean | null>> = {};

  async function probe(kind: Kind, from: Promise<Row | null>): Promise<void> {
    // Who may make new ones is not asked further: what is not sure stays open.
    const [form, best] = await Promise.all([caller.creates[kind], from]);
    if (form !== null || !best) return;
    const path = [routes[kind], best.id];
    [change[kind], comments[kind]] = await Promise.all([
      isOpen(client, [...path, "rates"]),
      kind === "activity" || isBefore(caller.version, [2, 57]) ? null : isOpen(client, [...path, "comments"]),
    ]);
  }
  const list = async (kind: Kind, ask: () => Promise<unknown>) => {
    if ((await caller.creates[kind]) !== null) return null;
    const read = z.array(row).safeParse(await ask().catch(unlessUnauthorized));
    return read.success ? likely(read.data, caller.teams) : null;
  };
  const customer = list("customer", () => lists.customers.get());
  const project = list("project", () => lists.projects.get());
  // Activities are many: those of one project of the caller's teams, else those of none.
  const activity = project.then((best) => {
    const query = best && shares(best, caller.teams) ? (["project", best.id] as const) : (["globals", 1] as const);
    return list("activity", () => client.get(z.unknown(), ["activities"], [query]));
  });
  await Promise.all([probe("customer", customer), probe("project", project), probe("activity", activity)]);
  return { change, comments: comments.customer === false && comments.project === false ? false : null };
}

function unlessUnauthorized(error: unknown): null {
  if (error instanceof ServiceError && error.kind !== "unauthorized") return null;
  throw error;
}

const shares = (each: Row, teams: Caller["teams"], leadsOnly = false): boolean =>
  (each.teams ?? []).some(({ id }) => teams.some((team) => team.id === id && (team.lead || !leadsOnly)));

const likely = (rows: readonly Row[], teams: Caller["teams"]): Row | null =>
  rows.find((each) => shares(each, teams, true)) ??
  rows.find((each) => shares(each, teams)) ??
  // An activity belongs to the teams of its project too.
  rows.find((each) => each.project != null) ??
  rows[0] ??
  null;
