import type { Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, EntryDraft, EntryPatch } from "../../domain/ports";
import { clockOf, hoursMinutes, toInstant } from "../../time/format";
import type { BreakTypes } from "./break-types";
import { projectIn } from "./checks";
import { beginOf, endOf, projectOf } from "./mapping/shift";
import { localTime, readStamp } from "./mapping/time";
import type { WireShift } from "./wire/shift";

/**
 * Bodies of shifts in Calamari's words (calamari-api.md §2.3). Changing one sends the whole of it, since nobody says what
 * a missing member means there.
 */
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
const shortest = 60;
const seconds = (from: Instant, to: Instant) => (Date.parse(to) - Date.parse(from)) / 1000;
const plus = (instant: Instant, by: number) => toInstant(Date.parse(instant) + by * 1000);

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
function checkSpan(begin: Instant, end: Instant): void {
  if (end <= begin)
    throw new InputError("time", "The end is not after the begin.", { next: "Give an end after the begin." });
  if (seconds(begin, end) < shortest)
    throw new InputError("time", "Calamari keeps no shift shorter than a minute.", { next: "Give a longer one." });
}

/**
 * A break of which only the length is known. Calamari wants to know when it was: the middle of the shift, and that is told.
 */
async function middleBreak(
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
    notes: [`The break of ${hoursMinutes(length)} ("${type.name.slice(0, 40)}") was put at ${when}.`, ...notes],
  };
}

interface Around {
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

/** A shift as it is. @throws ServiceError where it has what could not be sent back as it is */
function asItIs(row: WireShift): Planned {
  const begin = beginOf(row);
  const end = endOf(row);
  if (end === null)
    throw new ServiceError("invalid", "The shift still runs, and Calamari changes only what has ended.", {
      next: "Clock out first, then change it.",
    });
  const unknown = (what: string) =>
    new ServiceError("unsupported", `Calamari does not tell ${what} of this shift, so it cannot be sent back whole.`, {
      next: "Change it in Calamari's own app.",
    });
  const breaks = (row.breaks ?? []).map(({ breakType, from, to }) => {
    if (!breakType) throw unknown("the type of a break");
    return { type: breakType.id, from: readStamp(from), to: to == null ? end : readStamp(to) };
  });
  const items = row.projects ?? [];
  const projects = items.map((item) => {
    const id = Number(projectOf(item)?.id || Number.NaN);
    if (!Number.isInteger(id)) throw unknown("the number of a project");
    if (items.length > 1 && !item.from) throw unknown("when a project was worked on");
    return { project: id, from: item.from ? readStamp(item.from) : begin, to: item.to ? readStamp(item.to) : end };
  });
  return { begin, end, breaks, projects, text: row.description ?? "" };
}

/** Whether a shift is as it was sent, by the clock times that were sent: an hour that comes twice may be read either way. */
export function isAsSent(row: WireShift, body: Record<string, unknown>, zone: string): boolean {
  try {
    const held = asItIs(row);
    return JSON.stringify(bodyOf({ ...held, text: held.text.trim() }, zone)) === JSON.stringify(body);
  } catch {
    return false;
  }
}

/** Spans moved with their shift, or cut where they reach out of it; what is left of less than a minute goes. */
function fitted<T extends { from: Instant; to: Instant }>(spans: T[], by: number, begin: Instant, end: Instant): T[] {
  return spans
    .map((span) => ({ ...span, from: plus(span.from, by), to: plus(span.to, by) }))
    .map((span) => ({
      ...span,
      from: span.from < begin ? begin : span.from,
      to: span.to > end ? end : span.to,
    }))
    .filter(({ from, to }) => seconds(from, to) >= shortest);
}

/** null: it is like that already. @throws InputError, ServiceError before anything is sent */
export async function changedShift(
  row: WireShift,
  patch: EntryPatch,
  { zone, breakTypes, rows }: Around,
  call?: Call,
): Promise<{ planned: Planned; notes: string[] } | null> {
  const before = asItIs(row);
  const begin = patch.begin ?? before.begin;
  const end = patch.end ?? before.end;
  checkSpan(begin, end);
  const moves = begin !== before.begin || end !== before.end;
  const by = seconds(begin, end) === seconds(before.begin, before.end) ? seconds(before.begin, begin) : 0;
  const notes: string[] = [];
  let breaks = moves ? fitted(before.breaks, by, begin, end) : before.breaks;
  const gone = before.breaks.length - breaks.length;
  if (gone > 0 && patch.breakSeconds === undefined)
    notes.push(`${gone === 1 ? "A break that lies" : `${gone} breaks that lie`} outside of it was taken out.`);
  const held = before.breaks.reduce((sum, { from, to }) => sum + seconds(from, to), 0);
  if (patch.breakSeconds !== undefined && patch.breakSeconds !== held) {
    const middle =
      patch.breakSeconds > 0
        ? await middleBreak({ begin, end }, patch.breakSeconds, zone, breakTypes, rows, call)
        : null;
    breaks = middle ? [middle.pause] : [];
    notes.push(...(middle?.notes ?? []));
  }
  const [only, ...others] = before.projects;
  const single = others.length === 0;
  const named = patch.work === undefined ? undefined : projectIn(patch.work);
  const projects =
    named !== undefined
      ? named === null
        ? []
        : single && only?.project === named && !moves
          ? before.projects
          : [{ project: named, from: begin, to: end }]
      : !moves
        ? before.projects
        : single && only && only.from <= before.begin && only.to >= before.end
          ? [{ ...only, from: begin, to: end }]
          : fitted(before.projects, by, begin, end);
  const planned = { begin, end, breaks, projects, text: patch.text === undefined ? before.text : (patch.text ?? "") };
  return JSON.stringify(planned) === JSON.stringify(before) ? null : { planned, notes };
}
