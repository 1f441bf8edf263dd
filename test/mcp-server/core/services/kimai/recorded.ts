import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeState, FakeUser, FakeWork, Role } from "../../../../fakes/kimai/model";

/** Requests to a real Kimai 2.66.0 with demo data, and its responses (test/data/README.md). */
const recordingsFolder = join(import.meta.dirname, "../../../../data/kimai");

export interface Recorded {
  label: string | null;
  method: string;
  path: string;
  as: string | null;
  body?: unknown;
  status: number;
  headers: Record<string, string>;
  response: unknown;
}
type Row = Record<string, unknown> & { id: number; name: string; visible: boolean };

export const recordings = (name: "read" | "timesheets" | "entities"): Recorded[] =>
  JSON.parse(readFileSync(join(recordingsFolder, `${name}.json`), "utf8"));

const roleOf = (names: unknown): Role => {
  const roles = names as string[];
  const found = (["SUPER_ADMIN", "ADMIN", "TEAMLEAD"] as const).find((role) => roles.includes(`ROLE_${role}`));
  return found ?? "USER";
};
const tokenOf: Record<string, string> = {
  super_admin: "token_super",
  administrator: "token_admin",
  teamlead: "token_teamlead",
  user: "token_user",
  john_user: "token_john",
  tony_teamlead: "token_tony",
  anna_admin: "token_anna",
  susan_super: "token_susan",
};

function person(row: Row): FakeUser {
  const text = (name: string) => (row[name] as string | null) ?? null;
  const memberships = row.memberships as { team: { id: number }; teamlead: boolean }[];
  const username = String(row.username);
  return {
    id: row.id,
    username,
    alias: text("alias"),
    email: text("email") ?? "",
    title: text("title"),
    avatar: text("avatar"),
    accountNumber: text("accountNumber"),
    color: text("color"),
    language: text("language") ?? "en",
    locale: text("locale") ?? "en",
    zone: text("timezone") ?? "UTC",
    role: roleOf(row.roles),
    token: tokenOf[username] ?? "",
    apiPassword: username === "super_admin" ? "kitten" : undefined,
    enabled: true,
    teams: memberships.map(({ team, teamlead }) => ({ id: team.id, lead: teamlead })),
    preferences: (row.preferences as FakeUser["preferences"]).map((each) => ({ ...each })),
  };
}

const structural = new Set(
  "id name visible number customer project parentTitle globalActivities start end teams metaFields color-safe".split(
    " ",
  ),
);

/** What customers, projects and activities have in common, with all that their row shows. */
function work(row: Row): FakeWork & { id: number; name: string; visible: boolean; number: string | null } {
  const values = Object.fromEntries(Object.entries(row).filter(([name]) => !structural.has(name)));
  return {
    id: row.id,
    name: row.name,
    visible: row.visible,
    number: (row.number as string | null) ?? null,
    values: values as FakeWork["values"],
    teams: (row.teams as { id: number }[]).map(({ id }) => id),
  };
}

/** Fills the fake with the demo data, as far as the recordings show it. */
export function demoState(state: FakeState): void {
  const read = recordings("read");
  const rows = (path: string) =>
    (read.find((each) => each.path === path && each.status === 200)?.response ?? []) as Row[];
  state.users = rows("/api/users?full=1").map(person);
  const gone = { ...person(rows("/api/users?full=1")[0] as Row), id: 4, username: "chris_user", alias: null };
  state.users.push({ ...gone, email: "chris@example.com", token: "token_inactive", enabled: false, teams: [] });
  state.teams = rows("/api/teams").map(({ id, name, color }) => ({ id, name, color: color as string | null }));
  state.apiTokens = [1, 2, 3, 4, 5].map((id) => ({ id, user: 11 + id }));
  state.customers = rows("/api/customers?full=1").map(work);
  const single = work(read.find((each) => each.path === "/api/customers/1")?.response as Row);
  state.customers = state.customers.map((each) => (each.id === 1 ? single : each));
  state.projects = rows("/api/projects").map((row) => ({
    ...work(row),
    teams: work(row).teams ?? [],
    customer: row.customer as number,
    globalActivities: row.globalActivities as boolean,
    start: row.start as string | null,
    end: row.end as string | null,
  }));
  state.activities = rows("/api/activities?size=2").map((row) => ({
    ...work(row),
    project: (row.project as number | null) ?? null,
  }));
  state.tags = rows("/api/tags/find?name=").map(({ id, name, visible, color }) => ({
    id,
    name,
    visible,
    color: color as string | null,
  }));
  state.nextId = { customer: 8, project: 86, activity: 1170, tag: 1083, timesheet: 11912, user: 36, team: 11 };
  manyEntries(state);
}

/** So many records that every recorded page exists; what is in them was not recorded. */
function manyEntries(state: FakeState): void {
  const project = state.projects.find((each) => each.id === 43);
  for (const [user, first, count] of [
    [10, 1, 1200],
    [3, 5000, 585],
  ] as const)
    for (let index = 0; index < count; index++)
      state.timesheets.push({
        id: first + index,
        user,
        project: project?.id ?? 0,
        activity: 622,
        begin: Date.parse("2026-01-10T08:00:00Z") + index * 7_200_000,
        end: Date.parse("2026-01-10T09:00:00Z") + index * 7_200_000,
        zone: state.users.find((each) => each.id === user)?.zone ?? "UTC",
        breakSeconds: 0,
        description: null,
        tags: [],
        exported: false,
        billable: true,
        fixedRate: null,
        hourlyRate: null,
        meta: {},
        modified: 0,
      });
}
