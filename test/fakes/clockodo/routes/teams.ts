import { type Answered, type Asked, type FakeState, problem } from "../model";
import { ids, id as isId, orNull, text } from "./checks";
import { manageUsers } from "./people";
import { type Resource, resourceRoute } from "./resource";

const resource: Resource<FakeState["teams"][number]> = {
  rows: (state) => state.teams,
  fields: { name: text(100), leader: orNull(isId), user_ids: ids },
  needed: ["name"],
  fresh: () => ({ name: "", leader: null, user_ids: [] }),
  perPage: 1_000,
  right: manageUsers,
  wrong({ state }, { id, user_ids }) {
    const held = user_ids.map((each) => state.users.find((one) => one.id === each));
    if (held.some((each) => !each)) return problem(state, 422, "ResourcesNotFound", "", "user_ids");
    if (held.some((each) => !each?.active))
      return problem(state, 422, "HasToBeActive", "Someone is inactive.", "user_ids", { resources: ["users"] });
    const elsewhere = held.flatMap((each) => (each?.teams_id && each.teams_id !== id ? each.id : []));
    if (elsewhere.length === 0) return null;
    const details = { users_in_another_team: elsewhere };
    return problem(state, 422, "UserHasAnotherTeam", "Someone is in another team.", "user_ids", details);
  },
  written({ state }, { id, user_ids }) {
    for (const each of state.users) {
      if (user_ids.includes(each.id)) each.teams_id = id;
      else if (each.teams_id === id) each.teams_id = null;
    }
  },
  removed({ state }, { id }) {
    for (const each of state.users) if (each.teams_id === id) each.teams_id = null;
  },
};

/** `/v3/teams` (§2.8): a person is in one team at most. */
export const teams = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, resource);
