import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { EntryPatch } from "../../../domain/ports";
import type { MessageText } from "../../../messages/catalog";
import { beginOf, endOf, projectOf, stillRuns } from "../mapping/shift";
import { readStamp } from "../mapping/time";
import type { WireShift } from "../wire/shift";
import { type Around, bodyOf, checkSpan, type Planned, placedBreak, plus, seconds, shortest } from "./entry-body";
import { projectIn } from "./entry-checks";

/**
 * A shift as it is, for changing one sends the whole of it: nobody says what a missing member means there
 * (calamari-api.md §2.3). Without breaks and stretches of less than a minute, which the terminal leaves behind and an
 * update is refused for.
 * @throws ServiceError where it has what could not be sent back as it is
 */
export function asItIs(row: WireShift): Planned {
  const begin = beginOf(row);
  const end = endOf(row);
  if (end === null)
    throw new ServiceError("invalid", stillRuns, {
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
  const long = ({ from, to }: { from: Instant; to: Instant }) => seconds(from, to) >= shortest;
  return { begin, end, breaks: breaks.filter(long), projects: projects.filter(long), text: row.description ?? "" };
}

/** Whether a shift is as it was sent, by the clock times that were sent: an hour that comes twice may be read either way. */
export function isAsSent(row: WireShift, body: Record<string, unknown>, zone: string): boolean {
  try {
    return JSON.stringify(bodyOf(asItIs(row), zone)) === JSON.stringify(body);
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
  around: Around,
  call?: Call,
): Promise<{ planned: Planned; notes: MessageText[] } | null> {
  const before = asItIs(row);
  const begin = patch.begin ?? before.begin;
  const end = patch.end ?? before.end;
  checkSpan(begin, end);
  const moves = begin !== before.begin || end !== before.end;
  // To another day it goes with all that is in it, also where it becomes longer or shorter there (a night of a clock change).
  const elsewhere = begin >= before.end || end <= before.begin;
  const asLong = seconds(begin, end) === seconds(before.begin, before.end);
  const by = asLong || elsewhere ? seconds(before.begin, begin) : 0;
  const notes: MessageText[] = [];
  let breaks = moves ? fitted(before.breaks, by, begin, end) : before.breaks;
  const gone = before.breaks.length - breaks.length;
  if (gone > 0 && patch.breakSeconds === undefined)
    notes.push(`${gone === 1 ? "A break that lies" : `${gone} breaks that lie`} outside of it was taken out.`);
  const held = before.breaks.reduce((sum, { from, to }) => sum + seconds(from, to), 0);
  const { breakSeconds: length, breakAt: at } = patch;
  if (length !== undefined && (length !== held || at !== undefined)) {
    const placed = length > 0 ? await placedBreak({ begin, end }, { length, at }, around, call) : null;
    breaks = placed ? [placed.pause] : [];
    notes.push(...(placed?.notes ?? []));
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
  if (named === undefined && projects.length < before.projects.length)
    notes.push("A project whose time lies outside of it was taken out.");
  const planned = { begin, end, breaks, projects, text: patch.text === undefined ? before.text : (patch.text ?? "") };
  const short = (row.breaks ?? []).length - before.breaks.length;
  if (short > 0) notes.push("A break of under a minute was taken out, as Calamari refuses such.");
  return JSON.stringify(planned) === JSON.stringify(before) ? null : { planned, notes };
}
