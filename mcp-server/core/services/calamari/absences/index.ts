import type { AbsenceDecision, AbsencePort, AbsenceType } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import { InputError } from "../../../domain/errors";
import type { Service } from "../../../domain/ports";
import { demand } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { createContracts } from "../work/contracts";
import { balancesOf } from "./balances";
import { createHolidays } from "./holidays";
import { asItIsSent, demandPossible, partsOf } from "./parts";
import { createCircle } from "./people";
import { createReader } from "./read";
import { type Seen, typeOf } from "./types";
import { cannotUndo, commentOn, createOne, notHere, weekFor } from "./write";

const words: Record<AbsenceDecision, string> = {
  approve: "approve",
  reject: "reject",
  cancel: "cancel",
  ask: "ask again for",
};

/**
 * Leave in Calamari, and what people have to work, which it is counted by (calamari-api.md §2.5–2.7).
 * @param origin of the company's Calamari, for what is done there and not here
 */
export function createAbsences(
  calamari: Calamari,
  origin: string,
): { absences: AbsencePort; contracts: NonNullable<Service["contracts"]> } {
  const seen = new Map<string, Seen>();
  const note = (typeId: string, more: Seen) => seen.set(typeId, { ...seen.get(typeId), ...more });
  const circle = createCircle(calamari);
  const contracts = createContracts(calamari);
  const holidays = createHolidays(calamari);
  const reader = createReader(calamari, circle, ({ absenceTypeId, absenceCategory }) => {
    if (absenceTypeId != null && absenceCategory) note(String(absenceTypeId), { working: absenceCategory === "WORK" });
  });
  const listed = calamari.remember(() => calamari.client.send(endpoints.absenceTypes, { about: "nobody" }));

  async function types(call?: Call): Promise<AbsenceType[]> {
    const rows = await listed.get(call);
    return rows.map((row) => typeOf(row, seen.get(String(row.id))));
  }
  async function typeBy(id: string, call?: Call): Promise<AbsenceType> {
    const found = (await types(call)).find((one) => one.id === id);
    if (found) return found;
    throw new InputError("unknown", `Calamari has no type of absence #${id.slice(0, 40)}.`, {
      next: 'list_absences with show ["types"] tells them.',
    });
  }
  /** Whom a write of leave is about, absent where it is the account's own person. @throws ServiceError `forbidden` */
  async function about(personId: string | undefined, action: "create" | "update", call?: Call) {
    const other = await calamari.other(personId, call);
    await demand(calamari, `${other === undefined ? "absence" : "others_absence"}.${action}`, call);
    return other;
  }

  const absences: AbsencePort = {
    decisions: [],
    decideWhere: origin,
    async types(call) {
      await demand(calamari, "absence.read", call);
      return types(call);
    },
    list: reader.list,
    get: reader.find,
    holidays: holidays.of,
    async balances(asked, call) {
      const known = await types(call);
      const saw = (id: string, unlimited: boolean) => note(id, { unlimited });
      return balancesOf(calamari, { reader, holidays, contracts }, known, asked, saw, call);
    },

    /** One piece always: what is sent cannot be taken back. With the begin of its hours, or its half, as it will be sent. */
    async parts(draft, call) {
      await demand(calamari, "absence.read", call);
      demandPossible(draft, await typeBy(draft.typeId, call));
      return [asItIsSent(draft, partsOf(draft, await weekFor(calamari, draft, call)))];
    },

    async create(part, call) {
      const other = await about(part.personId, "create", call);
      return createOne(calamari, reader, part, await typeBy(part.typeId, call), other, call);
    },

    async decide(_id, decision) {
      throw notHere(words[decision], origin);
    },

    async comment(id, text, call) {
      const absence = await reader.find(id, call);
      const other = await about(absence.person?.id, "update", call);
      await commentOn(calamari, absence, text, other !== undefined, call);
    },

    async undo(id) {
      throw cannotUndo(await reader.find(id).catch(() => null), id, origin);
    },
  };
  return { absences, contracts };
}
