import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../../domain/records";
import { toInstant } from "../../../../time/format";
import type { Query } from "../../../http/path";
import { filled } from "../../../shared/record-drafts";
import type { WireTask } from "../../client/plugin-wire";
import { formTime } from "../../mapping/wire-time";
import type { NamesOf } from "../names";
import { idOf, type WireField, wireBody } from "../shared";
import { metaValues } from "./plugin-meta";

const taskStatuses = ["pending", "progress", "closed"] as const;

/** Fields of the form as the official client names them, and what has routes of its own (kimai-api.md §3.13). */
export const taskFields: WireField[] = [
  { name: "name", wire: "title", kind: "text", needed: true },
  { name: "project", wire: "project", kind: "ref", of: "project", needed: true },
  { name: "activity", wire: "activity", kind: "ref", of: "activity", needed: true },
  { name: "text", wire: "description", kind: "text" },
  { name: "todo", wire: "todo", kind: "text", hint: "What is to be done, in detail." },
  { name: "due", wire: "end", kind: "day" },
  { name: "estimate", wire: "estimation", kind: "duration" },
  { name: "tags", wire: "tags", kind: "list", item: "text" },
  { name: "team", wire: "team", kind: "ref", of: "team" },
  { name: "assignee", wire: "", kind: "ref", of: "person", hint: "Who does it; empty: nobody." },
  {
    name: "status",
    wire: "",
    kind: "choice",
    choices: taskStatuses,
    when: "change",
    hint: "progress starts the assignee's timer on it, pending stops it or opens it again, closed ends it.",
  },
  {
    name: "log",
    wire: "",
    kind: "map",
    when: "change",
    hint: 'Books work on it: {begin: "2026-11-19T09:00", end: "2026-11-19T10:30"}.',
  },
  { name: "meta", wire: "", kind: "map" },
  { name: "running", wire: "", kind: "flag", when: "never" },
];

export const taskFilters: RecordField[] = [
  { name: "status", kind: "choice", choices: [...taskStatuses, "all"], hint: "Else what is not closed." },
  { name: "person", kind: "ref", of: "person" },
  { name: "team", kind: "ref", of: "team" },
  { name: "customer", kind: "ref", of: "customer" },
  { name: "project", kind: "ref", of: "project" },
  { name: "activity", kind: "ref", of: "activity" },
];

export function taskQuery({ text, includeHidden, filters = {} }: RecordQuery): Query {
  const query: [string, string | number][] = [];
  const { status } = filters;
  const wanted =
    typeof status === "string" && status !== "all" ? [status] : status || includeHidden ? taskStatuses : [];
  for (const one of wanted) query.push(["status[]", one]);
  const lists = {
    person: "users[]",
    team: "teams[]",
    customer: "customers[]",
    project: "projects[]",
    activity: "activities[]",
  };
  for (const [name, wire] of Object.entries(lists))
    if (filters[name] != null) query.push([wire, idOf(filters[name], `a ${name}`)]);
  if (text?.trim()) query.push(["searchTerm", text.trim()]);
  return query;
}

/** Only what was given; what has a route of its own is not in it. */
export function taskBody(draft: RecordDraft): Record<string, unknown> {
  const { due, ...rest } = draft;
  return {
    ...wireBody(rest, taskFields),
    ...(due === undefined ? {} : { end: due === null ? null : `${String(due)}T12:00:00` }),
  };
}

/** Begin and end of work to log, as Kimai's form wants them: by the clock of the person's zone. */
export function loggedTimes(value: RecordValue | undefined, zone: string): { begin: string; end: string } {
  const given = value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  const read = (side: "begin" | "end") => {
    const text = String((given as Record<string, RecordValue>)[side] ?? "").trim();
    const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
    const [, day, clock, seconds = ":00", offset] = match ?? [];
    const at = offset === undefined ? Number.NaN : Date.parse(`${day}T${clock}${seconds}${offset}`);
    if (match && offset === undefined) return `${day}T${clock}${seconds}`;
    if (!Number.isNaN(at)) return formTime(toInstant(at), zone);
    throw new InputError("argument", `log needs its ${side} as day and time.`, {
      next: 'Write {begin: "2026-11-19T09:00", end: "2026-11-19T10:30"}.',
    });
  };
  return { begin: read("begin"), end: read("end") };
}

export async function taskRecord(row: WireTask, names: NamesOf): Promise<ServiceRecord> {
  const named = (from: WireTask["team"]): Ref | null =>
    from ? { id: String(from.id), name: from.name ?? `#${from.id}` } : null;
  const [project, activity, person] = await Promise.all([
    row.project && names.project(row.project),
    row.activity && names.activity(row.activity),
    row.user && names.person(row.user),
  ]);
  const values = filled({
    status: row.status,
    assignee: person,
    project,
    activity,
    team: named(row.team),
    due: row.end?.slice(0, 10),
    estimate: row.estimation,
    text: row.description,
    todo: row.todo,
    tags: row.tags,
    running: row.activeTimesheets?.length ? true : undefined,
    ...metaValues(row.metaFields),
  });
  return { type: "task", id: String(row.id), name: row.title || `#${row.id}`, values };
}
