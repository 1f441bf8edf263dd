import type { CalendarDay, Entry } from "../../domain/entities";
import { fold } from "../../domain/fold";
import { type Days, type Key, keysOf } from "./keys";
import { isTimeKey, type ReportKey, type ReportOrder } from "./names";
import { Tally } from "./tally";

/** One of several things of one name whose time is a group together: the activity "Design" of two projects. */
interface Part {
  key: Key;
  sum: Tally;
}

export interface Group extends Key {
  by: ReportKey;
  sum: Tally;
  /** Part of the whole, 0 to 1, to four places. Parts by tag can add up to more than 1. */
  share: number;
  /** Part of the group above it; absent on the first level. */
  shareAbove?: number;
  /** Present where several things have this name; `id` then holds the ids of all, with commas. Largest first. */
  parts?: Part[];
  groups?: Group[];
  /** Groups below this one that did not fit in. */
  more?: number;
}

interface Node {
  key: Key;
  sum: Tally;
  /** By id and what is above it. */
  parts: Map<string, Part>;
  below: Map<string, Node>;
}

type Grouped = Pick<Entry, "work" | "tags" | "person" | "billable" | "exported" | "rate" | "end"> & { whole?: object };

const partOf = (seconds: number, whole: number) => (whole > 0 ? Math.round((seconds / whole) * 10_000) / 10_000 : 0);
const largest = (a: Part, b: Part) =>
  b.sum.seconds - a.sum.seconds || b.sum.entries - a.sum.entries || a.key.name.localeCompare(b.key.name);

/** Projects have activities of their own that mean the same: those of one name are one group. */
const groupId = (by: ReportKey, { id, name }: Key) => (by === "activity" && id !== "" ? `named ${fold(name)}` : id);

/**
 * Sums by up to three keys, one entry at a time. It keeps one row for each group that occurs and no entry, so its size
 * follows from how many different projects, people or days there are, not from how many entries.
 */
export class Groups {
  private readonly top = new Map<string, Node>();

  constructor(
    private readonly by: readonly ReportKey[],
    private readonly days: Days,
    /** Whose an entry is that names nobody. */
    private readonly self: Key,
  ) {}

  add(entry: Grouped, seconds: number, day: CalendarDay): void {
    this.addBelow(this.top, 0, entry, seconds, day);
  }

  private addBelow(nodes: Map<string, Node>, depth: number, entry: Grouped, seconds: number, day: CalendarDay): void {
    const by = this.by[depth];
    if (by === undefined) return;
    for (const key of keysOf(by, entry, day, this.days, this.self)) {
      const id = groupId(by, key);
      let node = nodes.get(id);
      if (!node) {
        node = { key, sum: new Tally(), parts: new Map(), below: new Map() };
        nodes.set(id, node);
      }
      node.sum.add(entry, seconds);
      if (by === "activity") addPart(node.parts, key, entry, seconds);
      this.addBelow(node.below, depth + 1, entry, seconds, day);
    }
  }

  /** How many different groups the first level has. */
  get size(): number {
    return this.top.size;
  }

  /**
   * The largest first, but days, weeks, months and years in their order, of which the latest stay where not all fit; or
   * all of them as `order` says.
   * @param limits how many groups of each level
   * @param whole seconds that are all of it
   * @returns how many groups of the first level were left out, and the seconds of these together
   */
  rows(
    limits: readonly number[],
    whole: number,
    order?: ReportOrder,
  ): { groups: Group[]; more: number; moreSeconds: number } {
    return this.rowsOf(this.top, 0, limits, whole, order);
  }

  private rowsOf(
    nodes: Map<string, Node>,
    depth: number,
    limits: readonly number[],
    whole: number,
    order: ReportOrder | undefined,
    above?: number,
  ): { groups: Group[]; more: number; moreSeconds: number } {
    const by = this.by[depth];
    if (by === undefined) return { groups: [], more: 0, moreSeconds: 0 };
    const limit = limits[depth] ?? 5;
    const all = [...nodes.values()];
    const inTime = isTimeKey(by) && (order === undefined || order === "name");
    if (inTime) all.sort((a, b) => (a.key.id < b.key.id ? -1 : 1));
    else if (order === "name") all.sort((a, b) => a.key.name.localeCompare(b.key.name));
    else if (order === "smallest") all.sort((a, b) => largest(b, a));
    else all.sort(largest);
    const shown = inTime ? all.slice(Math.max(0, all.length - limit)) : all.slice(0, limit);
    const groups = shown.map(({ key, sum, parts, below }): Group => {
      const row: Group = { by, ...key, sum, share: partOf(sum.seconds, whole) };
      if (above !== undefined) row.shareAbove = partOf(sum.seconds, above);
      if (parts.size > 1) Object.assign(row, together([...parts.values()].sort(largest)));
      if (depth + 1 < this.by.length) {
        const inner = this.rowsOf(below, depth + 1, limits, whole, order, sum.seconds);
        row.groups = inner.groups;
        if (inner.more > 0) row.more = inner.more;
      }
      return row;
    });
    const sumOf = (some: readonly { sum: Tally }[]) => some.reduce((total, { sum }) => total + sum.seconds, 0);
    return { groups, more: all.length - shown.length, moreSeconds: sumOf(all) - sumOf(shown) };
  }
}

function addPart(parts: Map<string, Part>, key: Key, entry: Grouped, seconds: number): void {
  const at = JSON.stringify([key.id, ...Object.values(key.parents ?? {}).map((ref) => ref?.id)]);
  let part = parts.get(at);
  if (!part) {
    part = { key, sum: new Tally() };
    parts.set(at, part);
  }
  part.sum.add(entry, seconds);
}

/** @param parts at least two, largest first */
function together(parts: Part[]): Pick<Group, "id" | "name" | "parents" | "parts"> {
  const ids = [...new Set(parts.map(({ key }) => key.id))];
  return { id: ids.join(","), name: parts[0]?.key.name ?? "", parents: undefined, parts };
}
