import type { Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { PastRows } from "../../domain/lost-writes";
import type { UnfitReason } from "../../domain/results/lost-changes";
import { keyOf, type Outcome, type Part } from "../change";
import { type InfoOf, isSame, type PastState, putState, stateAfter, stateBefore, stateNow } from "./past-state";

export interface Replayed {
  /** In the order in which they were written first. */
  applied: Part[];
  unfit: { part: Part; reason: UnfitReason }[];
  /** What each record was before all, and is now. */
  outcomes: Outcome[];
}

type Key = string;
const keyOfPart = ({ subject, subjectId, of, id }: Part): Key => keyOf(subject, subjectId ?? `part ${id}`, of);

/** Ends a try in which records turned out not to fit: what depends on them is tried anew without them. */
class Unfit {
  constructor(readonly found: ReadonlyMap<Key, UnfitReason>) {}
}

/**
 * Writes parts of the journal again, oldest first, into rows that may have some of them. A record is written again as a
 * whole or not at all: where it is neither as before nor as after a part, somebody else has changed it.
 * @param parts of one account, in the order in which they were written; all their writes are kept, or the caller's attempt throws
 */
export function replay(parts: readonly Part[], rows: PastRows, infoOf: InfoOf): Replayed {
  const byRecord = new Map<Key, Part[]>();
  for (const part of parts) byRecord.set(keyOfPart(part), [...(byRecord.get(keyOfPart(part)) ?? []), part]);
  const left = new Map<Key, UnfitReason>();
  for (const [key, own] of byRecord) {
    const reason = own.map(unknownIn).find((one) => one !== null);
    if (reason) left.set(key, reason);
  }
  for (;;)
    try {
      const { applied, outcomes } = rows.attempt(() => tryAll(parts, byRecord, left, rows, infoOf));
      const isThere = ([key]: [Key, UnfitReason]) => isAtEnd(byRecord.get(key) ?? [], rows, infoOf);
      const reasons = new Map([...left].filter((one) => !isThere(one)));
      const unfit = parts.flatMap((part) => {
        const reason = reasons.get(keyOfPart(part));
        return reason ? [{ part, reason }] : [];
      });
      return { applied, unfit, outcomes };
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      for (const [key, reason] of error.found) left.set(key, reason);
    }
}

function unknownIn(part: Part): UnfitReason | null {
  if (part.state !== "done") return "unknown";
  if (!part.whole) return "not_kept";
  return part.subjectId === null || stateAfter(part) === undefined ? "not_told" : null;
}

const isAtEnd = (own: readonly Part[], rows: PastRows, infoOf: InfoOf): boolean => {
  const last = own.at(-1);
  return last !== undefined && isSame(last, stateNow(last, rows), stateAfter(last), infoOf);
};

/** @throws Unfit */
function tryAll(
  parts: readonly Part[],
  byRecord: ReadonlyMap<Key, Part[]>,
  left: ReadonlyMap<Key, UnfitReason>,
  rows: PastRows,
  infoOf: InfoOf,
): Pick<Replayed, "applied" | "outcomes"> {
  const ids = new Set(parts.flatMap(({ subject, subjectId }) => (subject === "entry" && subjectId ? [subjectId] : [])));
  const applied: Part[] = [];
  const skipped = new Map<Key, Part>();
  const failed = new Map<Key, UnfitReason>();
  const was = new Map<Key, PastState>();
  for (const part of parts) {
    const key = keyOfPart(part);
    if (left.has(key) || failed.has(key)) continue;
    const now = stateNow(part, rows);
    const after = stateAfter(part);
    if (isSame(part, now, after, infoOf)) continue;
    const own = byRecord.get(key) ?? [];
    const next = own[own.indexOf(part) + 1];
    const goesOn = !next || isSame(part, after, stateBefore(next), infoOf);
    if (!goesOn || !isSame(part, now, stateBefore(part), infoOf)) {
      skipped.set(key, part);
      continue;
    }
    const reason = apply(part, now, rows, ids, infoOf);
    if (reason) failed.set(key, reason);
    else {
      if (!was.has(key)) was.set(key, now);
      applied.push(part);
    }
  }
  for (const key of skipped.keys())
    if (!failed.has(key) && !isAtEnd(byRecord.get(key) ?? [], rows, infoOf)) failed.set(key, "changed");
  if (failed.size > 0) throw new Unfit(failed);
  const outcomes = [...was].flatMap(([key, before]) => outcomeOf(byRecord.get(key) ?? [], before, rows));
  return { applied, outcomes };
}

/** Writes and reads back. @returns why it does not fit; null: it is written */
function apply(
  part: Part,
  now: PastState,
  rows: PastRows,
  ids: ReadonlySet<string>,
  infoOf: InfoOf,
): UnfitReason | null {
  const after = stateAfter(part);
  const isEntry = part.subject === "entry" && after !== null;
  if (isEntry && now === null && rows.newerDuplicateOf(after as Entry, ids) !== null) return "twin";
  try {
    rows.attempt(() => putState(part, now, after, rows, infoOf));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return isEntry && (after as Entry).end === null ? "running" : "refused";
  }
  return isSame(part, stateNow(part, rows), after, infoOf) ? null : "refused";
}

/** As one write of the record, so that all of it can be taken back at once. */
function outcomeOf(own: readonly Part[], before: PastState, rows: PastRows): Outcome[] {
  const last = own.at(-1);
  if (!last) return [];
  const now = stateNow(last, rows);
  if (!before && !now) return [];
  const changed = last.subject === "absence" ? last.operation : "update";
  return [
    {
      operation: !before ? "create" : !now ? "delete" : changed,
      subject: last.subject,
      id: last.subjectId ?? "",
      ...(last.of && { of: last.of }),
      ...(before && { before }),
      ...(now && { after: now }),
    },
  ];
}
