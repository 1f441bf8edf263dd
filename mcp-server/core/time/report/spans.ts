import type { CalendarDay, Entry, Instant, Ref } from "../../domain/entities";
import { toInstant } from "../format";
import { gapBefore, isSeen } from "../gaps";
import type { Days } from "./keys";

export interface Gap {
  person: Ref;
  day: CalendarDay;
  from: Instant;
  to: Instant;
  seconds: number;
}

export interface SharedTime {
  person: Ref;
  /** Of the entry that began first, then of the other. */
  ids: [string, string];
  from: Instant;
  /** null where both still run */
  to: Instant | null;
  seconds: number | null;
}

/** The latest finds, and how many more there were. */
export interface Finds<T> {
  found: T[];
  more: number;
  /** Of all of them, also of those that are not in `found`. */
  seconds: number;
}

interface Open {
  id: string;
  day: CalendarDay;
  begin: number;
  /** Infinity while it runs. */
  end: number;
}

interface Watched {
  person: Ref;
  /** Latest begin first, as entries come. */
  open: Open[];
}

/** An entry that lasts longer is told by `tooLong`: it may reach to days that were settled already. Hours. */
export const longestSpan = 48;
const horizon = longestSpan * 3_600_000;

const finds = <T>(): Finds<T> => ({ found: [], more: 0, seconds: 0 });
const iso = (milliseconds: number): Instant => toInstant(milliseconds);

/**
 * Finds time without any entry between the first begin and the last end of a day, and time that two entries of one
 * person share, from entries that come latest begin first. What only seconds make is neither.
 *
 * Memory: an entry is kept until everything that could touch its day has passed, that is until entries begin more than
 * `longestSpan` before that day. So what is held are the entries of about four days, and `keep` finds of each kind,
 * however long the period is.
 */
export class SpanWatch {
  readonly gaps = finds<Gap>();
  readonly overlaps = finds<SharedTime>();
  /** Entries longer than `longestSpan`: gaps and overlaps inside them are known for their first days only. */
  tooLong = 0;
  private readonly people = new Map<string, Watched>();
  private day: CalendarDay = "";

  constructor(
    private readonly days: Days,
    private readonly now: number,
    private readonly wanted: {
      /** Finds of earlier days are not told; entries before it only reach into it. */
      first: CalendarDay;
      /** Seconds; shorter gaps are none. */
      shortestGap: number;
      keep: number;
    },
  ) {}

  /** @param day the civil day on which the entry begins */
  add(entry: Pick<Entry, "id" | "begin" | "end">, day: CalendarDay, person: Ref): void {
    const begin = Date.parse(entry.begin);
    const end = entry.end === null ? Number.POSITIVE_INFINITY : Date.parse(entry.end);
    if (end <= begin) return;
    if (Math.min(end, Math.max(this.now, begin)) - begin > horizon) this.tooLong += 1;
    let watched = this.people.get(person.id);
    if (!watched) {
      watched = { person, open: [] };
      this.people.set(person.id, watched);
    }
    // The oldest of the open ones stands last: go on until one begins after this entry has ended.
    for (let index = watched.open.length - 1; index >= 0; index--) {
      const later = watched.open[index];
      if (!later || later.begin >= this.reach({ begin, end })) break;
      if (later.day >= this.wanted.first) this.shared({ id: entry.id, begin, end }, later, watched.person);
    }
    watched.open.push({ id: entry.id, day, begin, end });
    if (day !== this.day) {
      this.day = day;
      this.settle(begin);
    }
  }

  /** What runs reaches until now: it does not overlap what is planned after that. */
  private reach({ begin, end }: Pick<Open, "begin" | "end">): number {
    return end === Number.POSITIVE_INFINITY ? Math.max(begin, this.now) : end;
  }

  private shared({ id, ...earlier }: Omit<Open, "day">, later: Open, person: Ref): void {
    const bothRun = earlier.end === later.end && later.end === Number.POSITIVE_INFINITY;
    const to = bothRun ? later.end : Math.min(this.reach(earlier), this.reach(later));
    if (!isSeen(later.begin, to)) return;
    const seconds = to === Number.POSITIVE_INFINITY ? null : Math.round((to - later.begin) / 1000);
    const to_ = seconds === null ? null : iso(to);
    record(
      this.overlaps,
      { person, ids: [id, later.id], from: iso(later.begin), to: to_, seconds },
      seconds ?? 0,
      this.wanted.keep,
    );
  }

  /** Looks for gaps in all days that nothing can reach any more, and forgets them. @param reached begin of the newest */
  private settle(reached: number): void {
    for (const watched of this.people.values()) {
      while (watched.open.length > 0) {
        const day = watched.open[0]?.day ?? "";
        if (reached >= Date.parse(this.days.startOf(day)) - horizon) break;
        this.closeDay(watched, day);
      }
    }
  }

  private closeDay({ person, open }: Watched, day: CalendarDay): void {
    const count = open.findIndex((span) => span.day !== day);
    const spans = open.splice(0, count < 0 ? open.length : count).reverse();
    if (day < this.wanted.first) return;
    // Only what runs ends at an unknown time; it covers everything up to now.
    const endOf = (span: Open) => this.reach(span);
    let covered = Math.max(spans[0]?.begin ?? 0, ...open.map(endOf));
    for (const span of spans) {
      const seconds = gapBefore(covered, span.begin, { now: this.now, least: this.wanted.shortestGap });
      if (seconds !== null)
        record(this.gaps, { person, day, from: iso(covered), to: iso(span.begin), seconds }, seconds, this.wanted.keep);
      covered = Math.max(covered, endOf(span));
    }
  }

  /** After the last entry. */
  finish(): void {
    for (const watched of this.people.values())
      while (watched.open.length > 0) this.closeDay(watched, watched.open[0]?.day ?? "");
    this.gaps.found.sort((a, b) => (a.from < b.from ? -1 : 1));
    this.overlaps.found.sort((a, b) => (a.from < b.from ? -1 : 1));
  }
}

function record<T>(finds: Finds<T>, find: T, seconds: number, keep: number): void {
  finds.seconds += seconds;
  if (finds.found.length < keep) finds.found.push(find);
  else finds.more += 1;
}
