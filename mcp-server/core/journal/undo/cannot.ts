import type { Absence } from "../../domain/absences";
import { canBeMadeAgain, type Entry } from "../../domain/entities";
import type { UndoReason } from "../../domain/results/activity";
import { descriptorOf } from "../../service-catalog/descriptors";
import type { Change, Part } from "../change";

/** @returns null: it may be tried */
export function cannotUndo({ service }: Pick<Change, "service">, parts: readonly Part[]): UndoReason | null {
  if (parts.some(({ state }) => state === "meant" || state === "unknown")) return "unknown";
  const done = parts.filter(({ state }) => state === "done");
  if (done.length === 0) return "nothing";
  for (const part of done) {
    const reason = cannotUndoPart(part, service);
    if (reason) return reason;
  }
  return null;
}

function cannotUndoPart(part: Part, service: string): UndoReason | null {
  const { subject, whole, subjectId } = part;
  if (!whole) return "not_kept";
  if (subjectId === null) return "not_told";
  if (subject === "entry") return cannotUndoEntry(part, service);
  return subject === "absence" ? cannotUndoAbsence(part) : cannotUndoRecord(part);
}

function cannotUndoEntry({ operation, before, after }: Part, service: string): UndoReason | null {
  const was = before as Entry | null;
  if (operation === "resume") return "resumed";
  const reopens = descriptorOf(service).capabilities.includes("reopening");
  const ended = operation === "stop" || operation === "pause";
  const endedByHand = operation === "update" && was?.end === null && (after as Entry | null)?.end !== null;
  if ((ended || endedByHand) && !reopens) return "no_reopen";
  if (operation === "delete") return was === null ? "not_told" : canBeMadeAgain(was) ? null : "special";
  if (after === null) return "not_told";
  return was === null && operation !== "create" && operation !== "start" ? "not_told" : null;
}

function cannotUndoAbsence({ operation, before, after }: Part): UndoReason | null {
  const was = before as Absence | null;
  if (operation === "comment") return "comment";
  if (operation === "create") return after === null ? "not_told" : null;
  if (was === null) return "not_told";
  if (operation === "cancel" || operation === "delete") {
    const byClock = was.part !== undefined && !["morning", "afternoon"].includes(was.part);
    return byClock || was.type === undefined ? "hours" : null;
  }
  return operation === "ask" || was.status !== "requested" ? "decision" : null;
}

function cannotUndoRecord({ operation, before, after, wanted }: Part): UndoReason | null {
  if (operation === "delete" && (wanted as { also?: unknown[] } | null)?.also) return "with_others";
  if (operation !== "create" && before === null) return "not_told";
  return operation !== "delete" && after === null ? "not_told" : null;
}
