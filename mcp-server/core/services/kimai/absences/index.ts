import { type Absence, type AbsenceDecision, type AbsencePort, absenceDecisions } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { demand } from "../capabilities/require-capability";
import type { Kimai } from "../context";
import type { KnownPeople } from "../people/everyone";
import { balancesOf } from "./balances";
import { createOne } from "./create";
import { decideOn, removeOne } from "./decide";
import { holidaysOf } from "./holidays";
import { demandPossible } from "./mapping";
import { cutLeave } from "./parts";
import { createReader } from "./read";
import { rememberTypes, typeOf } from "./types";

/**
 * Leave by the paid "Controlling" plugin. It could not be observed; shapes are from the official client, rules from the
 * manual (kimai-api.md §3.13). Without the plugin every call says so.
 */
export function createAbsences(kimai: Kimai, known: KnownPeople): AbsencePort {
  const types = rememberTypes(kimai);
  const reader = createReader(kimai, known, types);

  const type = async (id: string, call?: Call) =>
    (await types.get(call)).find((each) => each.id === id) ?? typeOf(id, id);

  /** The cell for a change to an absence depends on whose it is. */
  async function demandFor(absence: Absence, action: string, call?: Call): Promise<void> {
    const { person } = await kimai.facts.get(call);
    const own = absence.person === undefined || absence.person.id === person.id;
    await demand(kimai, `${own ? "absence" : "others_absence"}.${action}`, call);
  }

  return {
    decisions: absenceDecisions,
    async types(call) {
      await demand(kimai, "absence.read", call);
      return types.get(call);
    },
    list: (query, call) => reader.list(query, call),
    get: (id, call) => reader.find(id, call),
    holidays: (asked, call) => holidaysOf(kimai, asked, call),
    balances: (asked, call) => balancesOf(kimai, { known, types, reader }, asked, call),

    async parts(draft, call) {
      await demand(kimai, "absence.read", call);
      // Its comment can still be written.
      demandPossible({ ...draft, comment: draft.comment?.trim() || "-" }, await type(draft.typeId, call));
      return cutLeave(draft);
    },

    async create(part, call) {
      const { person } = await kimai.facts.get(call);
      const own = part.personId === undefined || part.personId === person.id;
      await demand(kimai, `${own ? "absence" : "others_absence"}.create`, call);
      demandPossible(part, await type(part.typeId, call));
      return createOne(kimai, { known, types, reader }, part, call);
    },

    async decide(id, decision: AbsenceDecision, comment, call) {
      if (comment !== undefined && comment.trim() !== "")
        throw new ServiceError("unsupported", "Kimai's API takes no words with a decision.", {
          next: "Leave the comment out, or write it to the person.",
        });
      const absence = await reader.find(id, call);
      const cell = { approve: "decide", reject: "decide", ask: "update", cancel: "delete" } as const;
      if (cell[decision] === "decide") await demand(kimai, "absence.decide", call);
      else await demandFor(absence, cell[decision], call);
      return decideOn(kimai, reader, absence, decision, await types.get(call), call);
    },

    async undo(id, call) {
      await removeOne(kimai, reader, id, undefined, call);
    },
  };
}
