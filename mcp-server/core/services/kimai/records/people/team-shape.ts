import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordPart, RecordValue, ServiceRecord } from "../../../../domain/records";
import { cleanText } from "../../../../domain/text";
import { personRef } from "../../mapping/entities";
import { idOf, idsOf, type WireField } from "../shared";
import { workKinds, workRoutes } from "../work/work-fields";
import type { WireTeam, WireTeamRow } from "./people-wire";

export const teamFields: readonly WireField[] = [
  { name: "name", wire: "name", kind: "text", needed: true, minLength: 2, maxLength: 100 },
  { name: "color", wire: "color", kind: "text" },
  { name: "leads", wire: "members", kind: "list", item: "ref", of: "person", needed: true, hint: "At least one." },
  {
    name: "members",
    wire: "members",
    kind: "list",
    item: "ref",
    of: "person",
    hint: "All of them; leads are members too.",
  },
  { name: "customers", wire: "customers", kind: "list", item: "ref", of: "customer", when: "never" },
  { name: "projects", wire: "projects", kind: "list", item: "ref", of: "project", when: "never" },
  { name: "activities", wire: "activities", kind: "list", item: "ref", of: "activity", when: "never" },
];

/** What a new team may see, which are grants: Kimai's form has no fields for it. */
export const teamParts: readonly RecordPart[] = workKinds.map((kind) => ({
  field: {
    name: workRoutes[kind],
    kind: "list",
    item: "ref",
    of: kind,
    when: "create",
    hint: "What it may see; later as grant.",
  },
  type: "grant",
  plain: kind,
  link: "of",
  unique: [kind],
}));

/** As Kimai takes members: all of them, whenever one changes. */
export interface WireMember {
  user: number;
  teamlead: boolean;
}
export const membersOf = (row: WireTeam | WireTeamRow): WireMember[] =>
  (("members" in row && row.members) || []).map((each) => ({ user: each.user.id, teamlead: each.teamlead === true }));

const ref = (from: { id: number; name: string }): Ref => ({ id: String(from.id), name: from.name });

export function teamRecord(row: WireTeamRow | WireTeam): ServiceRecord {
  const values: Record<string, RecordValue> = row.color ? { color: row.color } : {};
  if ("members" in row) {
    const people = (row.members ?? []).map((each) => ({ lead: each.teamlead === true, person: personRef(each.user) }));
    values.leads = people.filter(({ lead }) => lead).map(({ person }) => person);
    values.members = people.map(({ person }) => person);
    for (const kind of ["customers", "projects", "activities"] as const)
      if (row[kind]?.length) values[kind] = row[kind].map(ref);
  }
  return { type: "team", ...ref(row), values };
}

/** @throws InputError `argument` before anything is sent: Kimai refuses a team that nobody leads (§3.10) */
export function demandLead(members: readonly WireMember[]): void {
  if (members.some(({ teamlead }) => teamlead)) return;
  throw new InputError("argument", "A team in Kimai needs at least one lead.", { next: "Name one in leads." });
}

const isMap = (value: RecordValue): value is { [name: string]: RecordValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member by id, or as `{person, lead}`. */
function givenMember(value: RecordValue): WireMember {
  if (!isMap(value) || value.person === undefined) return { user: idOf(value, "a person"), teamlead: false };
  const more = Object.keys(value).find((name) => !["person", "lead", "teamlead"].includes(name));
  if (more !== undefined)
    throw new InputError("argument", `Kimai keeps of a member only whether they lead, not "${cleanText(more, 40)}".`, {
      next: 'Write {"person": "Ada", "lead": true}.',
    });
  return { user: idOf(value.person, "a person"), teamlead: value.lead === true || value.teamlead === true };
}

/** The members after a change; of members and leads only what was given changes. */
export function changedMembers(values: RecordDraft, now: readonly WireMember[]): WireMember[] {
  const given = Array.isArray(values.members) ? values.members.map(givenMember) : undefined;
  const flagged = (given ?? []).filter(({ teamlead }) => teamlead).map(({ user }) => user);
  const leads = new Set([
    ...(values.leads === undefined
      ? now.filter(({ teamlead }) => teamlead && flagged.length === 0).map(({ user }) => user)
      : idsOf(values.leads, "a person")),
    ...flagged,
  ]);
  const members = (given ?? now).map(({ user }) => user);
  // Whoever is made a lead is a member; a lead who is not among newly named members leaves.
  const all = new Set([...members, ...(values.leads === undefined ? [] : leads)]);
  return [...all].map((user) => ({ user, teamlead: leads.has(user) }));
}

export const sameMembers = (a: readonly WireMember[], b: readonly WireMember[]): boolean => {
  const text = (list: readonly WireMember[]) =>
    list
      .map((each) => `${each.user}${each.teamlead ? "!" : ""}`)
      .sort()
      .join();
  return text(a) === text(b);
};
