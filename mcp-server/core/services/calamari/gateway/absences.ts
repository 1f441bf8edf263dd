import type { AbsenceDraft, AbsencePort } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import { InputError, ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { asItIsSent, demandPossible } from "../absences/parts";
import { holidaysOf } from "../mapping/absence";
import { keptToOwnPerson } from "../own-person/own-row-filter";
import { readCalendar } from "./calendar";
import type { GatewayContext } from "./context";
import { notThisWay } from "./facts";
import { balanceOf, typeIdOf, typeOfGateway } from "./mapping";
import { partsFor } from "./parts";
import type { WireAllowance, WireType } from "./wire";

/** The one address for all companies (calamari-api.md §1.1): the MCP server tells no company's own. */
const webApp = "https://app-new.calamari.io";
const unsupported = (what: string) =>
  new ServiceError("unsupported", notThisWay(what), { next: "Do it in Calamari's own app." });
const cannot = (what: string) => async () => {
  throw unsupported(what);
};

/** Leave of whoever signed in; others by the calendar, as far as Calamari shows them and the client may ask. */
export function createAbsences(context: GatewayContext): AbsencePort {
  const { gateway, env, profile, types, allowances, isOther } = context;

  async function typeBy(id: string, call?: Call) {
    const found = (await types.get(call)).find((type) => type.id === id);
    if (found) return found;
    throw new ServiceError("not_found", "Calamari does not know this type of absence, or this person may not use it.");
  }

  /** The arguments of a request as Calamari's tools take them; part days were looked up before. */
  async function requestOf(draft: AbsenceDraft, call?: Call) {
    if (await isOther(draft.personId, call)) throw unsupported("ask for the leave of others");
    const type = await typeBy(draft.typeId, call);
    demandPossible(draft, typeOfGateway(type, undefined));
    const parts = await partsFor(draft, type, context, call);
    const substitute =
      draft.substituteId === undefined ? undefined : await context.people.byId(draft.substituteId, call);
    if (substitute && !substitute.legacyId)
      throw new ServiceError(
        "unsupported",
        `Calamari does not tell the number by which ${quote(substitute.name, 80)} could stand in.`,
      );
    return {
      type,
      checked: {
        absenceTypeId: Number(draft.typeId),
        startDate: draft.first,
        endDate: draft.last,
        ...parts,
        ...(substitute && { substituteEmployeeId: Number(substitute.legacyId) }),
      },
    };
  }

  /** What a type does not take is refused, not left out: the person meant it. */
  function demandWords(draft: AbsenceDraft, type: WireType): void {
    const { asks = {}, reasons } = typeOfGateway(type, undefined);
    const given = { reason: draft.reason, comment: draft.comment, substitute: draft.substituteId };
    for (const [field, ask] of Object.entries(asks)) {
      const value = given[field as keyof typeof given];
      if (ask === "none" && value)
        throw new InputError("argument", `${quote(type.name, 80)} takes no ${field}.`, { next: `Leave ${field} out.` });
      if (ask === "needed" && !value)
        throw new InputError("argument", `${quote(type.name, 80)} needs a ${field}.`, { next: `Give ${field}.` });
    }
    if (draft.reason && reasons && !reasons.includes(draft.reason))
      throw new InputError("argument", `${quote(type.name, 80)} takes only certain reasons.`, {
        next: `One of: ${reasons.join(", ")}.`,
      });
  }

  return {
    async types(call) {
      const { facts } = await profile.get(call);
      const [listed, told] = await Promise.all([
        types.get(call),
        facts.refused.get_leave_balance === undefined ? allowances.get(call) : [],
      ]);
      const balance = (id: string) => told.find((row) => typeIdOf(row) === id);
      return listed.map((type) => typeOfGateway(type, balance(type.id)));
    },
    list: (query, call) => readCalendar(query, context, call),
    get: cannot("find an absence by its id"),
    async holidays({ first, last, personId }, call) {
      if (await isOther(personId, call)) throw unsupported("read the public holidays of others");
      const { holidays } = await gateway.call("getPublicHolidays", { from: first, to: last }, call);
      return holidays.flatMap(holidaysOf).filter(({ day }) => day >= first && day <= last);
    },
    async balances({ day, personId }, call) {
      const year = Number(day.slice(0, 4));
      let rows: WireAllowance[];
      if (personId !== undefined && (await isOther(personId, call))) {
        if (!env.may?.("others_absence.read")) throw keptToOwnPerson();
        const { legacyId } = await context.people.byId(personId, call);
        rows = await gateway.call("getAbsenceAllowancesForEmployee", { employeeId: Number(legacyId) }, call);
      } else rows = await allowances.get({ ...call, fresh: true });
      const listed = await types.get(call);
      return rows.map((row) => balanceOf(row, listed, year)).filter((balance) => balance.year === year);
    },
    async parts(draft, call) {
      const { fromPart } = (await requestOf(draft, call)).checked;
      return [fromPart === undefined ? draft : asItIsSent(draft, { fromPart })];
    },
    async check(draft, call) {
      const { checked } = await requestOf(draft, call);
      return gateway.call("checkAbsenceRequestRestrictions", checked, call);
    },
    async create(draft, call) {
      const { type, checked } = await requestOf(draft, call);
      demandWords(draft, type);
      const { reason, comment } = draft;
      const own = () => readCalendar({ first: draft.first, last: draft.last, people: "me" }, context);
      const same = (list: Awaited<ReturnType<typeof own>>) =>
        list.absences.filter(({ first, last }) => first === draft.first && last === draft.last).length;
      const before = same(await own());
      const args = { ...checked, ...(reason && { reason }), ...(comment && { comment }) };
      const { value, notes } = await context.saveOnce(
        () => gateway.call("createAbsenceRequest", args, call),
        async () => (same(await own()) > before ? { id: null, status: null } : null),
      );
      allowances.forget();
      const { facts } = await profile.get();
      const { first, last, firstHalf, lastHalf, seconds = null } = draft;
      const absence = {
        id: value.id ?? `${first}.${facts.person.id}`,
        type: { id: type.id, name: type.name },
        status: /^(ACCEPTED|APPROVED)$/i.test(value.status ?? "") ? ("approved" as const) : ("requested" as const),
        first,
        last,
        firstHalf,
        lastHalf,
        seconds,
        days: null,
        comment: comment ?? reason ?? "",
      };
      return { absences: [absence], notes };
    },
    decisions: [],
    decideWhere: webApp,
    decide: cannot("approve, reject or cancel absences"),
    undo: cannot("take a request back"),
  };
}
