import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { EntryDraft } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import type { MessageText } from "../../../messages/catalog";
import { message } from "../../../messages/message";
import { addDays } from "../../../time/civil";
import { clockOf, dayOf, hoursMinutes, toInstant } from "../../../time/format";
import { resolve } from "../../../time/span";
import { localTime } from "../mapping/time";
import type { BreakTypes } from "../timer/break-types";
import type { WireShift } from "../wire/shift";
import { projectIn } from "./entry-checks";

/** Bodies of new shifts in Calamari's words (calamari-api.md §2.3). */
interface Pause {
  type: number;
  from: Instant;
  to: Instant;
}
interface Stretch {
  project: number;
  from: Instant;
  to: Instant;
}
/** A shift as it shall be. */
export interface Planned {
  begin: Instant;
  end: Instant;
  breaks: Pause[];
  projects: Stretch[];
  text: string;
}

/** Calamari keeps nothing shorter (§2.3). */
export const shortest = 60;
export const seconds = (from: Instant, to: Instant) => (Date.parse(to) - Date.parse(from)) / 1000;
export const plus = (instant: Instant, by: number) => toInstant(Date.parse(instant) + by * 1000);

export const bodyOf = ({ begin, end, breaks, projects, text }: Planned, zone: string): Record<string, unknown> => ({
  shiftStart: localTime(begin, zone),
  shiftEnd: localTime(end, zone),
  breaks: breaks.map(({ type, from, to }) => ({
    breakType: type,
    breakStart: localTime(from, zone),
    breakEnd: localTime(to, zone),
  })),
  projects: projects.map(({ project, from, to }) => ({
    projectType: project,
    projectStart: localTime(from, zone),
    projectEnd: localTime(to, zone),
  })),
  description: text.trim(),
});

/** @throws InputError */
export function checkSpan(begin: Instant, end: Instant): void {
  if (end <= begin)
    throw new InputError("time", message("end_not_after_start"), { next: "Give an end after the begin." });
  if (seconds(begin, end) < shortest)
    throw new InputError("time", "Calamari keeps no shift shorter than a minute.", { next: "Give a longer one." });
}

/**
 * The one break of a shift. Calamari wants to know when it was: where only its length is known, it is put in the middle,
 * and that is told. @param at when it begins, in seconds since midnight in the zone
 */
export async function placedBreak(
  { begin, end }: { begin: Instant; end: Instant },
  { length, at }: { length: number; at?: number },
  { zone, breakTypes, rows }: Around,
  call?: Call,
): Promise<{ pause: Pause; notes: MessageText[] }> {
  if (length < shortest)
    throw new InputError("time", "Calamari keeps no break shorter than a minute.", { next: "Give a longer one." });
  const free = seconds(begin, end) - length;
  if (free <= 0)
    throw new InputError("time", "The break is as long as the whole entry.", { next: "Give a shorter one." });
  const from = at === undefined ? plus(begin, Math.floor(free / 2 / 60) * 60) : breakBegin(begin, at, zone);
  const to = plus(from, length);
  const when = `${clockOf(from, zone)}–${clockOf(to, zone)}`;
  if (from < begin || to > end)
    throw new InputError("time", `A break ${when} lies outside of ${clockOf(begin, zone)}–${clockOf(end, zone)}.`, {
      next: "Give a break within the entry.",
    });
  const { id, type, notes } = await breakTypes.choose(undefined, rows, call);
  const placed = at === undefined ? `was put at ${when}` : `is ${when}`;
  return {
    pause: { type: id, from, to },
    notes: [`The break of ${hoursMinutes(length)} ("${quote(type.name, 40)}") ${placed}.`, ...notes],
  };
}

/** On the day on which the shift begins, or on the next where that would be before it. */
function breakBegin(begin: Instant, at: number, zone: string): Instant {
  const day = dayOf(begin, zone);
  const time = { seconds: at, text: "" };
  const first = resolve({ day, time }, day, zone);
  return first >= begin ? first : resolve({ day: addDays(day, 1), time }, day, zone);
}

export interface Around {
  zone: string;
  breakTypes: BreakTypes;
  /** Shifts of the same person, in which the last break is looked for. */
  rows(): Promise<readonly WireShift[]>;
}

/** @throws InputError, ServiceError before anything is sent */
export async function plannedShift(
  draft: EntryDraft,
  around: Around,
  call?: Call,
): Promise<{ planned: Planned; notes: MessageText[] }> {
  const { begin, end, text, breakSeconds, breakAt } = draft;
  checkSpan(begin, end);
  const project = projectIn(draft.work);
  const placed = breakSeconds ? await placedBreak(draft, { length: breakSeconds, at: breakAt }, around, call) : null;
  return {
    planned: {
      begin,
      end,
      breaks: placed ? [placed.pause] : [],
      projects: project === null ? [] : [{ project, from: begin, to: end }],
      text: text ?? "",
    },
    notes: placed?.notes ?? [],
  };
}
