import { parseClock } from "../../lib/clock-text";
import { typedSpan } from "../../lib/entry-span";
import { hoursMinutes } from "../../lib/format";
import { sameWork, type Work } from "../../lib/work";

/** What the form of an entry holds: times and durations as typed, the server reads them. */
export interface Draft {
  day: string;
  from: string;
  to: string;
  duration: string;
  /** The duration was typed last and counts, not the end. */
  byDuration: boolean;
  /** Pauses within it, as typed: `0:30`. */
  break: string;
  work: Work;
  text: string;
  tags: string[];
  /** Empty: as the service decides, or as it is. */
  billable: "" | "yes" | "no";
  /** Money as typed; empty: as the service has it, or as it is. */
  hourlyRate: string;
  fixedRate: string;
  /** Custom fields by name. */
  meta: Record<string, string>;
}

/** The times of a form as they are sent: of end and duration what was typed last. */
export type Times = Partial<Pick<Draft, "from" | "to" | "duration">>;

export const blankDraft: Draft = {
  day: "",
  from: "",
  to: "",
  duration: "",
  byDuration: false,
  break: "",
  work: {},
  text: "",
  tags: [],
  billable: "",
  hourlyRate: "",
  fixedRate: "",
  meta: {},
};

/** What is worked between two clock times as a preview; an end before the begin is of the next day. */
export function between({ day, from, to, break: pause }: Draft, zone: string): string {
  const { seconds } = typedSpan(day, from, to, zone);
  const off = pause.trim() ? parseClock(pause) : 0;
  return seconds === null || off === null ? "" : hoursMinutes(Math.max(0, seconds - off * 60));
}

const times = ["day", "from", "to", "byDuration"] as const;
const texts = ["break", "text", "hourlyRate", "fixedRate"] as const;

/**
 * What was changed in a form: begin, end and duration together, because one means nothing without the others.
 * @param first what the form began with; without an end it runs, and only its begin can be changed
 * @returns null where nothing was changed
 */
export function changedFields(first: Draft, draft: Draft): Partial<Draft> | null {
  const changed: Partial<Draft> = {};
  for (const name of texts) if (draft[name] !== first[name]) changed[name] = draft[name];
  if (draft.billable !== first.billable) changed.billable = draft.billable;
  if (draft.tags.join("\n") !== first.tags.join("\n")) changed.tags = draft.tags;
  const meta = changedMeta(first, draft);
  if (meta) changed.meta = draft.meta;
  if (!sameWork(draft.work, first.work)) changed.work = draft.work;
  if (times.some((name) => draft[name] !== first[name])) {
    const { day, from, to, duration, byDuration } = draft;
    Object.assign(
      changed,
      { day, from },
      first.to === "" && to === "" && !byDuration ? {} : { to, duration, byDuration },
    );
  }
  return Object.keys(changed).length === 0 ? null : changed;
}

/** Custom fields that were changed, an empty text for one that was cleared; undefined: none. */
export function changedMeta(first: Draft, draft: Draft): Record<string, string> | undefined {
  const names = Object.keys({ ...first.meta, ...draft.meta });
  const changed = names.filter((name) => (first.meta[name] ?? "") !== (draft.meta[name] ?? ""));
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, draft.meta[name] ?? ""]));
}

/** A form with what was changed in it before, over what it would begin with now. */
export function restored(first: Draft, fields: Partial<Draft>, zone: string): Draft {
  const draft = { ...first, ...fields };
  return draft.byDuration ? draft : { ...draft, duration: between(draft, zone) || draft.duration };
}
