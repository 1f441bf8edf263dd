import type { FakeAbsence, FakeEmployee } from "../calamari/model";
import { amountOf, leftOf, live, partsAllowed, refusalOf } from "../calamari/routes/leave-rules";
import { type Called, Refused } from "./model";
import type { GatewayToolName } from "./shapes";

const typeOf = ({ state, args }: Called) => {
  const type = state.absenceTypes.find(({ id }) => id === args.absenceTypeId);
  if (!type) throw new Refused("Absence type not found.");
  return type;
};

/** The arguments as the company's own rules know them (REST's words). */
function asked(called: Called) {
  const { args, me, state, now } = called;
  const {
    startDate,
    endDate,
    fromPart = "MORNING",
    toPart = "END_OF_DAY",
    substituteEmployeeId,
    reason,
    comment,
  } = args;
  const substitute = state.employees.find(({ id }) => id === substituteEmployeeId)?.email;
  const body = {
    employee: me.email,
    absenceTypeId: String(args.absenceTypeId),
    dateFrom: startDate,
    dateTo: endDate,
    ...{ fromPart, toPart, reason, comment, substitute },
  };
  return { state, method: "POST", path: "", query: new URLSearchParams(), body, now, known: () => undefined };
}

const parts = (words: string[]) =>
  words.map((type) => ({ type, value: null, label: type.toLowerCase().replaceAll("_", " ") }));
const hours = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step).map((minutes) => {
    const value = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    return { type: "HOUR", value, label: value };
  });
const steps = { QUARTER: 15, HALF: 30, WHOLE: 60, TWO: 120 } as const;

function allowancesOf(called: Called, who: FakeEmployee) {
  const { state, now, settings } = called;
  const year = new Date(now).getUTCFullYear();
  const rows = state.absenceTypes.map((type) => {
    const of = (status: string[]) =>
      state.absences
        .filter((each) => each.employee === who.id && each.type === type.id && status.includes(each.status))
        .reduce((sum, { amount }) => sum + amount, 0);
    const [used, pending] = [of(["ACCEPTED", "PENDING_CANCELLATION"]), of(["PENDING"])];
    const left = leftOf(state, who, type, `${year}-12-31`);
    return {
      absenceTypeId: type.id,
      absenceTypeName: type.name,
      absenceYearStart: `${year}-01-01`,
      absenceYearEnd: `${year}-12-31`,
      unit: type.durationUnit,
      entitlementType: type.allowance === null ? "UNLIMITED" : "ACCRUED",
      earned: type.allowance,
      ...{ used, pending },
      allowed: left === null ? null : left - pending,
    };
  });
  return settings.wrapped ? { allowances: rows } : rows;
}

function calendar({ state, args, settings }: Called) {
  const { from, to, peopleUuids, teamIds, cursor } = args as {
    from: string;
    to: string;
    peopleUuids?: string[];
    teamIds?: number[];
    cursor?: string;
  };
  const wanted = state.employees.filter(
    ({ uuid, teams, archived }) =>
      !archived &&
      (!peopleUuids || peopleUuids.includes(uuid)) &&
      (!teamIds || teamIds.some((id) => teams.includes(id))),
  );
  const clockOf = (part: string, words: Record<string, string>) => words[part] ?? part;
  const rows = state.absences
    .filter((each) => live.includes(each.status) && each.from <= to && each.to >= from)
    .flatMap((each) => {
      const who = wanted.find(({ id }) => id === each.employee);
      if (!who) return [];
      const whole = each.fromPart === "MORNING" && each.toPart === "END_OF_DAY";
      return [
        {
          userId: who.id,
          name: `${who.firstName} ${who.lastName}`,
          category: state.absenceTypes.find(({ id }) => id === each.type)?.category,
          fullDayRequest: whole,
          start: `${each.from}T${whole ? "00:00" : clockOf(each.fromPart, { MORNING: "00:00", AFTERNOON: "12:00" })}`,
          end: `${each.to}T${whole ? "00:00" : clockOf(each.toPart, { AFTERNOON: "12:00", END_OF_DAY: "23:59" })}`,
        },
      ];
    });
  const offset = Number(cursor ?? 0);
  const page = rows.slice(offset, offset + settings.perPage);
  const next = offset + page.length;
  return { returned: page.length, nextCursor: next < rows.length ? String(next) : null, absences: page };
}

export const leaveTools: Partial<Record<GatewayToolName, (called: Called) => unknown>> = {
  getAbsenceTypes: ({ state }) =>
    state.absenceTypes.map(
      ({ id, name, substitute, reason, comment, predefinedReasons = [], durationUnit, minDuration }) => ({
        ...{ id, name, predefinedReasons, unit: durationUnit, minDuration },
        substituteRequirement: substitute,
        reasonRequirement: reason,
        commentRequirement: comment,
      }),
    ),
  getPartDayPossibility(called) {
    const type = typeOf(called);
    const single = called.args.startDate === called.args.endDate;
    const step = steps[type.minDuration as keyof typeof steps];
    // Hours are for requests of one day only (§3.3).
    if (type.minDuration === "WHOLE_DAY" || (step && !single))
      return { canRequestParts: false, fromValues: [], toValues: [] };
    if (step) return { canRequestParts: true, fromValues: hours(480, 1080, step), toValues: hours(480, 1080, step) };
    return {
      canRequestParts: true,
      fromValues: parts(["MORNING", "AFTERNOON"]),
      toValues: parts(["AFTERNOON", "END_OF_DAY"]),
    };
  },
  checkAbsenceRequestRestrictions(called) {
    typeOf(called);
    // Words of a request are looked at when it is made, not by the dry run.
    const ignored = ["INVALID_REASON", "INVALID_COMMENT", "INVALID_SUBSTITUTE"];
    const refused = refusalOf(asked(called));
    const messages: Record<string, string> = {
      INVALID_ABSENCE_ALLOWANCE: "You do not have enough days left for this request.",
      INVALID_ABSENCE_TIME: "You have another absence in this period, or it has no working day.",
    };
    if (!refused || ignored.includes(refused[0])) return { warnings: [] };
    return { warnings: [{ code: refused[0], message: messages[refused[0]] ?? refused[0] }] };
  },
  createAbsenceRequest(called) {
    const { args, state, me, now } = called;
    const type = typeOf(called);
    const rules = asked(called);
    const refused = refusalOf(rules);
    if (refused) throw new Refused(`Request rejected: ${refused[0]} (${refused[1]}).`);
    const { dateFrom: from, dateTo: to, fromPart, toPart } = rules.body;
    if (!partsAllowed(type, String(from), String(to), fromPart, toPart)) throw new Refused("INVALID_TIME_PART");
    const span = { from: String(from), to: String(to), fromPart: String(fromPart), toPart: String(toPart) };
    const absence: FakeAbsence = {
      id: state.nextId++,
      employee: me.id,
      type: type.id,
      ...span,
      amount: amountOf(state, me, type, span).amount,
      status: me.directManager === null ? "ACCEPTED" : "PENDING",
      reason: typeof args.reason === "string" ? args.reason : null,
      substitute: typeof args.substituteEmployeeId === "number" ? args.substituteEmployeeId : null,
      comments: typeof args.comment === "string" ? [{ commentator: me.id, content: args.comment }] : [],
      created: now,
      updated: now,
    };
    state.absences.push(absence);
    return { id: absence.id };
  },
  getAbsenceAllowances: (called) => allowancesOf(called, called.me),
  getAbsenceAllowancesForEmployee(called) {
    const who = called.state.employees.find(({ id }) => id === called.args.employeeId);
    if (!who) throw new Refused("Employee not found.");
    if (!called.me.admin && who.id !== called.me.id && who.directManager !== called.me.id)
      throw new Refused("You do not have permission to see the allowances of this employee.");
    return allowancesOf(called, who);
  },
  search: calendar,
};
