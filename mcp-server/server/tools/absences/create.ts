import type { Absence, AbsenceDraft, AbsencePort } from "#core/domain/absences";
import { InputError, ServiceError } from "#core/domain/errors";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import type { LeaveCount, WorkCalendar } from "#core/time/leave";
import { keepsTarget } from "#core/time/target";
import type { ToolCall } from "../lib/define";
import { errorOf } from "../lib/errors";
import { failureText } from "../lib/run-concurrently";
import { spanText } from "./absence-view";

export const noWorkingDay = "There is no working day in it: nothing would be taken.";

/** A request that was not made: what failed, and what became of the pieces before it. */
export interface Undone {
  error: unknown;
  /** Which piece failed, from 1. */
  part: number;
  undone: string[];
  /** Still there, for taking back failed too. */
  left: { absence: Absence; why: string }[];
}

/**
 * Creates the pieces of a request one after the other; all or nothing. When one fails, or the call is cancelled between
 * two, those before it are taken back, newest first: also then when the call itself is over.
 */
export async function createParts(
  parts: readonly AbsenceDraft[],
  call: ToolCall,
  port: AbsencePort,
): Promise<{ created: Absence[]; notes: MessageText[] } | Undone> {
  const created: Absence[] = [];
  const notes: MessageText[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      if (call.signal.aborted) throw new InputError("cancelled", "Cancelled before it was sent.");
      const made = await port.create(part, { signal: call.signal });
      created.push(...made.absences);
      notes.push(...made.notes);
    } catch (error) {
      if (created.length === 0) throw error;
      return { error, part: index + 1, ...(await takeBack(created, call, port)) };
    }
    if (parts.length > 1) call.progress(index + 1, parts.length);
  }
  return { created, notes: [...new Set(notes)] };
}

/** By hours that are kept: what a person has to see before it is sent, for a service may take it or refuse it. */
export const isWithoutWork = ({ days }: LeaveCount, calendar: WorkCalendar): boolean =>
  days === 0 && keepsTarget(calendar);

/**
 * Why a service that only says that it does not take these days does so, where the hours of the person tell it. It is asked
 * all the same: what it counts as work may be more than what is known here.
 */
export function withoutWork(error: unknown, count: LeaveCount, calendar: WorkCalendar): unknown {
  const vague = error instanceof ServiceError && error.saved === "no" && ["conflict", "invalid"].includes(error.kind);
  if (!vague || !isWithoutWork(count, calendar)) return error;
  return new ServiceError(error.kind, `${noWorkingDay} ${error.message}`, {
    next: "Choose days on which this person works.",
    requestId: error.requestId,
    detail: error.detail,
    fields: error.fields,
    cause: error,
  });
}

async function takeBack(created: readonly Absence[], call: ToolCall, port: AbsencePort) {
  const undone: string[] = [];
  const left: Undone["left"] = [];
  for (const absence of created.toReversed())
    try {
      await port.undo(absence.id);
      undone.push(absence.id);
    } catch (error) {
      if (error instanceof ServiceError && error.kind === "not_found") undone.push(absence.id);
      else left.push({ absence, why: failureText(error, call) });
    }
  call.log("undone", { undone, left: left.map(({ absence }) => absence.id) });
  return { undone, left };
}

/** What happened, as the error of the whole request. */
export function undoneError({ error, part, undone, left }: Undone, parts: readonly AbsenceDraft[], call: ToolCall) {
  const known = errorOf(error);
  const unsure = error instanceof ServiceError && error.saved !== "no";
  const ids = (list: readonly string[]) => list.map((id) => `#${cleanText(id, 100)}`).join(", ");
  const failed = parts[part - 1];
  const place = `Part ${part} of ${parts.length}${failed ? ` (${spanText(failed)})` : ""}`;
  const sentences = [
    left.length === 0 && !unsure ? "Nothing was requested." : "The request failed in part.",
    `${place} failed: ${failureText(error, call).replaceAll("\n", " ")}`,
    undone.length > 0 ? `What was created before it was taken back: ${ids(undone)}.` : "",
    ...left.map(({ absence, why }) => `${ids([absence.id])} (${spanText(absence)}) could not be taken back: ${why}`),
  ];
  const stillThere = left.map(({ absence }) => absence.id);
  return {
    code: known?.code ?? "internal",
    message: sentences.filter(Boolean).join(" "),
    saved: left.length > 0 ? ("yes" as const) : unsure ? ("unknown" as const) : ("no" as const),
    next:
      stillThere.length > 0
        ? `Still there: ${ids(stillThere)}. Cancel with update_absence, or ask for the missing days alone.`
        : unsure
          ? "Look with list_absences before you ask again."
          : (known?.next ?? "Ask again when that is solved."),
  };
}
