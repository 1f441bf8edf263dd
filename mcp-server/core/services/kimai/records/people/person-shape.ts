import type { Ref } from "../../../../domain/entities";
import type { RecordDraft, RecordValue, ServiceRecord } from "../../../../domain/records";
import { filled } from "../../../shared/record-drafts";
import { personRef } from "../../mapping/entities";
import { type WireField, wireBody } from "../shared";
import type { WirePerson, WirePersonRow } from "./people-wire";

/** Limits of kimai-api.md's facts file. */
export const personFields: readonly WireField[] = [
  { name: "username", wire: "username", kind: "text", needed: true, when: "create", minLength: 2, maxLength: 64 },
  { name: "email", wire: "email", kind: "text", needed: true, maxLength: 180 },
  {
    name: "password",
    wire: "plainPassword",
    kind: "text",
    needed: true,
    when: "create",
    minLength: 8,
    hint: "It is sent to Kimai and never shown again.",
  },
  { name: "alias", wire: "alias", kind: "text", maxLength: 60, hint: "The name that is shown." },
  { name: "title", wire: "title", kind: "text", maxLength: 50 },
  { name: "account_number", wire: "accountNumber", kind: "text", maxLength: 30 },
  { name: "enabled", wire: "enabled", kind: "flag", hint: "Kimai creates people disabled unless this is true." },
  { name: "roles", wire: "roles", kind: "list", item: "text", hint: "ROLE_TEAMLEAD, ROLE_ADMIN, ROLE_SUPER_ADMIN." },
  { name: "supervisor", wire: "supervisor", kind: "ref", of: "person" },
  { name: "language", wire: "language", kind: "text", hint: "Like de." },
  { name: "locale", wire: "locale", kind: "text", hint: "Like de_AT." },
  { name: "timezone", wire: "timezone", kind: "text", hint: "Like Europe/Vienna." },
  { name: "color", wire: "color", kind: "text" },
  { name: "system_account", wire: "systemAccount", kind: "flag" },
  { name: "requires_password_reset", wire: "requiresPasswordReset", kind: "flag" },
  { name: "teams", wire: "teams", kind: "list", item: "ref", of: "team", when: "never" },
  { name: "leads", wire: "memberships", kind: "list", item: "ref", of: "team", when: "never" },
];

const teamRef = (team: { id: number; name: string }): Ref => ({ id: String(team.id), name: team.name });

/** A person as a record: what a list tells, or everything where it was asked for alone. */
export function personRecord(row: WirePersonRow | WirePerson): ServiceRecord {
  const alone = "memberships" in row;
  const memberships = (alone && row.memberships) || [];
  const values = filled({
    username: row.username,
    email: row.email,
    enabled: alone || row.enabled === false ? row.enabled : undefined,
    alias: alone ? row.alias : undefined,
    title: row.title,
    account_number: row.accountNumber,
    timezone: row.timezone,
    language: alone ? row.language : undefined,
    locale: alone && row.locale !== row.language ? row.locale : undefined,
    color: row.color,
    system_account: row.systemAccount || undefined,
    // A plain user's list is empty; the role is implied.
    roles: alone ? (row.roles?.length ? row.roles : ["ROLE_USER"]) : undefined,
    supervisor: alone && row.supervisor ? personRef(row.supervisor) : undefined,
    teams: memberships.map((each) => teamRef(each.team)),
    leads: memberships.filter((each) => each.teamlead).map((each) => teamRef(each.team)),
  });
  return { type: "person", ...personRef(row), values };
}

/** `team lead`, `ROLE_ADMIN`, `admin` in Kimai's form; the role that everybody has is not sent. */
function roleNames(value: RecordValue): string[] {
  const given = Array.isArray(value) ? value : value === null ? [] : [value];
  return given
    .map((each) =>
      String(each)
        .trim()
        .toUpperCase()
        .replace(/[\s-]+/g, "_")
        .replace(/^ROLE_/, ""),
    )
    .map((name) => `ROLE_${name === "TEAM_LEAD" ? "TEAMLEAD" : name}`)
    .filter((name) => name !== "ROLE_USER");
}

/** What was given of a person, as Kimai's forms take it. */
export const personBody = (draft: RecordDraft) =>
  wireBody(draft.roles === undefined ? draft : { ...draft, roles: roleNames(draft.roles) }, personFields);
