import { queryTime } from "../../kimai/zones";
import { type Answered, type Asked, employeeBy, type FakeEmployee, type FakeState, isLocal, ok, wrong } from "../model";

const nameOf = ({ firstName, lastName }: FakeEmployee) => ({ firstName, lastName });
const runningOf = (state: FakeState, employee: FakeEmployee) =>
  state.shifts.find((each) => each.employee === employee.id && each.finished === null);

/** A clock time of a person: in their own zone, or in one of the company (§1.3 does not say). */
export const momentOf = (state: FakeState, text: string, employee: FakeEmployee): number =>
  queryTime(text, state.settings.timesIn ?? employee.timezone) ?? Number.NaN;

export const mayBook = (state: FakeState, id: unknown, employee: FakeEmployee) =>
  state.projects.find(
    (each) =>
      each.id === id && !each.archived && (each.restrictedTo === null || each.restrictedTo.includes(employee.id)),
  );
export const breakTypesOf = (state: FakeState, employee: FakeEmployee) =>
  state.breakTypes.filter(({ restrictedTo }) => restrictedTo === null || restrictedTo.includes(employee.id));

function clockIn({ state, body }: Asked, employee: FakeEmployee, time: number): Answered {
  const { projectId, description } = body;
  if (projectId !== undefined && !mayBook(state, projectId, employee))
    return wrong("INVALID_PROJECT", "Project not found", "projectId");
  if (!runningOf(state, employee)) {
    state.shifts.push({
      id: state.nextId++,
      employee: employee.id,
      started: time,
      finished: null,
      breaks: [],
      projects: projectId === undefined ? [] : [{ from: time, to: null, project: Number(projectId) }],
      description: typeof description === "string" ? description : "",
    });
  }
  return ok({ person: nameOf(employee), shiftStatus: "STARTED" });
}

function clockOut({ state }: Asked, employee: FakeEmployee, time: number): Answered {
  const running = runningOf(state, employee);
  if (running && time < running.started) return wrong("INVALID_TIME", "Incorrect value", "time");
  if (running) {
    running.finished = time;
    for (const each of [...running.breaks, ...running.projects]) each.to ??= Math.max(each.from, time);
  }
  return ok({ person: nameOf(employee), shiftStatus: "FINISHED" });
}

function breakStamp({ state, body }: Asked, employee: FakeEmployee, time: number, begins: boolean): Answered {
  const { breakType } = body;
  if (typeof breakType !== "number" || !breakTypesOf(state, employee).some(({ id }) => id === breakType))
    return wrong("INVALID_BREAK_TYPE", "Break type not found", "breakType");
  const running = runningOf(state, employee);
  const open = running?.breaks.find(({ to }) => to === null);
  if (begins && !running && state.settings.breakWithoutShift === "refused")
    return wrong("INVALID_TIME", "Shift is not started", null);
  if (begins && running && !open) {
    if (time < running.started) return wrong("INVALID_TIME", "Incorrect value", "time");
    running.breaks.push({ from: time, to: null, breakType });
  }
  if (!begins && open) open.to = Math.max(open.from, time);
  return ok({ person: nameOf(employee), breakStatus: begins ? "STARTED" : "FINISHED" });
}

/** §2.1: a stamp that changes nothing is taken with a 200 too. */
export function terminal(asked: Asked, operation: string): Answered | null {
  const { state, body, now } = asked;
  asked.known("person");
  const employee = employeeBy(state, body.person);
  if (!employee) return wrong("INVALID_EMPLOYEE", "Employee not found", "person");
  if (operation === "get-break-types-for-person")
    return ok(breakTypesOf(state, employee).map(({ id, name }) => ({ id, name, active: true })));
  asked.known("time");
  if (!employee.terminal) return wrong("API_TERMINAL_NOT_AVAILABLE", "No API terminal for this person");
  if (!isLocal(body.time)) return wrong(null, "Incorrect value", "time");
  const time = momentOf(state, body.time, employee);
  if (time > now + 60_000) return wrong("INVALID_TIME", "Incorrect value", "time");
  if (operation === "clock-in") asked.known("projectId", "description");
  if (operation.startsWith("break-")) asked.known("breakType");
  if (operation === "clock-in") return clockIn(asked, employee, time);
  if (operation === "clock-out") return clockOut(asked, employee, time);
  if (operation === "break-start") return breakStamp(asked, employee, time, true);
  if (operation === "break-stop") return breakStamp(asked, employee, time, false);
  return null;
}
