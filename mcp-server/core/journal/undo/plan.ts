import type { UndoReason } from "../../domain/results/activity";
import type { Part } from "../change";
import { absenceStep } from "./absences";
import { entryStep } from "./entries";
import { merged } from "./merged";
import { recordStep } from "./records";
import type { Step, UndoOn } from "./step";

const workLevels = ["customer", "project", "subproject", "activity", "tag"];

/**
 * What takes these parts back, last written first. Work and tags that were made on the way to an entry stay: others may be
 * booked on them by now.
 */
export async function planUndo(parts: readonly Part[], on: UndoOn): Promise<Step[] | UndoReason> {
  const done = merged(parts.filter(({ state }) => state === "done")).reverse();
  const ofEntries = done.some(({ subject }) => subject === "entry");
  const steps: Step[] = [];
  for (const part of done) {
    if (ofEntries && part.operation === "create" && workLevels.includes(part.subject)) continue;
    const step = await stepOf(part, on);
    if (step === null) return "not_offered";
    steps.push(step);
  }
  return steps;
}

async function stepOf(part: Part, on: UndoOn): Promise<Step | null> {
  const { absences, records } = on.service;
  if (part.subject === "entry") return entryStep(part, on);
  if (part.subject !== "absence") return records ? recordStep(part, records, on) : null;
  const asks = part.operation === "approve" || part.operation === "reject";
  return absences && (!asks || absences.decisions.includes("ask")) ? absenceStep(part, absences, on) : null;
}
