import { type Answered, type Asked, type FakeEmployee, type FakeState, isDay, ok, wrong } from "../model";
import { employeeView } from "./employees";

/** Which the vendor's pages on People v2 tell: UUID, `id:12345`, `number:AO-00710`, `email:…` (§2.8). */
function personBy({ employees }: FakeState, wanted: string): FakeEmployee | undefined {
  const [, kind, value = ""] = /^(?:(id|number|email):)?(.+)$/s.exec(wanted) ?? [];
  return employees.find((each) => {
    if (kind === "id") return String(each.id) === value;
    if (kind === "number") return each.externalNumber === value;
    if (kind === "email") return each.email.toLowerCase() === value.toLowerCase();
    return each.uuid === value;
  });
}

const always = ["id", "legacyId", "archived"];
const basic = [...always, "firstName", "lastName", "email"];

/** With what nobody should read (birth date) in it. */
function personView(state: FakeState, employee: FakeEmployee) {
  const { workingWeek, externalNumber, approvalFlow, ...v1 } = employeeView(state, employee);
  return {
    ...v1,
    id: employee.uuid,
    legacyId: employee.id,
    middleName: null,
    externalNumber,
    workSchedule: workingWeek,
    approvalProcess: approvalFlow,
    birthdate: employee.birthDate,
    sex: "OTHER",
  };
}

function list({ state, query, known }: Asked): Answered {
  known(...["contractTypes", "positions", "teams", "archived", "projection", "fields", "limit", "offset", "sort"]);
  const archived = query.get("archived");
  const limit = Number(query.get("limit") ?? 100);
  const offset = Number(query.get("offset") ?? 0);
  if (!(limit >= 1) || !(offset >= 0)) return wrong(null, "Incorrect value", limit >= 1 ? "offset" : "limit");
  const teams = query.get("teams")?.split(",").map(Number);
  const projection = query.get("projection") ?? "FULL";
  const fields = query.get("fields")?.split(",");
  if (projection === "CUSTOM" && !fields) return wrong(null, "fields is required", "fields");
  const shown = projection === "CUSTOM" ? [...always, ...(fields ?? [])] : basic;
  const data = state.employees
    .filter((each) => archived === null || String(each.archived) === archived)
    .filter((each) => !teams || each.teams.some((team) => teams.includes(team)))
    .slice(offset, offset + Math.min(limit, 100))
    .map((each) => personView(state, each))
    .map((view) =>
      projection === "FULL" ? view : Object.fromEntries(Object.entries(view).filter(([name]) => shown.includes(name))),
    );
  return ok({ data });
}

const texts = ["firstName", "middleName", "lastName", "email", "approvalProcess", "workSchedule", "holidaysCalendar"];
const others = ["contractType", "hireDate", "position", "teams", "directManager", "externalNumber"];

/** Names or ids, as the vendor says. */
const among = (rows: readonly { id: number; name: string }[], wanted: unknown) =>
  rows.find(({ id, name }) => name === wanted || String(id) === String(wanted))?.id;

/** @returns what is wrong */
function take({ state, body, known }: Asked, employee: FakeEmployee): Answered | null {
  known(...texts, ...others);
  if (typeof body.email === "string") {
    if (!body.email.includes("@")) return wrong("INVALID_EMAIL", undefined, "email");
    if (
      state.employees.some((each) => each !== employee && each.email.toLowerCase() === String(body.email).toLowerCase())
    )
      return wrong("INVALID_EMAIL", "This e-mail address is taken", "email");
    employee.email = body.email;
  }
  if (typeof body.firstName === "string") employee.firstName = body.firstName;
  if (typeof body.lastName === "string") employee.lastName = body.lastName;
  if (typeof body.holidaysCalendar === "string") employee.holidaysCalendar = body.holidaysCalendar;
  if (body.hireDate !== undefined) {
    if (body.hireDate !== null && !isDay(body.hireDate)) return wrong("INVALID_HIRE_DATE", undefined, "hireDate");
    employee.hireDate = body.hireDate as string | null;
  }
  if (body.externalNumber !== undefined) employee.externalNumber = body.externalNumber as string | null;
  if (body.workSchedule !== undefined) {
    const week = among(state.weeks, body.workSchedule);
    if (week === undefined) return wrong("INVALID_WORKING_WEEK", undefined, "workSchedule");
    employee.workingWeek = week;
  }
  if (body.position !== undefined) {
    const position = body.position === null ? null : among(state.positions, body.position);
    if (position === undefined) return wrong("INVALID_POSITION", undefined, "position");
    employee.position = position;
  }
  if (body.contractType !== undefined) {
    const type = body.contractType === null ? null : among(state.contractTypes, body.contractType);
    if (type === undefined) return wrong("INVALID_CONTRACT_TYPE", undefined, "contractType");
    employee.contractType = type;
  }
  if (Array.isArray(body.teams)) {
    const teams = body.teams.map((team) => among(state.teams, team));
    if (teams.includes(undefined)) return wrong("INVALID_TEAM", undefined, "teams");
    employee.teams = teams as number[];
  }
  if (body.directManager !== undefined) {
    const manager = state.employees.find(({ email, uuid }) => [email, uuid].includes(String(body.directManager)));
    if (!manager && body.directManager !== null) return wrong("INVALID_DIRECT_MANAGER", undefined, "directManager");
    employee.directManager = manager?.id ?? null;
  }
  return null;
}

function create(asked: Asked): Answered {
  const { state, body } = asked;
  const needed = ["firstName", "lastName", "email", "approvalProcess", "workSchedule", "holidaysCalendar"];
  const missing = needed.find((name) => typeof body[name] !== "string" || body[name] === "");
  if (missing) return wrong(null, "Incorrect value", missing);
  const id = state.nextId++;
  const made: FakeEmployee = {
    ...{ id, uuid: `0b1c2d3e-0000-4000-8000-${String(id).padStart(12, "0")}`, firstName: "", lastName: "", email: "" },
    ...{ externalNumber: null, workingWeek: 1, position: null, contractType: null, teams: [], timezone: "Europe/Oslo" },
    ...{ directManager: null, admin: false, archived: false, hireDate: null, birthDate: null, holidaysCalendar: "" },
    terminal: false,
  };
  const bad = take(asked, made);
  if (bad) return bad;
  state.employees.push(made);
  return { status: 201, body: personView(state, made) };
}

/** People v2 (§2.8): GET and POST of all, PATCH of one, its archive and invite. */
export function people(asked: Asked, operation: string): Answered | null {
  const { state, method } = asked;
  if (operation === "") return method === "GET" ? list(asked) : method === "POST" ? create(asked) : null;
  const [, wanted = "", step] = operation.split("/");
  const employee = personBy(state, wanted);
  if (!employee) return { status: 404, body: { message: "Person not found", code: null, field: "id" } };
  if (method === "PATCH" && step === undefined) {
    const before = { ...employee };
    const bad = take(asked, employee);
    if (bad) Object.assign(employee, before);
    return bad ?? ok(personView(state, employee));
  }
  if (method === "POST" && step === "archive") {
    employee.archived = true;
    return { status: 204, body: undefined };
  }
  if (method === "POST" && step === "invite") return { status: 204, body: undefined };
  return null;
}
