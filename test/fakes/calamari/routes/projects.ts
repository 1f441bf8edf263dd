import { type Answered, type Asked, employeeBy, ok, wrong } from "../model";
import { mayBook } from "./terminal";

/** §2.4 */
export function projects(asked: Asked, operation: string): Answered | null {
  const { state, body } = asked;
  if (operation === "get-projects")
    return ok(state.projects.filter(({ archived }) => !archived).map(({ id, name }) => ({ id, name })));
  if (operation === "get-projects-for-person") {
    asked.known("person");
    const employee = employeeBy(state, body.person);
    if (!employee) return wrong("INVALID_EMPLOYEE", "Employee not found", "person");
    return ok(state.projects.filter(({ id }) => mayBook(state, id, employee)).map(({ id, name }) => ({ id, name })));
  }
  if (operation === "create") {
    asked.known("name", "restrictedToPersons", "restrictedToTeams");
    const { name, restrictedToPersons = [], restrictedToTeams = [] } = body;
    if (typeof name !== "string" || name === "" || name.length > 255) return wrong("INVALID_NAME", undefined, "name");
    const people = (restrictedToPersons as unknown[]).map((each) => employeeBy(state, each));
    if (people.includes(undefined)) return wrong("INVALID_PERSON", undefined, "restrictedToPersons");
    const teams = (restrictedToTeams as unknown[]).map((each) => state.teams.find(({ id }) => id === Number(each)));
    if (teams.includes(undefined)) return wrong("INVALID_TEAM", undefined, "restrictedToTeams");
    const members = state.employees.filter((each) => teams.some((team) => team && each.teams.includes(team.id)));
    const only = [...people.flatMap((each) => each?.id ?? []), ...members.map(({ id }) => id)];
    const id = state.nextId++;
    const open = people.length === 0 && teams.length === 0;
    state.projects.push({ id, name, archived: false, restrictedTo: open ? null : [...new Set(only)] });
    return { status: 201, body: { id, name, employees: [], teams: [] } };
  }
  if (operation === "archive") {
    asked.known("projectId");
    const found = state.projects.find(({ id, archived }) => id === body.projectId && !archived);
    if (!found) return wrong("INVALID_PROJECT", "Project not found", "projectId");
    found.archived = true;
    return ok(state.settings.emptyAnswers ? undefined : { id: found.id, name: found.name });
  }
  return null;
}
