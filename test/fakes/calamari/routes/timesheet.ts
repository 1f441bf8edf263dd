import { civilDay } from "../../kimai/zones";
import {
  type Answered,
  type Asked,
  employeeBy,
  type FakeEmployee,
  type FakeShift,
  type FakeState,
  isDay,
  ok,
  shortPerson,
  stamp,
  wrong,
} from "../model";
import { shiftIn } from "./timesheet-rules";

const seconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000));

/** A shift as answers have it; what §2.3 leaves open goes by the settings. */
function shiftView(state: FakeState, row: FakeShift, employee: FakeEmployee) {
  const { netDuration, projectItems } = state.settings;
  const paid = (type: number) => state.breakTypes.find(({ id }) => id === type)?.paid === true;
  const end = row.finished;
  const off = row.breaks.reduce(
    (sum, { from, to, breakType }) => sum + (netDuration && to !== null && !paid(breakType) ? seconds(from, to) : 0),
    0,
  );
  return {
    id: row.id,
    person: shortPerson(employee),
    started: stamp(row.started),
    finished: end === null ? null : stamp(end),
    startedTimeZone: employee.timezone,
    duration: end === null ? 0 : seconds(row.started, end) - off,
    breaks: row.breaks.map(({ from, to, breakType }) => ({
      from: stamp(from),
      to: to === null ? null : stamp(to),
      duration: to === null ? null : seconds(from, to),
      breakType: { id: breakType, name: state.breakTypes.find(({ id }) => id === breakType)?.name ?? "?" },
    })),
    projects: row.projects.map(({ from, to, project }) => {
      const name = state.projects.find(({ id }) => id === project)?.name ?? "?";
      const span = {
        from: stamp(from),
        to: to === null ? null : stamp(to),
        duration: to === null ? null : seconds(from, to),
      };
      return projectItems === "nested" ? { ...span, project: { id: project, name } } : { ...span, name };
    }),
    closed: false,
    description: row.description,
  };
}

/** Whom a filter means. @returns the refusal where somebody is not known */
function filtered(asked: Asked): FakeEmployee[] | Answered {
  asked.known("from", "to", "employees");
  const { state, body } = asked;
  if (!isDay(body.from)) return wrong("INVALID_DATE_FROM", undefined, "from");
  if (!isDay(body.to) || body.to < body.from) return wrong("INVALID_DATE_TO", undefined, "to");
  let people = state.employees.filter(({ archived }) => !archived);
  if (body.employees !== undefined) {
    const wanted = (body.employees as unknown[]).map((each) => employeeBy(state, each));
    if (wanted.includes(undefined)) return wrong("INVALID_EMPLOYEE", "Employee not found", "employees");
    const ids = new Set(wanted.map((each) => each?.id));
    people = people.filter(({ id }) => ids.has(id));
  }
  return people;
}

function find(asked: Asked): Answered {
  const people = filtered(asked);
  if (!Array.isArray(people)) return people;
  const { state, body } = asked;
  const byId = new Map(people.map((each) => [each.id, each]));
  const rows = state.shifts.flatMap((row) => {
    const employee = byId.get(row.employee);
    if (!employee) return [];
    const zone = state.settings.daysBy === "utc" ? "UTC" : employee.timezone;
    const day = civilDay(row.started, zone);
    // What runs is answered for any day.
    return row.finished === null || (day >= String(body.from) && day <= String(body.to)) ? [{ row, employee }] : [];
  });
  rows.sort((a, b) => b.row.started - a.row.started);
  return ok(rows.map(({ row, employee }) => shiftView(state, row, employee)));
}

/** Worked against the working week, without holidays and leave (§2.3 does not say how Calamari reckons). */
function balance(asked: Asked): Answered {
  const people = filtered(asked);
  if (!Array.isArray(people)) return people;
  const { state, body } = asked;
  return ok(
    people.map((employee) => {
      const week = state.weeks.find(({ id }) => id === employee.workingWeek);
      let owed = 0;
      for (let day = Date.parse(String(body.from)); day <= Date.parse(String(body.to)); day += 86_400_000)
        owed += week?.days[(new Date(day).getUTCDay() + 6) % 7]?.seconds ?? 0;
      const worked = state.shifts
        .filter(({ employee: id, started, finished }) => {
          const day = civilDay(started, employee.timezone);
          return id === employee.id && finished !== null && day >= String(body.from) && day <= String(body.to);
        })
        .reduce((sum, row) => sum + shiftView(state, row, employee).duration, 0);
      return { person: shortPerson(employee), balance: worked - owed };
    }),
  );
}

/** §2.3 */
export function timesheet(asked: Asked, operation: string): Answered | null {
  const { state, body } = asked;
  if (operation === "find") return find(asked);
  if (operation === "balance") return balance(asked);
  if (operation === "create") {
    const read = shiftIn(asked);
    if (read.refused) return read.refused;
    state.distort?.(read.value);
    const id = state.nextId++;
    state.shifts.push({ id, ...read.value });
    return ok({ id });
  }
  asked.known("id");
  const at = state.shifts.findIndex(({ id }) => id === body.id);
  const held = state.shifts[at];
  if (operation === "delete") {
    if (!held) return wrong("INVALID_ID", "Entry not found", "id");
    state.shifts.splice(at, 1);
    return { status: 200, body: state.settings.emptyAnswers ? undefined : {} };
  }
  if (operation === "update") {
    const whole = ["person", "shiftStart", "shiftEnd", "breaks", "projects", "description"];
    const missing = whole.find((name) => !(name in body));
    if (state.settings.updateWhole && missing) return wrong(null, "Incorrect value", missing);
    const read = shiftIn(asked);
    if (read.refused) return read.refused;
    if (!held || held.employee !== read.value.employee) return wrong("INVALID_ID", "Entry not found", "id");
    state.distort?.(read.value);
    state.shifts[at] = { id: held.id, ...read.value };
    return ok(state.settings.emptyAnswers ? undefined : { id: held.id });
  }
  return null;
}
