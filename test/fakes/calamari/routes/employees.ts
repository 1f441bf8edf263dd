import { type Answered, type Asked, employeeBy, type FakeEmployee, type FakeState, ok, wrong } from "../model";

/** As §2.8 lists it, with what nobody should read (birth date) in it. */
export function employeeView(state: FakeState, employee: FakeEmployee) {
  const named = (rows: readonly { id: number; name: string }[], id: number | null) => {
    const found = rows.find((each) => each.id === id);
    return found ? { id: found.id, name: found.name } : null;
  };
  const manager = state.employees.find(({ id }) => id === employee.directManager);
  return {
    id: employee.id,
    firstName: employee.firstName,
    lastName: employee.lastName,
    email: employee.email,
    externalNumber: employee.externalNumber,
    workingWeek: named(state.weeks, employee.workingWeek),
    approvalFlow: { id: 1, name: "Manager" },
    holidaysCalendar: { id: 1, name: employee.holidaysCalendar },
    position: named(state.positions, employee.position),
    contractType: named(state.contractTypes, employee.contractType),
    teams: employee.teams.map((id) => named(state.teams, id)),
    timezone: employee.timezone,
    directManager: manager ? { id: manager.id, email: manager.email } : null,
    admin: employee.admin,
    archived: employee.archived,
    hireDate: employee.hireDate,
    birthDate: employee.birthDate,
  };
}

/** Pages are counted from 0 (§2.8). */
export function employees(asked: Asked, operation: string): Answered | null {
  const { state, body } = asked;
  if (!state.settings.employeesV1) {
    asked.known(...Object.keys(body));
    return null;
  }
  const pageOf = (found: FakeEmployee[]) => {
    asked.known("page");
    const { perPage, totalPages } = state.settings;
    const page = Number(body.page ?? 0);
    return ok({
      employees: found.slice(page * perPage, (page + 1) * perPage).map((each) => employeeView(state, each)),
      currentPage: page,
      ...(totalPages && { totalPages: Math.ceil(found.length / perPage) }),
    });
  };
  if (operation === "list") return pageOf(state.employees.filter((each) => !each.archived));
  if (operation === "search") {
    asked.known("employee", "teams", "positions", "contractTypes", "withArchived");
    if (body.employee !== undefined) {
      // A single archived person cannot be found so.
      const one = employeeBy(state, body.employee);
      return one ? pageOf([one]) : wrong("INVALID_EMPLOYEE", "Employee not found", "employee");
    }
    const fits = (wanted: unknown, own: (number | null)[], rows: readonly { id: number; name: string }[]) =>
      !Array.isArray(wanted) ||
      wanted.length === 0 ||
      wanted.some((value) =>
        rows.some((row) => own.includes(row.id) && [row.name, String(row.id)].includes(String(value))),
      );
    return pageOf(
      state.employees.filter(
        (each) =>
          (body.withArchived === true || !each.archived) &&
          fits(body.teams, each.teams, state.teams) &&
          fits(body.positions, [each.position], state.positions) &&
          fits(body.contractTypes, [each.contractType], state.contractTypes),
      ),
    );
  }
  return null;
}
