import { type Answered, type Asked, filterOf, ok, paged, problem } from "../model";
import { manageUsers } from "./people";
import { forbidden, ids, id as isId, may, orNull, text } from "./shelf";

const fields: Record<string, (value: unknown) => boolean> = { name: text(100), leader: orNull(isId), user_ids: ids };

/** `/v3/teams` (§2.8): a person is in one team at most. */
export function teams(asked: Asked, [id]: string[]): Answered {
  const { state, user, method, body } = asked;
  if (id === undefined && method === "GET") {
    const term = filterOf(asked, "fulltext")?.[0]?.toLowerCase();
    asked.known("scope", "sort[]");
    const found = state.teams.filter((each) => !term || each.name.toLowerCase().includes(term));
    return paged(asked, "data", found, 1000);
  }
  const team = id === undefined ? undefined : state.teams.find((each) => each.id === Number(id));
  if (id !== undefined && !team) return problem(state, 404, "ResourceNotFound", "Resource not found");
  if (method === "GET" && team) return ok({ data: team });
  if (!may(user, manageUsers)) return forbidden(asked);
  if (method === "DELETE" && team) {
    for (const each of state.users) if (each.teams_id === team.id) each.teams_id = null;
    state.teams.splice(state.teams.indexOf(team), 1);
    return ok({ success: true });
  }
  if (!team && body.name === undefined) return problem(state, 422, "Empty", "The name is missing.", "name");
  for (const [name, value] of Object.entries(body))
    if (!fields[name]?.(value)) return problem(state, 422, "UnexpectedValue", `The value of ${name} is wrong.`, name);
  const members = (body.user_ids ?? team?.user_ids ?? []) as number[];
  const held = members.map((each) => state.users.find((one) => one.id === each));
  if (held.some((each) => !each)) return problem(state, 422, "ResourcesNotFound", "", "user_ids");
  if (held.some((each) => !each?.active))
    return problem(state, 422, "HasToBeActive", "Someone is inactive.", "user_ids");
  const elsewhere = held.flatMap((each) => (each?.teams_id && each.teams_id !== team?.id ? each.id : []));
  if (elsewhere.length > 0)
    return problem(state, 422, "UserHasAnotherTeam", "Someone is in another team.", "user_ids", {
      users_in_another_team: elsewhere,
    });
  const row = team ?? { id: state.nextId++, name: "", leader: null, user_ids: [] };
  Object.assign(row, body);
  if (!team) state.teams.push(row);
  for (const each of state.users) {
    if (members.includes(each.id)) each.teams_id = row.id;
    else if (each.teams_id === row.id) each.teams_id = null;
  }
  return ok({ data: row });
}
