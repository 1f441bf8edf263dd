import type { Call } from "../../../../domain/call";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../../domain/records";
import { toInstant, withOffset } from "../../../../time/format";
import { parseSpan } from "../../../../time/parse";
import type { Query } from "../../../http/path";
import type { Clockodo } from "../../context";
import type { WireChangeRequest } from "../../wire/work-time";
import { idOf } from "../shared";
import { timesText } from "./work-time";

/** Requests to change work times as records, and records as what Clockodo is asked (clockodo-api.md §2.14). */

const add = 1;
const remove = 2;
const states = ["requested", "declined"] as const;

const times = (name: string, hint: string): RecordField => ({ name, kind: "list", item: "text", when: "create", hint });
export const fields: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person", when: "create", hint: "Default: yourself." },
  { name: "day", kind: "day", needed: true, when: "create" },
  times("add", 'Times that were worked: ["9:00-11:30"].'),
  times("remove", "Times that were not."),
  { name: "decision", kind: "choice", choices: ["approve", "decline"], when: "change" },
  { name: "accept_violations", kind: "flag", when: "change", hint: "Approve it against the rules for work time." },
  { name: "state", kind: "choice", choices: states, when: "never" },
  { name: "asked", kind: "text", when: "never" },
  { name: "declined", kind: "text", when: "never" },
  { name: "declined_by", kind: "ref", of: "person", when: "never" },
];
export const filters: readonly RecordField[] = [
  { name: "person", kind: "ref", of: "person" },
  { name: "team", kind: "ref", of: "team" },
  { name: "state", kind: "choice", choices: states },
  { name: "to_decide", kind: "flag", hint: "Only those that you may approve." },
];

export async function recordOf(clockodo: Clockodo, row: WireChangeRequest, call?: Call): Promise<ServiceRecord> {
  const { zone } = await clockodo.facts.get({ signal: call?.signal });
  const [person, decliner] = await Promise.all([
    clockodo.person(row.users_id, call),
    row.declined_by == null ? null : clockodo.person(row.declined_by, call),
  ]);
  const listed = (type: number) =>
    (row.changes ?? []).filter((each) => each.type === type).map((each) => timesText(zone, each));
  const values: Record<string, RecordValue> = { person, day: row.date, add: listed(add), remove: listed(remove) };
  if (row.status != null) values.state = states[row.status - 1] ?? String(row.status);
  if (row.created_at) values.asked = withOffset(row.created_at, zone);
  if (row.declined_at) values.declined = withOffset(row.declined_at, zone);
  if (decliner) values.declined_by = decliner;
  return { type: "work_time_change", id: String(row.id), name: `${person.name} ${row.date}`, values };
}
/** What was written took effect, whatever comes of its names. */
export const written = (clockodo: Clockodo, row: WireChangeRequest) =>
  recordOf(clockodo, row).catch(
    (): ServiceRecord => ({
      type: "work_time_change",
      id: String(row.id),
      name: row.date,
      values: { day: row.date },
    }),
  );

/** What a list asks of Clockodo. */
export function queryOf({ first, last, filters: given = {} }: RecordQuery): Query {
  const state = (states as readonly unknown[]).indexOf(given.state);
  return [
    ...(first === undefined ? [] : [["date_since", first] as const]),
    ...(last === undefined ? [] : [["date_until", last] as const]),
    ...(given.person == null ? [] : [["users_id", idOf(given.person, "a person")] as const]),
    ...(given.team == null ? [] : [["teams_id[]", idOf(given.team, "a team")] as const]),
    ...(state < 0 ? [] : [["status", state + 1] as const]),
    ...(given.to_decide === true ? [["scope", "approve"] as const] : []),
  ];
}

/** Times in words as spans of the day. @throws InputError */
export async function changesOf(clockodo: Clockodo, draft: RecordDraft, day: string, call?: Call) {
  const { zone, weekStartsOn } = await clockodo.facts.get({ signal: call?.signal });
  const context = { now: toInstant(clockodo.env.now()), zone, weekStartsOn };
  const read = (value: RecordValue | undefined, type: number) =>
    (Array.isArray(value) ? value : value == null ? [] : [value]).map((text) => {
      const { begin, end } = parseSpan({ day, from: String(text) }, context);
      if (end === null) throw new InputError("time", `"${String(text).slice(0, 40)}" has no end.`);
      return { type, time_since: begin, time_until: end };
    });
  const changes = [...read(draft.remove, remove), ...read(draft.add, add)];
  if (changes.length > 0) return changes;
  throw new InputError("argument", "What shall change? Give add or remove.", { next: 'add: ["9:00-11:30"].' });
}
