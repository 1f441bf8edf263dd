/** The week as blocks, from what `list_time` and `log_time` answer. Times of day are minutes since midnight in the account's zone. */

interface Ref {
  id: string;
  name: string;
}
type Level = "customer" | "project" | "subproject" | "activity";
export type Work = Partial<Record<Level, Ref>>;
const levels: Level[] = ["customer", "project", "subproject", "activity"];

/** `entryView` of the results, as far as a week shows it. */
export interface EntryResult {
  id: string;
  begin?: string;
  end?: string | null;
  seconds?: number;
  breakSeconds?: number;
  work?: Work | string;
  text?: string;
  tags?: string[];
  billable?: boolean;
}

export interface Block {
  /** Stays the same while it is edited. */
  key: string;
  /** Of the service; null: it is only proposed. */
  id: string | null;
  day: string;
  /** Minutes since midnight of `day`; `to` is beyond 1440 where it ends on a later day. */
  from: number;
  to: number;
  running: boolean;
  work: Work;
  text: string;
  tags: string[];
  billable?: boolean;
  /** Worked seconds of what is booked, as the service tells them: breaks are left out. */
  seconds: number | null;
  breakSeconds: number;
  /** Members of the proposed row that the view does not show: they are sent as they came. */
  extras: Record<string, unknown>;
}

const day = 1440;
const noon = (civil: string) => Date.parse(`${civil}T12:00:00Z`);
export const addDays = (civil: string, days: number) =>
  new Date(noon(civil) + days * 86_400_000).toISOString().slice(0, 10);
/** Monday of the week in which a civil day lies. */
export const mondayOf = (civil: string) => addDays(civil, -((new Date(noon(civil)).getUTCDay() + 6) % 7));
export const weekOf = (monday: string) => Array.from({ length: 7 }, (_, index) => addDays(monday, index));

/** Civil day and minute as they stand in an ISO moment: it carries the account's own offset. */
const civil = (moment: string) => ({
  day: moment.slice(0, 10),
  minute: Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16)),
});
const daysBetween = (first: string, last: string) => Math.round((noon(last) - noon(first)) / 86_400_000);

/** @param now ISO moment at which what runs is cut. @returns null for what has no time of day, such as a lump sum */
export function toBlock(entry: EntryResult, key: string, now: string): Block | null {
  if (!entry.begin) return null;
  const running = entry.end === null || entry.end === undefined;
  const [begin, end] = [civil(entry.begin), civil(entry.end ?? now)];
  return {
    key,
    id: entry.id === "new" ? null : entry.id,
    day: begin.day,
    from: begin.minute,
    to: Math.max(begin.minute, end.minute + daysBetween(begin.day, end.day) * day),
    running,
    work: typeof entry.work === "object" ? entry.work : {},
    text: entry.text ?? "",
    tags: entry.tags ?? [],
    ...(entry.billable !== undefined && { billable: entry.billable }),
    seconds: entry.id === "new" ? null : (entry.seconds ?? 0),
    breakSeconds: entry.breakSeconds ?? 0,
    extras: {},
  };
}

/** Seconds that a block counts. */
export const secondsOf = (block: Block) => block.seconds ?? (block.to - block.from) * 60 - block.breakSeconds;
export const sumOf = (blocks: readonly Block[]) => blocks.reduce((total, block) => total + secondsOf(block), 0);

/** What a person calls it: the project with its activity, or whatever there is. */
export function workName(work: Work): { main: string; rest: string } {
  const main = work.subproject ?? work.project ?? work.customer ?? work.activity;
  return { main: main?.name ?? "–", rest: main === work.activity ? "" : (work.activity?.name ?? "") };
}
export const workKey = (work: Work) => levels.map((level) => work[level]?.id ?? "").join("/");

/** `9`, `9:30`, `930`, `09.30` as minutes since midnight; null: no time of day. */
export function minutesOf(text: string): number | null {
  const [, hours = "", minutes = "0"] = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*$/.exec(text) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return hours === "" || Number(minutes) > 59 || total > day ? null : total;
}
export const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The same block at other times; an end that is not after the begin is one of the next day. */
export const withTimes = (block: Block, from: number, to: number): Block => ({
  ...block,
  from,
  to: to > from ? to : to + day,
});

const kept = ["break", "exported", "person", "hourly_rate", "fixed_rate", "meta"];

/**
 * The proposals of a dry run of `log_time`.
 * @param asked its arguments: what the answer does not repeat is taken from there
 */
export function toProposals(answer: Record<string, unknown>, asked: Record<string, unknown>): Block[] {
  const failed = ((answer.failed ?? []) as { index?: number }[]).map(({ index }) => index);
  const rows = (Array.isArray(asked.entries) ? asked.entries : [asked]).filter(
    (_row, index) => !failed.includes(index),
  );
  return ((answer.entries ?? []) as EntryResult[]).flatMap((entry, index) => {
    const block = toBlock(entry, `proposal ${index}`, entry.end ?? "");
    const row = (rows[index] ?? {}) as Record<string, unknown>;
    const extras = Object.fromEntries(kept.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
    return block ? [{ ...block, extras }] : [];
  });
}

/** A proposal as an entry of `log_time`. Work goes by id, as it was resolved; what would be made goes by its name. */
export function toRow(block: Block): Record<string, unknown> {
  const work = levels.flatMap((level) => {
    const ref = block.work[level];
    return ref ? [[level, /^new\b|^$/.test(ref.id) ? ref.name : `#${ref.id}`]] : [];
  });
  return {
    ...block.extras,
    day: block.day,
    from: clock(block.from),
    to: clock(block.to),
    ...Object.fromEntries(work),
    ...(block.text !== "" && { description: block.text }),
    ...(block.tags.length > 0 && { tags: block.tags }),
    ...(block.billable !== undefined && { billable: block.billable }),
  };
}

/** Full hours that the columns show: a working day, and whatever lies outside of it. */
export function hoursShown(blocks: readonly Block[]): { first: number; last: number } {
  const first = Math.min(8, ...blocks.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(18, ...blocks.map(({ to }) => Math.ceil(Math.min(to, day) / 60)));
  return { first, last };
}
