import type { CalendarDay, Entry, Instant, Work, WorkLevel } from "../../domain/entities";
import { weekOf } from "../aggregate";
import { addDays, startOfDay, weekday, weekNumber } from "../civil";
import { monthName } from "../day-text";
import { dayOf } from "../format";
import type { ReportKey } from "./names";

/** What a group is one of. `id` is empty where entries have none (no tag, no project). */
export interface Key {
  id: string;
  name: string;
  /** Levels above a work item. */
  parents?: Work;
}

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const above: Record<WorkLevel, readonly WorkLevel[]> = {
  customer: [],
  project: ["customer"],
  subproject: ["customer", "project"],
  activity: ["customer", "project", "subproject"],
};

/**
 * Civil days of many moments. Entries of a list lie close together, so the bounds of the last day are kept and most
 * answers are two comparisons: turning each instant into a civil time would cost more than all sums together. It keeps
 * the begin of each day that it met.
 */
export class Days {
  private day: CalendarDay = "";
  private from: Instant = "";
  private to: Instant = "";
  private readonly starts = new Map<CalendarDay, Instant>();
  private readonly periods = new Map<string, Key>();

  constructor(
    readonly zone: string,
    private readonly weekStartsOn: number,
  ) {}

  of(instant: Instant): CalendarDay {
    if (instant >= this.from && instant < this.to) return this.day;
    // Lists go back day by day, and the end of the day before is the begin of this one.
    const before = this.day === "" ? "" : addDays(this.day, -1);
    if (before !== "" && instant < this.from && instant >= this.startOf(before)) {
      this.to = this.from;
      this.day = before;
    } else {
      this.day = dayOf(instant, this.zone);
      this.to = this.startOf(addDays(this.day, 1));
    }
    this.from = this.startOf(this.day);
    return this.day;
  }

  /** The civil day on which an entry begins, by the clock where it was recorded. */
  ofEntry({ begin, zone }: Pick<Entry, "begin" | "zone">): CalendarDay {
    return zone === undefined || zone === this.zone ? this.of(begin) : dayOf(begin, zone);
  }

  /** The first moment of the civil day after the one of a moment. @param zone of an entry that was recorded elsewhere */
  nextDay(instant: Instant, zone = this.zone): Instant {
    if (zone !== this.zone) return startOfDay(addDays(dayOf(instant, zone), 1), zone);
    return this.startOf(addDays(this.of(instant), 1));
  }

  /** The first moment of a civil day. */
  startOf(day: CalendarDay): Instant {
    let start = this.starts.get(day);
    if (start === undefined) {
      start = startOfDay(day, this.zone);
      this.starts.set(day, start);
    }
    return start;
  }

  /** The day, week, month or year of a day; its id is the first day of it. */
  period(by: "day" | "week" | "month" | "year", day: CalendarDay): Key {
    const at = `${by}${day}`;
    let key = this.periods.get(at);
    if (!key) {
      key = periodKey(by, day, this.weekStartsOn);
      this.periods.set(at, key);
    }
    return key;
  }
}

/**
 * A week has the ISO number of the week in which most of its days lie: that of its fourth day, on whatever day it begins.
 * @param first first day of the week
 */
export const weekOfYear = (first: CalendarDay) => weekNumber(addDays(first, 3));

function periodKey(by: "day" | "week" | "month" | "year", day: CalendarDay, weekStartsOn: number): Key {
  if (by === "day") return { id: day, name: `${day} ${dayNames[weekday(day) - 1] ?? ""}` };
  if (by === "month") return { id: `${day.slice(0, 7)}-01`, name: monthName(day) };
  if (by === "year") return { id: `${day.slice(0, 4)}-01-01`, name: day.slice(0, 4) };
  const [first = day] = weekOf(day, weekStartsOn);
  const { year, week } = weekOfYear(first);
  return { id: first, name: `${year}-W${String(week).padStart(2, "0")}` };
}

/** The groups of an entry: one, but for tags, where it counts in each. @param day the civil day on which it begins */
export function keysOf(
  by: ReportKey,
  entry: Pick<Entry, "work" | "tags" | "person" | "billable">,
  day: CalendarDay,
  days: Days,
  self: Key,
): Key[] {
  switch (by) {
    case "day":
    case "week":
    case "month":
    case "year":
      return [days.period(by, day)];
    case "tag":
      return entry.tags.length === 0
        ? [{ id: "", name: "(no tag)" }]
        : [...new Set(entry.tags)].map((tag) => ({ id: tag, name: tag }));
    case "person":
      return [entry.person ?? self];
    case "billable":
      if (entry.billable === undefined) return [{ id: "", name: "(not known)" }];
      return [entry.billable ? { id: "yes", name: "billable" } : { id: "no", name: "not billable" }];
    default: {
      const item = entry.work[by];
      if (!item) return [{ id: "", name: `(no ${by})` }];
      const parents: Work = {};
      for (const level of above[by]) if (entry.work[level]) parents[level] = entry.work[level];
      return [{ id: item.id, name: item.name, ...(Object.keys(parents).length > 0 && { parents }) }];
    }
  }
}
