import {
  type Answered,
  type Asked,
  employeeBy,
  type FakeAbsence,
  type FakeState,
  isDay,
  ok,
  shortPerson,
  stamp,
  wrong,
} from "../model";
import { amountOf, isClock, refusalOf } from "./leave-rules";

const clockAt = (part: string, words: Record<string, string>) => (isClock(part) ? `${part}:00` : words[part]);

/** As §2.5 shows it; who it is of is told by `find-advanced` alone. */
function absenceView(state: FakeState, absence: FakeAbsence, withPerson: boolean) {
  const type = state.absenceTypes.find(({ id }) => id === absence.type);
  const owner = state.employees.find(({ id }) => id === absence.employee);
  if (!type || !owner) throw new Error(`absence ${absence.id} is of nobody or of no type`);
  const { first, last } = amountOf(state, owner, type, absence);
  return {
    id: absence.id,
    ...(withPerson && { employeeEmail: owner.email }),
    from: absence.from,
    to: absence.to,
    absenceTypeName: type.name,
    absenceTypeId: type.id,
    absenceCategory: type.category,
    status: absence.status,
    entitlementAmount: absence.amount,
    entitlementAmountUnit: type.durationUnit,
    amountFirstDay: first,
    amountLastDay: last,
    fullDayRequest: absence.fromPart === "MORNING" && absence.toPart === "END_OF_DAY",
    startTime: `${absence.from}T${clockAt(absence.fromPart, { MORNING: "00:00:00", AFTERNOON: "12:00:00" })}`,
    endTime: `${absence.to}T${clockAt(absence.toPart, { AFTERNOON: "12:00:00", END_OF_DAY: "23:59:59" })}`,
    timeZone: owner.timezone,
    reason: absence.reason,
    created: stamp(absence.created),
    updated: stamp(absence.updated),
  };
}

/** §2.5 */
export function requests(asked: Asked, operation: string): Answered | null {
  const { state, body, now } = asked;
  const { from, to } = body;
  const touches = (each: FakeAbsence) =>
    state.settings.absencesBy === "overlap"
      ? each.from <= String(to) && each.to >= String(from)
      : each.from >= String(from) && each.to <= String(to);
  const inRange = (known: (each: FakeAbsence) => boolean, withPerson: boolean) => {
    if (!isDay(from)) return wrong("INVALID_DATE_FROM", undefined, "from");
    if (!isDay(to) || to < from) return wrong("INVALID_DATE_TO", undefined, "to");
    return ok(
      state.absences.filter((each) => touches(each) && known(each)).map((each) => absenceView(state, each, withPerson)),
    );
  };

  if (operation === "create") {
    asked.known("employee", "absenceTypeId", "dateFrom", "dateTo", "fromPart", "toPart");
    asked.known("reason", "comment", "substitute");
    const refused = refusalOf(asked);
    if (refused) return wrong(refused[0], "Incorrect value", refused[1]);
    const owner = employeeBy(state, body.employee);
    const type = state.absenceTypes.find(({ id }) => String(id) === body.absenceTypeId);
    if (!owner || !type) throw new Error("was checked");
    const span = {
      from: String(body.dateFrom),
      to: String(body.dateTo),
      fromPart: String(body.fromPart),
      toPart: String(body.toPart),
    };
    const absence: FakeAbsence = {
      id: state.nextId++,
      employee: owner.id,
      type: type.id,
      ...span,
      amount: amountOf(state, owner, type, span).amount,
      // Who has nobody above them needs no approval.
      status: owner.directManager === null ? "ACCEPTED" : "PENDING",
      reason: typeof body.reason === "string" ? body.reason : null,
      substitute: employeeBy(state, body.substitute)?.id ?? null,
      comments: typeof body.comment === "string" ? [{ commentator: owner.id, content: body.comment }] : [],
      created: now,
      updated: now,
    };
    state.absences.push(absence);
    return ok({ id: absence.id });
  }
  if (operation === "create-comment") {
    asked.known("creator", "content", "absenceRequestId");
    const creator = employeeBy(state, body.creator);
    if (!creator) return wrong("INVALID_EMPLOYEE", "Employee not found", "creator");
    const absence = state.absences.find(({ id }) => id === body.absenceRequestId);
    if (!absence) return wrong(null, "Incorrect value", "absenceRequestId");
    if (typeof body.content !== "string" || body.content.trim() === "")
      return wrong(null, "Incorrect value", "content");
    absence.comments.push({ commentator: creator.id, content: body.content });
    return ok(
      absence.comments.map(({ commentator, content }) => {
        const who = state.employees.find(({ id }) => id === commentator);
        return { commentator: who && shortPerson(who), content, absenceRequestId: absence.id };
      }),
    );
  }
  if (operation === "find") {
    asked.known("employee", "from", "to");
    const owner = employeeBy(state, body.employee);
    if (!owner) return wrong("INVALID_EMPLOYEE", "Employee not found", "employee");
    return inRange((each) => each.employee === owner.id, false);
  }
  if (operation === "find-advanced") {
    asked.known("from", "to", "employees");
    const { employees } = body;
    const owners = Array.isArray(employees) ? employees.map((one) => employeeBy(state, one)) : null;
    // What an empty list means is not known (§5): nobody should find out by it.
    if (owners && (owners.length === 0 || owners.some((one) => !one)))
      return wrong("INVALID_EMPLOYEE", "Employee not found", "employees");
    return inRange((each) => !owners || owners.some((one) => one?.id === each.employee), true);
  }
  return null;
}
