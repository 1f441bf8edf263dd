import type { Absence, AbsenceDraft, AbsencePort } from "../../domain/absences";
import type { AccountFacts } from "../../domain/entities";
import type { MessageText } from "../../messages/catalog";
import type { Part } from "../change";
import { absenceDifferences } from "./same";
import { demandGone, differencesNow, notAsBefore, type Step, type UndoOn } from "./step";

export async function absenceStep(part: Part, port: AbsencePort, on: UndoOn): Promise<Step> {
  const { signal } = on;
  const [before, after] = [part.before as Absence, part.after as Absence | null];
  const id = await on.currentId(part);
  const read = () => port.get(id, { signal });
  switch (part.operation) {
    case "create":
      return {
        part,
        check: () => differencesNow(read, (now) => absenceDifferences(now, after as Absence)),
        async send() {
          await port.undo(id);
          return [];
        },
      };
    case "cancel":
    case "delete":
      return {
        part,
        check: () =>
          after === null ? demandGone(read) : differencesNow(read, (now) => absenceDifferences(now, after)),
        send: () => requestedAgain(part, before, port, on),
      };
    default:
      return {
        part,
        check: () => differencesNow(read, (now) => absenceDifferences(now, after as Absence)),
        async send() {
          const now = await port.decide(id, "ask", undefined);
          const differences = now === null ? ["gone"] : absenceDifferences(now, before);
          if (differences.length > 0) throw notAsBefore(differences);
          return [];
        },
      };
  }
}

/** What was read of an absence, as a draft of a new one. */
function draftOf({ type, first, last, firstHalf, lastHalf, part, comment, person }: Absence, facts: AccountFacts) {
  const draft: AbsenceDraft = {
    typeId: type?.id ?? "",
    first,
    last,
    ...(firstHalf && { firstHalf }),
    ...(lastHalf && { lastHalf }),
    ...(part !== undefined && { from: part }),
    ...(comment !== "" && { comment }),
    ...(person && person.id !== facts.person.id && { personId: person.id }),
  };
  return draft;
}

/** As a new one, with another id; where somebody decides, it waits for that again. */
async function requestedAgain(part: Part, before: Absence, port: AbsencePort, { facts, record }: UndoOn) {
  const notes: MessageText[] = [];
  for (const piece of await port.parts(draftOf(before, facts))) {
    const made = await record.bringingBack(part.subjectId ?? "", () => port.create(piece));
    notes.push(...made.notes);
    const [only] = made.absences;
    if (!only) continue;
    const differences = absenceDifferences(only, before, ["status"]);
    if (differences.length > 0) throw notAsBefore(differences);
    if (only.status !== before.status) notes.push("It has to be approved again.");
  }
  return notes;
}
