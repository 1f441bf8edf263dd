import type { Entry, Instant, Ref, Work } from "../../../domain/entities";
import { hoursMinutes } from "../../../time/format";
import type { WireProjectTime, WireShift } from "../wire/shift";
import { shiftId } from "./ids";
import { personOf } from "./person";
import { readStamp } from "./time";

/** How rows are read: by which moment running ones are counted, whose are our own, what `duration` means. */
export interface Reading {
  now: Instant;
  own: Ref;
  /** Whose a row is that is not our own and names nobody. */
  other: Ref;
  isOwn(row: WireShift): boolean;
  /** `duration` leaves out breaks that are not paid (§2.3 does not say); else all breaks are taken off here. */
  netDuration: boolean;
}

/** Milliseconds. */
interface Span {
  from: number;
  to: number;
}
interface Piece extends Span {
  project: Ref | null;
}

/** A stretch without project of less than this, in milliseconds, is a slip between two stamps. */
const slip = 60_000;

const ms = (text: string) => Date.parse(readStamp(text));
const overlap = (a: Span, b: Span) => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** The project of an item. One that is told by name alone, and is in no list any more, has its name for an id. */
export function projectOf({ project, name, id }: WireProjectTime): Ref | null {
  const called = project?.name ?? name;
  const number = project?.id ?? id;
  if (number != null) return { id: String(number), name: called ?? `#${number}` };
  return called ? { id: called, name: called } : null;
}
const same = (a: Ref | null, b: Ref | null) => a?.id === b?.id && a?.name === b?.name;

export const beginOf = (row: WireShift): Instant => readStamp(row.started);
export const endOf = (row: WireShift): Instant | null => (row.finished == null ? null : readStamp(row.finished));
export const isRunning = (row: WireShift): boolean => row.finished == null;
/** The break that still goes on. */
export const openBreak = (row: WireShift) => (isRunning(row) ? row.breaks?.find(({ to }) => to == null) : undefined);

const spanOf = (row: WireShift, now: Instant): Span => {
  const from = ms(row.started);
  return { from, to: Math.max(from, row.finished == null ? Date.parse(now) : ms(row.finished)) };
};
const breaksOf = (row: WireShift, whole: Span): Span[] =>
  (row.breaks ?? []).map(({ from, to }) => ({ from: ms(from), to: to == null ? whole.to : ms(to) }));

/**
 * A shift whose `duration` is shorter than its span shows that Calamari leaves breaks out of it; one that has a break and
 * is as long as its span shows nothing, for the break may be paid.
 */
export const showsNetDuration = (row: WireShift): boolean => {
  if (row.duration == null || row.finished == null || !row.breaks?.length) return false;
  const span = (ms(row.finished) - ms(row.started)) / 1000;
  return row.duration > 0 && row.duration < span - 1;
};

/** Seconds of breaks that are taken off an ended shift, of all its breaks. */
function offOf(row: WireShift, whole: Span, breaks: readonly Span[], netDuration: boolean): number {
  const all = breaks.reduce((sum, each) => sum + overlap(each, whole), 0) / 1000;
  if (!netDuration || row.duration == null || row.finished == null) return all;
  return Math.min(all, Math.max(0, (whole.to - whole.from) / 1000 - row.duration));
}

/**
 * What was worked on when. Items of one project that only a break or a slip parts are one piece; the rest between, before
 * and after is a piece without project. null: Calamari does not tell when.
 */
function piecesOf(row: WireShift, whole: Span, breaks: readonly Span[]): Piece[] | null {
  const items = row.projects ?? [];
  if (new Set(items.map((item) => JSON.stringify(projectOf(item)))).size > 1 && items.some(({ from }) => !from))
    return null;
  const idle = (gap: Span) =>
    Math.max(0, gap.to - gap.from - breaks.reduce((sum, each) => sum + overlap(each, gap), 0));
  const pieces: Piece[] = [];
  let until = whole.from;
  const put = (piece: Piece) => {
    const last = pieces.at(-1);
    if (last && same(last.project, piece.project)) last.to = piece.to;
    else pieces.push(piece);
    until = piece.to;
  };
  const known = items
    .map((item) => ({
      project: projectOf(item),
      from: Math.max(whole.from, item.from ? ms(item.from) : whole.from),
      to: Math.min(whole.to, item.to ? ms(item.to) : whole.to),
    }))
    .filter(({ from, to }) => to >= from)
    .sort((a, b) => a.from - b.from);
  for (const item of known) {
    const gap = { from: until, to: Math.max(until, item.from) };
    const before = pieces.at(-1);
    if (idle(gap) >= slip) put({ ...gap, project: null });
    else if (before) before.to = gap.to;
    const from = idle(gap) >= slip || before ? gap.to : until;
    if (item.to > from || known.length === 1) put({ ...item, from, to: Math.max(from, item.to) });
  }
  const rest = { from: until, to: whole.to };
  const last = pieces.at(-1);
  if (!last || idle(rest) >= slip) put({ ...rest, project: null });
  else last.to = whole.to;
  return pieces;
}

/** `Harbour app 3:00, Website relaunch 1:30` */
const projectsLine = (items: readonly WireProjectTime[]) =>
  items
    .map((item) => `${projectOf(item)?.name ?? "no project"}${item.duration ? ` ${hoursMinutes(item.duration)}` : ""}`)
    .join(", ");

const workOf = (project: Ref | null): Work => (project ? { project } : {});

function read(row: WireShift, reading: Reading) {
  const whole = spanOf(row, reading.now);
  const breaks = breaksOf(row, whole);
  const off = offOf(row, whole, breaks, reading.netDuration);
  const pieces = piecesOf(row, whole, breaks);
  const own = reading.isOwn(row);
  const named = row.person?.email || row.person?.firstName || row.person?.lastName ? personOf(row.person) : null;
  const person = own ? reading.own : (named ?? reading.other);
  const idOf = (part?: number) =>
    shiftId({
      day: beginOf(row).slice(0, 10),
      id: row.id,
      ...(part === undefined ? {} : { part }),
      ...(own ? {} : { person: person.id }),
    });
  return { whole, breaks, off, pieces, person, idOf };
}

/** An update needs an end (§2.3). */
export const stillRuns = "The shift still runs, and Calamari changes only what has ended.";

/** The whole shift as one entry, whatever it was worked on. `meta`: what, where that is more than one thing. */
export function wholeShift(row: WireShift, reading: Reading): Entry {
  const { whole, off, pieces, person, idOf } = read(row, reading);
  const end = endOf(row);
  const [only, ...others] = pieces ?? [];
  const several = pieces === null || others.length > 0;
  return {
    id: idOf(),
    work: several ? {} : workOf(only?.project ?? null),
    person,
    begin: beginOf(row),
    end,
    seconds: end === null ? null : Math.round((whole.to - whole.from) / 1000 - off),
    breakSeconds: Math.round(off),
    text: row.description ?? "",
    tags: [],
    ...(end === null && { fixed: stillRuns }),
    ...(several && { mixed: true, meta: { projects: projectsLine(row.projects ?? []) } }),
  };
}

/**
 * A shift as entries: one, or where several projects were worked on one for each stretch, so that sums by project are
 * right. Such parts are changed through the whole shift, whose id is theirs without the part.
 */
export function entriesOf(row: WireShift, reading: Reading): Entry[] {
  const whole = wholeShift(row, reading);
  const { breaks, off, pieces, idOf } = read(row, reading);
  if (pieces === null || pieces.length < 2) return [whole];
  const all = breaks.reduce((sum, each) => sum + (each.to - each.from), 0) / 1000;
  let taken = 0;
  return pieces.map((piece, index) => {
    const last = index === pieces.length - 1;
    const inside = breaks.reduce((sum, each) => sum + overlap(each, piece), 0) / 1000;
    // Which of the breaks are paid is not told, so each part gets its share; together they are what Calamari counts.
    const share = last ? Math.round(off) - taken : all === 0 ? 0 : Math.round((inside / all) * off);
    taken += share;
    const end = last ? whole.end : readStamp(new Date(piece.to).toISOString());
    return {
      ...whole,
      id: idOf(index + 1),
      work: workOf(piece.project),
      begin: index === 0 ? whole.begin : readStamp(new Date(piece.from).toISOString()),
      end,
      seconds: end === null ? null : Math.max(0, Math.round((piece.to - piece.from) / 1000) - share),
      breakSeconds: share,
      meta: undefined,
      mixed: undefined,
      fixed: end === null ? stillRuns : undefined,
      partOf: whole.id,
      locked: `It is a part of shift #${whole.id}, which has several projects: change or delete that.`,
    };
  });
}
