import { type Answered, type Asked, employeeBy, type FakeEmployee, type FakeShift, isLocal, wrong } from "../model";
import { breakTypesOf, mayBook, momentOf } from "./terminal";

/** Calamari's refusals of shifts, in the order in which §2.3 lists their codes. */

type Row = Record<string, unknown>;
const minute = 60_000;
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? (value as Row[]) : []);
const overlapping = (spans: { from: number; to: number }[]) =>
  [...spans]
    .sort((a, b) => a.from - b.from)
    .some((each, index, all) => index > 0 && each.from < (all[index - 1]?.to ?? 0));

type Read<T> = { value: T; refused?: undefined } | { value?: undefined; refused: Answered };
const refuse = (code: string, field: string | null = null) => ({ refused: wrong(code, "Incorrect value", field) });

function breaksIn({ state, body }: Asked, employee: FakeEmployee, start: number, end: number) {
  const breaks: { from: number; to: number; breakType: number }[] = [];
  for (const each of rowsOf(body.breaks)) {
    const type = state.breakTypes.find(({ id }) => id === each.breakType);
    if (!type) return refuse("INVALID_BREAK_TYPE", "breakType");
    if (!breakTypesOf(state, employee).includes(type)) return refuse("INVALID_BREAK_FOR_USER", "breakType");
    if (!isLocal(each.breakStart)) return refuse("INVALID_BREAK_START", "breakStart");
    if (!isLocal(each.breakEnd)) return refuse("INVALID_BREAK_END", "breakEnd");
    const from = momentOf(state, each.breakStart, employee);
    const to = momentOf(state, each.breakEnd, employee);
    if (to < from) return refuse("BREAK_END_BEFORE_START", "breakEnd");
    if (from < start || to > end) return refuse("BREAK_IS_NOT_IN_SHIFT_RANGE", "breakStart");
    if (to - from < minute) return refuse("BREAK_TO_SHORT", "breakEnd");
    breaks.push({ from, to, breakType: type.id });
  }
  return overlapping(breaks) ? refuse("BREAKS_OVERLAP", "breaks") : { value: breaks };
}

function projectsIn({ state, body }: Asked, employee: FakeEmployee, start: number, end: number) {
  const projects: { from: number; to: number; project: number }[] = [];
  for (const each of rowsOf(body.projects)) {
    const project = state.projects.find(({ id }) => id === each.projectType);
    if (!project) return refuse("INVALID_PROJECT_TYPE", "projectType");
    if (!mayBook(state, project.id, employee)) return refuse("INVALID_PROJECT_FOR_USER", "projectType");
    if (!isLocal(each.projectStart)) return refuse("INVALID_PROJECT_TIME_ENTRY_START", "projectStart");
    if (!isLocal(each.projectEnd)) return refuse("INVALID_PROJECT_TIME_ENTRY_END", "projectEnd");
    const from = momentOf(state, each.projectStart, employee);
    const to = momentOf(state, each.projectEnd, employee);
    if (to < from) return refuse("PROJECT_TIME_ENTRY_END_BEFORE_START", "projectEnd");
    if (from < start || to > end) return refuse("PROJECT_TIME_ENTRY_IS_NOT_IN_SHIFT_RANGE", "projectStart");
    if (to - from < minute) return refuse("PROJECT_TIME_ENTRY_TO_SHORT", "projectEnd");
    projects.push({ from, to, project: project.id });
  }
  return overlapping(projects) ? refuse("PROJECT_TIME_ENTRIES_OVERLAP", "projects") : { value: projects };
}

/** A shift as it is sent, or the refusal. Another one at the same time is no reason (§2.3). */
export function shiftIn(asked: Asked): Read<Omit<FakeShift, "id">> {
  const { state, body } = asked;
  asked.known("person", "shiftStart", "shiftEnd", "breaks", "projects", "description");
  const employee = employeeBy(state, body.person);
  if (!employee) return refuse("INVALID_EMPLOYEE", "person");
  if (!isLocal(body.shiftStart)) return refuse("INVALID_SHIFT_START", "shiftStart");
  if (!isLocal(body.shiftEnd)) return refuse("INVALID_SHIFT_END", "shiftEnd");
  const started = momentOf(state, body.shiftStart, employee);
  const finished = momentOf(state, body.shiftEnd, employee);
  if (finished < started) return refuse("SHIFT_END_BEFORE_START", "shiftEnd");
  if (finished - started < minute) return refuse("SHIFT_TO_SHORT", "shiftEnd");
  const breaks = breaksIn(asked, employee, started, finished);
  if ("refused" in breaks) return { refused: breaks.refused };
  const projects = projectsIn(asked, employee, started, finished);
  if ("refused" in projects) return { refused: projects.refused };
  const description = body.description === undefined ? "" : String(body.description);
  if (description.length > 4_096) return refuse("SHIFT_DESCRIPTION_TOO_LONG", "description");
  if (/<[^>]+>|\*\*|\]\(/.test(description)) return refuse("SHIFT_DESCRIPTION_NOT_ALLOWED_FORMATTING", "description");
  return {
    value: { employee: employee.id, started, finished, breaks: breaks.value, projects: projects.value, description },
  };
}
