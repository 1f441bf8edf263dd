import type { CalendarDay, Entry, Instant, Ref } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { EntryQuery } from "#core/domain/ports";
import { dayBounds, plannedSeconds, workedSeconds } from "#core/time/aggregate";
import { addDays } from "#core/time/civil";
import { dayPieces, lookBackDays, type Piece } from "#core/time/report/day-pieces";
import { Groups } from "#core/time/report/groups";
import { Days } from "#core/time/report/keys";
import { longestSpan, SpanWatch } from "#core/time/report/spans";
import { Totals } from "#core/time/report/totals";
import { type Filter, passes } from "../entries/entry-filter";
import type { ToolCall } from "../lib/define";
import type { Asked } from "./input";

/** How many entries were read for an answer, told to who waits for it while pages come. */
export class Reading {
  entries = 0;
  private expected = 0;
  /** @param filter what the service does not filter by, for entries that are counted */
  constructor(
    private readonly call: ToolCall,
    private readonly filter: Pick<Filter, "undescribed"> = { undescribed: false },
  ) {}

  /** Every piece of an entry in the period, also of entries that began on the days before it. */
  async eachCounted(
    query: EntryQuery,
    days: Days,
    now: Instant,
    look: (piece: Piece<Entry>, entry: Entry) => void,
  ): Promise<void> {
    const from = days.startOf(addDays(days.of(query.from), -lookBackDays));
    await this.each({ ...query, from }, (entry) => {
      if (!passes(this.filter, entry)) return;
      for (const piece of dayPieces(entry, days, now))
        if (piece.begin >= query.from && piece.begin < query.to) look(piece, entry);
    });
  }

  /**
   * Every entry of a query, page by page; none is kept. Ends with the call: a cancelled one asks for no further page.
   */
  async each(query: EntryQuery, look: (entry: Entry) => void): Promise<void> {
    const before = this.entries;
    for await (const page of this.call.service.time.list(query, { signal: this.call.signal })) {
      if (this.call.signal.aborted) throw new InputError("cancelled", "Cancelled; nothing was changed.");
      this.entries += page.entries.length;
      for (const entry of page.entries) look(entry);
      if (page.total !== null) this.expected = Math.max(this.expected, before + page.total);
      // One page is one wait; more of them are worth telling.
      if (this.expected > 500 || this.entries > 500)
        this.call.progress(this.entries, Math.max(this.expected, this.entries));
    }
  }
}

/** All that one pass over the entries yields. */
export interface Collected {
  totals: Totals;
  groups: Groups;
  /** Worked seconds by person and day, also of the days before the period that the balance needs. */
  worked: Map<string, { person: Ref; days: Map<CalendarDay, number> }>;
  spans: SpanWatch | null;
}

/**
 * One pass over all entries, latest first. What is held: a sum for each group, and for each day of each person, and the
 * entries of about four days where gaps or overlaps are wanted. None of it grows with the number of entries in the period.
 * @param since first day that the balance needs; absent: the period's own
 */
export async function collect(
  query: Omit<EntryQuery, "from" | "to">,
  asked: Asked,
  reading: Reading,
  since: CalendarDay | undefined,
): Promise<Collected> {
  const { facts, from, to, first, show, now } = asked;
  const self = facts.person;
  const days = new Days(facts.zone, facts.weekStartsOn);
  const totals = new Totals();
  const groups = new Groups(asked.by, days, self);
  const worked: Collected["worked"] = new Map();
  const spans =
    show.has("gaps") || show.has("overlaps")
      ? new SpanWatch(days, Date.parse(now), { first, shortestGap: asked.shortestGap, keep: asked.rows })
      : null;
  // An entry that began before may still reach in, and cover what would else be a gap.
  const reach = spans ? addDays(first, -longestSpan / 24) : first;
  const begin: Instant[] = [from];
  if (spans) begin.push(dayBounds(reach, facts.zone).from);
  if (since !== undefined) begin.push(dayBounds(since, facts.zone).from);
  const [readFrom = from] = begin.sort();

  await reading.eachCounted({ ...query, from: readFrom, to }, days, now, (piece, entry) => {
    // Gaps and overlaps look at whole entries.
    if (spans && piece.begin === entry.begin && days.ofEntry(piece) >= reach)
      spans.add(entry, days.ofEntry(piece), entry.person ?? self);
    if (piece.planned) {
      if (piece.begin >= from) totals.planned += plannedSeconds(piece, now);
      return;
    }
    const seconds = workedSeconds(piece, now);
    const day = days.ofEntry(piece);
    const person = entry.person ?? self;
    if (piece.begin >= from) {
      totals.addOn(day, piece, seconds);
      groups.add(piece, seconds, day);
    }
    let own = worked.get(person.id);
    if (!own) {
      own = { person, days: new Map() };
      worked.set(person.id, own);
    }
    own.days.set(day, (own.days.get(day) ?? 0) + seconds);
  });
  spans?.finish();
  return { totals, groups, worked, spans };
}
