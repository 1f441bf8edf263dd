import { type Answered, type Asked, type FakeState, type FakeTeam, type FakeUser, fail, ok } from "../model";
import { may } from "../rights";
import { byId, teamDetail, teamsRow } from "../shapes";
import { extraFields, formFailure } from "../timeform";
import { takesColor } from "../workform";

const fields = ["name", "color", "members"];
const noLead = "At least one team leader must be assigned to the team.";

interface Member {
  user: number;
  teamlead: boolean;
}

function setMembers(state: FakeState, team: number, members: Member[]): void {
  for (const user of state.users) {
    const own = members.find((each) => each.user === user.id);
    user.teams = user.teams.filter(({ id }) => id !== team);
    if (own) user.teams.push({ id: team, lead: own.teamlead });
  }
}

/** Writes name, colour and members into a team, or says what is wrong. `members` replaces all of them. */
function applied(asked: Asked, team: FakeTeam, method: "POST" | "PATCH"): Answered | null {
  const { state } = asked;
  const body = (asked.body ?? {}) as Record<string, unknown>;
  const errors: Record<string, string[]> = {};
  const global: string[] = [];
  if (method === "POST" || "name" in body) {
    const name = String(body.name ?? "");
    if (name === "") errors.name = ["This value should not be blank."];
    else if (name.length < 2) errors.name = ["This value is too short. It should have 2 characters or more."];
    else if (state.teams.some((each) => each.name === name && each !== team))
      errors.name = ["This value is already used."];
  }
  if (body.color != null && !takesColor(String(body.color), state)) errors.color = ["The selected choice is invalid."];
  const given = Array.isArray(body.members) ? (body.members as Partial<Member>[]) : [];
  const members = given.map((each) => ({ user: Number(each.user), teamlead: each.teamlead === true }));
  const changes = method === "POST" || "members" in body;
  if (members.some((each) => !byId(state.users, each.user))) errors.members = ["The selected choice is invalid."];
  if (changes && !members.some((each) => each.teamlead)) global.push(noLead);
  if (changes && members.length === 0) global.push("This collection should contain 1 element or more.");
  if (Object.keys(body).some((field) => !fields.includes(field))) global.push(extraFields);
  if (global.length > 0 || Object.keys(errors).length > 0) {
    const failed = formFailure(fields, errors, global);
    const tree = (failed.body as { errors: { children: Record<string, unknown> } }).errors.children;
    // Each member is a form of its own inside.
    if (members.length > 0)
      tree.members = {
        ...(tree.members as object),
        children: members.map(() => ({ children: { user: {}, teamlead: {} } })),
      };
    return failed;
  }
  if ("name" in body) team.name = String(body.name);
  if ("color" in body) team.color = body.color === null ? null : String(body.color);
  if (method === "POST") state.teams.push(team);
  if (changes) setMembers(state, team.id, members);
  return null;
}

/** Leads with the right may change their own teams only; who sees all data may change each. */
const mayEdit = (state: FakeState, user: FakeUser, team: FakeTeam) =>
  may(state, user, "edit_team") &&
  (may(state, user, "all_data") || user.teams.some(({ id, lead }) => id === team.id && lead));

function member(asked: Asked, method: string, team: FakeTeam, id: number): Answered {
  const { state } = asked;
  const person = byId(state.users, id);
  if (!person) return fail(404);
  const held = person.teams.find((each) => each.id === team.id);
  if (method === "POST") {
    if (held) return fail(400);
    person.teams.push({ id: team.id, lead: false });
  } else {
    if (!held || held.lead) return fail(400);
    person.teams = person.teams.filter((each) => each !== held);
  }
  return ok(teamDetail(state, team.id));
}

const granted = { customers: "customers", projects: "projects", activities: "activities" } as const;

function grant(asked: Asked, method: string, team: FakeTeam, kind: keyof typeof granted, id: number): Answered {
  const { state } = asked;
  const list: { id: number; teams?: number[] }[] = state[granted[kind]];
  const target = byId(list, id);
  if (!target) return fail(404);
  const has = target.teams?.includes(team.id) ?? false;
  if (has === (method === "POST")) return fail(400);
  target.teams = has ? target.teams?.filter((each) => each !== team.id) : [...(target.teams ?? []), team.id];
  return ok(teamDetail(state, team.id));
}

/** @param path what follows `/api/teams/` */
export function teams(asked: Asked, method: string, path: string[]): Answered {
  const { state, user } = asked;
  const [id, kind, target] = path;
  if (id === undefined) {
    if (method === "GET") return may(state, user, "view_team") ? ok(teamsRow(state)) : fail(403);
    if (method !== "POST") return fail(405);
    if (!may(state, user, "create_team")) return fail(403);
    const team: FakeTeam = { id: state.nextId.team, name: "", color: null };
    const refused = applied(asked, team, "POST");
    if (refused) return refused;
    state.nextId.team++;
    return ok(teamDetail(state, team.id));
  }
  const team = /^\d+$/.test(id) ? byId(state.teams, Number(id)) : undefined;
  if (!team || path.length > 3 || path.length === 2) return fail(404);
  if (kind !== undefined && target !== undefined) {
    if (kind !== "members" && !(kind in granted)) return fail(404);
    if (!["POST", "DELETE"].includes(method)) return fail(405);
    if (!mayEdit(state, user, team)) return fail(403);
    if (kind === "members") return member(asked, method, team, Number(target));
    return grant(asked, method, team, kind as keyof typeof granted, Number(target));
  }
  if (method === "GET") return may(state, user, "view_team") ? ok(teamDetail(state, team.id)) : fail(403);
  if (method === "PATCH") {
    if (!mayEdit(state, user, team)) return fail(403);
    return applied(asked, team, "PATCH") ?? ok(teamDetail(state, team.id));
  }
  if (method !== "DELETE") return fail(405);
  if (!may(state, user, "delete_team") || !mayEdit(state, user, team)) return fail(403);
  setMembers(state, team.id, []);
  for (const list of [state.customers, state.projects, state.activities] as { teams?: number[] }[][])
    for (const each of list) if (each.teams) each.teams = each.teams.filter((other) => other !== team.id);
  state.teams = state.teams.filter((each) => each !== team);
  return { status: 204 };
}
