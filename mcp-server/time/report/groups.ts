import type { CalendarDay, Entry } from "../../domain/entities";
import { type Days, type Key, keysOf } from "./keys";
import { isTimeKey, type ReportKey } from "./names";

/** Seconds net of breaks, how many entries, and the billable part of the seconds. */
export interface Sum {
  seconds: number;
  entries: number;
  billable: number;
}

export interface Group extends Key, Sum {
  by: ReportKey;
  /** Part of the whole, 0 to 1, to four places. Parts by tag can add up to more than 1. */
  share: number;
  groups?: Group[];
  /** Groups below this one that did not fit in. */
  more?: number;
}

interface Node extends Sum {
  key: Key;
  below: Map<string, Node>;
}

export const addTo = (sum: Sum, seconds: number, billable: boolean | undefined): void => {
  sum.seconds += seconds;
  sum.entries += 1;
  if (billable) sum.billable += seconds;
};

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

  add(entry: Pick<Entry, "work" | "tags" | "person" | "billable">, seconds: number, day: CalendarDay): void {
    this.addBelow(this.top, 0, entry, seconds, day);
  }

  private addBelow(
    nodes: Map<string, Node>,
    depth: number,
    entry: Pick<Entry, "work" | "tags" | "person" | "billable">,
    seconds: number,
    day: CalendarDay,
  ): void {
    const by = this.by[depth];
    if (by === undefined) return;
    for (const key of keysOf(by, entry, day, this.days, this.self)) {
      let node = nodes.get(key.id);
      if (!node) {
        node = { key, seconds: 0, entries: 0, billable: 0, below: new Map() };
        nodes.set(key.id, node);
      }
      addTo(node, seconds, entry.billable);
      this.addBelow(node.below, depth + 1, entry, seconds, day);
    }
  }

  /** How many different groups the first level has. */
  get size(): number {
    return this.top.size;
  }

  /**
   * The largest first; days, weeks, months and years in their order, of which the latest stay where not all fit.
   * @param limits how many groups of each level
   * @param whole seconds that are all of it
   */
  rows(limits: readonly number[], whole: number): { groups: Group[]; more: number } {
    return this.rowsOf(this.top, 0, limits, whole);
  }

  private rowsOf(nodes: Map<string, Node>, depth: number, limits: readonly number[], whole: number) {
    const by = this.by[depth];
    if (by === undefined) return { groups: [], more: 0 };
    const limit = limits[depth] ?? 5;
    const all = [...nodes.values()];
    const inTime = isTimeKey(by);
    all.sort(
      inTime
        ? (a, b) => (a.key.id < b.key.id ? -1 : 1)
        : (a, b) => b.seconds - a.seconds || b.entries - a.entries || a.key.name.localeCompare(b.key.name),
    );
    const shown = inTime ? all.slice(Math.max(0, all.length - limit)) : all.slice(0, limit);
    const groups = shown.map(({ key, seconds, entries, billable, below }): Group => {
      const share = whole > 0 ? Math.round((seconds / whole) * 10_000) / 10_000 : 0;
      const row: Group = { by, ...key, seconds, entries, billable, share };
      if (depth + 1 < this.by.length) {
        const inner = this.rowsOf(below, depth + 1, limits, whole);
        row.groups = inner.groups;
        if (inner.more > 0) row.more = inner.more;
      }
      return row;
    });
    return { groups, more: all.length - shown.length };
  }
}
