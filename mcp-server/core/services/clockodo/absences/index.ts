import { type Absence, type AbsencePort, absenceDecisions } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { Service } from "../../../domain/ports";
import { leaveParts } from "../../../time/leave-parts";
import { demand } from "../capabilities/require-capability";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { createContracts } from "../people/contracts";
import { balancesOf } from "./balances";
import { createHolidays } from "./holidays";
import { demandPossible } from "./mapping";
import { createCircle } from "./people";
import { createReader } from "./read";
import { allTypes, typeOf } from "./types";
import { createOne, decideOn, removeOne } from "./write";

/** Leave in Clockodo, and what people have to work, which it is counted by (clockodo-api.md §2.9–2.13). */
export function createAbsences(clockodo: Clockodo): {
  absences: AbsencePort;
  contracts: NonNullable<Service["contracts"]>;
} {
  const circle = createCircle(clockodo);
  const contracts = createContracts(clockodo, circle);
  const holidays = createHolidays(clockodo);
  const reader = createReader(clockodo, circle, holidays);

  async function type(id: string, call?: Call) {
    const { user } = await clockodo.profile.get({ signal: call?.signal });
    return typeOf(wireId(id, "a type of absence"), user.language);
  }

  /** The cell for a change to an absence depends on whose it is. */
  async function demandFor(absence: Absence, action: string, call?: Call): Promise<void> {
    const { person } = await clockodo.facts.get({ signal: call?.signal });
    const own = absence.person === undefined || absence.person.id === person.id;
    await demand(clockodo, `${own ? "absence" : "others_absence"}.${action}`, call);
  }

  const absences: AbsencePort = {
    decisions: absenceDecisions,
    async types(call) {
      await demand(clockodo, "absence.read", call);
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      return allTypes(user.language);
    },
    list: (query, call) => reader.list(query, call),
    get: (id, call) => reader.find(id, call),
    holidays: (asked, call) => holidays.of(asked, call),
    balances: (asked, call) => balancesOf(clockodo, { reader, holidays, contracts }, asked, call),

    async parts(draft, call) {
      await demand(clockodo, "absence.read", call);
      demandPossible(draft, await type(draft.typeId, call));
      return leaveParts(draft);
    },

    async create(part, call) {
      const { person } = await clockodo.facts.get({ signal: call?.signal });
      const own = part.personId === undefined || part.personId === person.id;
      await demand(clockodo, `${own ? "absence" : "others_absence"}.create`, call);
      demandPossible(part, await type(part.typeId, call));
      return createOne(clockodo, reader, part, call);
    },

    async decide(id, decision, comment, call) {
      if (comment !== undefined && comment.trim() !== "")
        throw new ServiceError("unsupported", "Clockodo's API takes no words with a decision.", {
          next: "Leave the comment out, or write it to the person.",
        });
      const absence = await reader.find(id, call);
      const cell = { approve: "decide", reject: "decide", ask: "update", cancel: "delete" } as const;
      if (cell[decision] === "decide") await demand(clockodo, "absence.decide", call);
      else await demandFor(absence, cell[decision], call);
      return decideOn(clockodo, reader, absence, decision, call);
    },

    undo: (id, call) => removeOne(clockodo, reader, id, call),
  };
  return { absences, contracts };
}
