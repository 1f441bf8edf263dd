import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { EntryDraft } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import { clockOf, hoursMinutes, toInstant } from "../../../time/format";
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
    throw new InputError("time", "The end is not after the begin.", { next: "Give an end after the begin." });
  if (seconds(begin, end) < shortest)
    throw new InputError("time", "Calamari keeps no shift shorter than a minute.", { next: "Give a longer one." });
}

/**
 * A break of which only the length is known. Calamari wants to know when it was: the middle of the shift, and that is told.
 */
export async function middleBreak(
  { begin, end }: { begin: Instant; end: Instant },
  length: number,
  zone: string,
  breakTypes: BreakTypes,
  rows: () => Promise<readonly WireShift[]>,
  call?: Call,
): Promise<{ pause: Pause; notes: string[] }> {
  if (length < shortest)
    throw new InputError("time", "Calamari keeps no break shorter than a minute.", { next: "Give a longer one." });
  const free = seconds(begin, end) - length;
  if (free <= 0)
    throw new InputError("time", "The break is as long as the whole entry.", { next: "Give a shorter one." });
  const { id, type, notes } = await breakTypes.choose(undefined, rows, call);
  const from = plus(begin, Math.floor(free / 2 / 60) * 60);
  const to = plus(from, length);
  const when = `${clockOf(from, zone)}–${clockOf(to, zone)}`;
  return {
    pause: { type: id, from, to },
    notes: [`The break of ${hoursMinutes(length)} ("${quote(type.name, 40)}") was put at ${when}.`, ...notes],
  };
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
  { zone, breakTypes, rows }: Around,
  call?: Call,
): Promise<{ planned: Planned; notes: string[] }> {
  const { begin, end, text, breakSeconds } = draft;
  checkSpan(begin, end);
  const project = projectIn(draft.work);
  const middle = breakSeconds ? await middleBreak(draft, breakSeconds, zone, breakTypes, rows, call) : null;
  return {
    planned: {
      begin,
      end,
      breaks: middle ? [middle.pause] : [],
      projects: project === null ? [] : [{ project, from: begin, to: end }],
      text: text ?? "",
    },
    notes: middle?.notes ?? [],
  };
}
