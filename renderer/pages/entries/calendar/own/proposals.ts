import { momentFrom } from "#core/time/wall-clock";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Response } from "#main/ipc/contract/index";
import { parseClock } from "../../../../lib/clock-text";
import { typedSpan } from "../../../../lib/entry-span";
import { missingLevels, type Work } from "../../../../lib/work";
import type { Entry } from "../../analysis";
import { type Span, spanOf, timesOf } from "../spans";
import type { OwnEvent } from "./use-own-calendar";

export type Suggested = Response<"calendar:suggest">;

/** What the person changed of a proposal. */
export interface Edit {
  from?: string;
  to?: string;
  work?: Work;
  ticked?: boolean;
}

/** Why a proposal is not ticked by itself. The first that holds. */
type Why = "booked" | "gone" | "length" | "future" | "overlap" | "free" | "zone" | "work";

export interface Proposal {
  event: OwnEvent;
  day: string;
  from: string;
  to: string;
  work: Work;
  /** Where the work comes from; null: chosen by the person, or not known. */
  source: "series" | "text" | null;
  why: Why | null;
  /** What it overlaps. */
  beside: Entry | null;
  ticked: boolean;
  /** It cannot be booked as it stands. */
  isBlocked: boolean;
}

interface Parts {
  events: readonly OwnEvent[];
  edits: ReadonlyMap<string, Edit>;
  suggested: Suggested | null;
  entries: readonly Entry[];
  account: AccountView | null;
  /** Milliseconds. */
  now: number;
  zone: string;
}

/** When it would lie; null: the times are not such as are understood here. */
function spanAs(day: string, from: string, to: string, zone: string): Span | null {
  const begin = parseClock(from);
  const { seconds } = typedSpan(day, from, to, zone);
  if (begin === null || seconds === null || begin >= 1440) return null;
  const moment = momentFrom(day, begin, zone);
  return { from: moment, to: moment + seconds * 1000 };
}

/** Entries that could be made of events, as they stand in the preview. */
export function proposals({ events, edits, suggested, entries, account, now, zone }: Parts): Proposal[] {
  return events.map((event) => {
    const edit = edits.get(event.key) ?? {};
    const original = { from: Date.parse(event.begin), to: Date.parse(event.end) };
    const times = timesOf(original, zone);
    const { day } = times;
    const [from, to] = [edit.from ?? times.from, edit.to ?? times.to];
    const isEdited = from !== times.from || to !== times.to;
    const span = isEdited ? spanAs(day, from, to, zone) : original;
    const guess = suggested?.works.find(({ key }) => key === event.key);
    const work = edit.work ?? guess?.work ?? {};
    const booked = suggested?.booked.find(({ key }) => key === event.key);
    const beside = span
      ? entries.find((entry) => {
          const other = spanOf(entry, now);
          return other.from < span.to && other.to > span.from;
        })
      : undefined;
    const why = ((): Why | null => {
      if (booked) return entries.some(({ id }) => id === booked.entryId) ? "booked" : "gone";
      if (span && span.to <= span.from) return "length";
      if (span && span.to > now) return "future";
      if (beside) return "overlap";
      if (event.isFree) return "free";
      if (event.noZone) return "zone";
      return Object.keys(work).length === 0 ? "work" : null;
    })();
    const isBlocked = missingLevels(work, account).length > 0 || (span !== null && span.to <= span.from);
    return {
      event,
      day,
      from,
      to,
      work,
      why,
      isBlocked,
      source: edit.work ? null : (guess?.from ?? null),
      beside: beside ?? null,
      ticked: !isBlocked && (edit.ticked ?? why === null),
    };
  });
}
