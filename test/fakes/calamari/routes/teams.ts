import { type Answered, type Asked, ok, wrong } from "../model";

const isIds = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => typeof each === "number");

/** §2.9 */
export function teams({ state, body, known }: Asked, operation: string): Answered | null {
  if (operation === "all") return ok(state.teams.map(({ id, name }) => ({ id, name })));
  if (operation === "create") {
    known("name", "members", "managers");
    const { name, members, managers } = body;
    const exist = (ids: number[]) => ids.every((id) => state.employees.some((each) => each.id === id));
    if (typeof name !== "string" || name === "") return wrong("INVALID_NAME", undefined, "name");
    if (!isIds(members) || !exist(members)) return wrong("INVALID_REQUEST", undefined, "members");
    if (!isIds(managers) || !exist(managers)) return wrong("INVALID_REQUEST", undefined, "managers");
    const id = state.nextId++;
    state.teams.push({ id, name, managers });
    for (const each of state.employees) if (members.includes(each.id)) each.teams.push(id);
    return ok({ id });
  }
  if (operation === "remove") {
    known("id");
    const at = state.teams.findIndex(({ id }) => id === body.id);
    if (at < 0) return wrong("INVALID_REQUEST", "Team not found", "id");
    state.teams.splice(at, 1);
    for (const each of state.employees) each.teams = each.teams.filter((id) => id !== body.id);
    return { status: 204, body: undefined };
  }
  return null;
}

/** No source tells their paths for sure (§2.0): they can be absent. */
export function positions({ state }: Asked, operation: string): Answered | null {
  return operation === "all" && state.settings.lists ? ok(state.positions) : null;
}
export function contractTypes({ state }: Asked, operation: string): Answered | null {
  return operation === "all" && state.settings.lists ? ok(state.contractTypes) : null;
}
