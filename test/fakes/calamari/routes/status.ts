import { type Answered, type Asked, employeeBy, type FakeEmployee, ok, shortPerson, wrong } from "../model";

/** §2.2 */
export function status(asked: Asked, operation: string): Answered | null {
  const { state, body } = asked;
  const statusOf = (employee: FakeEmployee) => {
    const running = state.shifts.find((each) => each.employee === employee.id && each.finished === null);
    const paused = running?.breaks.some(({ to }) => to === null);
    return { person: shortPerson(employee), status: paused ? "BREAK" : running ? "STARTED" : "STOPPED" };
  };
  if (operation === "get-current") {
    asked.known("person");
    const employee = employeeBy(state, body.person);
    return employee ? ok(statusOf(employee)) : wrong("INVALID_EMPLOYEE", "Employee not found", "person");
  }
  if (operation === "get-current-for-all") return ok(state.employees.filter((each) => !each.archived).map(statusOf));
  return null;
}
