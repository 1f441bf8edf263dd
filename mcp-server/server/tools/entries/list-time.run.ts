import type { Entry } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { EntryQuery } from "#core/domain/ports";
import { dayBounds, workedSeconds } from "#core/time/aggregate";
import { addDays } from "#core/time/civil";
import { dayOf, hoursMinutes, toInstant, withOffset } from "#core/time/format";
import { parseEdge } from "#core/time/parse";
import { dayPieces, lookBackDays } from "#core/time/report/day-pieces";
import { Days } from "#core/time/report/keys";
import { periodText } from "#core/time/span-text";
import type { RunOf, ToolResult } from "../lib/define";
import { type ExportWay, exported, resourceUri } from "../lib/export";
import { parseRange, timeContext } from "../lib/period-arguments";
import { sumNotes } from "../lib/sum-notes";
import { entryLine, entryView } from "../lib/view";
import { dayLines, dayRows, entryRow } from "./entries-by-day";
import { entriesSheet } from "./entries-csv";
import { entryFilter, filterWords, isNarrowed, passes } from "./entry-filter";
import { compareEntries, follows, readCursor, writeCursor } from "./entry-order";
import type { listTime } from "./list-time";

export const run: RunOf<typeof listTime> = async (input, call) => {
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  const { order = "newest", limit = 25 } = input;
  const after = input.cursor === undefined ? null : readCursor(input.cursor, order);
  const span = parseRange(input, context);
  const { changed_since: changed } = input;
  const changedSince = changed === undefined ? undefined : parseEdge(changed, context).from;

  const filter = await entryFilter(input, call);
  const { guesses } = filter;
  const query: EntryQuery = { ...filter.query, from: span.from, to: span.to, running: input.running, changedSince };
  const inOrder = compareEntries(order);
  const beginDay = ({ begin }: Entry) => dayOf(begin, facts.zone);
  // A later page of the newest begins within a day, whose total needs the whole day; other orders read all again.
  const newest = after && order === "newest" ? dayOf(String(after.key), facts.zone) : null;
  const [to = span.to] = [span.to, newest ? dayBounds(newest, facts.zone).to : span.to].sort();
  const all: Entry[] = [];
  let whole = true;
  /** Entries that began before the period and may reach into it. */
  const reaching: Entry[] = [];
  const from = dayBounds(addDays(dayOf(span.from, facts.zone), -lookBackDays), facts.zone).from;
  for await (const page of call.service.time.list({ ...query, from, to }, { signal: call.signal })) {
    for (const entry of page.entries)
      if (passes(filter, entry)) (entry.begin >= span.from ? all : reaching).push(entry);
    if (page.total !== null && page.total > 500) call.progress(all.length, page.total);
    if (!newest) continue;
    // Pages come newest first: with the last shown day behind us a later page knows enough.
    const last = all.at(-1);
    const lastShown = all.filter((entry) => follows(entry, after)).sort(inOrder)[limit];
    if (last && lastShown && beginDay(last) < beginDay(lastShown)) {
      whole = false;
      break;
    }
  }
  if (order === "rate" && all.length > 0 && all.every(({ rate }) => rate === undefined))
    throw new ServiceError("forbidden", "This account does not see what time is worth.", {
      next: "Choose another order.",
    });
  const days = new Days(facts.zone, facts.weekStartsOn);
  const counted = [...all, ...reaching]
    .flatMap((entry) => dayPieces(entry, days, context.now))
    .filter(({ begin }) => begin >= span.from && begin < span.to);
  const worked = counted.reduce((sum, piece) => sum + workedSeconds(piece, context.now), 0);
  if (input.export) {
    if (after) throw new InputError("argument", "An export has all rows: leave `cursor` out.");
    return await exportList(input.export);
  }
  all.sort(inOrder);
  const rest = all.filter((entry) => follows(entry, after));
  const page = rest.slice(0, limit);
  // Of one's own time everybody knows whose it is.
  const own = query.people === "me" && input.detail !== "full";
  const shown = own ? page.map(({ person: _own, ...entry }): Entry => entry) : page;
  const total = after
    ? { entries: after.entries, seconds: after.seconds, of_first_page: true }
    : {
        entries: all.length,
        seconds: worked,
      };
  const left = rest.length - shown.length;
  const shownSoFar = (after?.shown ?? 0) + shown.length;
  const more = whole ? left : Math.max(left, total.entries - shownSoFar);
  const lastShown = page.at(-1);
  const next = more > 0 && lastShown ? writeCursor(order, lastShown, { ...total, shown: shownSoFar }) : undefined;
  const period = periodText(span.from, span.to, facts.zone, context.now);
  const byDay = order === "newest" || order === "oldest";
  const rows =
    input.detail === "full"
      ? { entries: shown.map((entry) => entryView(entry, place)) }
      : byDay
        ? { days: dayRows(counted, shown, place) }
        : { entries: shown.map((entry) => ({ day: beginDay(entry), ...entryRow(entry, place) })) };
  // A later page may have read a part only; the first one told it of all.
  const notes = after ? guesses : [...guesses, ...sumNotes(counted, place, facts.person)];
  const lines = [
    `${period} (${facts.zone})${filterWords(input, filter)}: ${total.entries} ${total.entries === 1 ? "entry" : "entries"}, ${hoursMinutes(total.seconds)}`,
    ...(byDay && input.detail !== "full"
      ? dayLines(counted, shown, place)
      : shown.map((entry) => entryLine(entry, place, { full: input.detail === "full" }))),
    ...notes,
    more > 0 ? `${more} more: cursor ${next ?? ""}, a higher limit, or a shorter period.` : "",
  ];
  return {
    data: {
      ...head(period),
      total,
      ...rows,
      ...(notes.length > 0 && { notes }),
      more,
      ...(next !== undefined && { next }),
    },
    text: lines.filter(Boolean).join("\n"),
  };

  function head(period: string) {
    return { zone: facts.zone, period, from: withOffset(span.from, facts.zone), to: withOffset(span.to, facts.zone) };
  }

  /** In the order that was asked for; without one the earliest comes first, as a sheet is read. */
  async function exportList(way: ExportWay): Promise<ToolResult> {
    all.sort(input.order ? inOrder : compareEntries("oldest"));
    const { csv, line } = entriesSheet(facts, context.now);
    for (const entry of all) csv.add(line(entry));
    const [first, last] = [dayOf(span.from, facts.zone), dayOf(instantBefore(span.to), facts.zone)];
    const plain = !isNarrowed(input, query) && input.running === undefined && changedSince === undefined;
    const uri = plain ? resourceUri("entries", span, { first, last, zone: facts.zone }, call.account.id) : undefined;
    const period = periodText(span.from, span.to, facts.zone, context.now);
    const made = await exported(
      csv,
      {
        way,
        name: `punchcard-${first}-${last}`,
        ...(uri && { uri }),
        cells: [query.people === "me" ? "time.read" : "others_time.read"],
        words: period,
        target: [query, all.length],
      },
      call,
    );
    const total = { entries: all.length, seconds: worked };
    const title = `${period} (${facts.zone}): ${all.length} ${all.length === 1 ? "entry" : "entries"}, ${hoursMinutes(worked)}`;
    const notes = [...guesses, ...sumNotes(counted, place, facts.person)];
    return {
      ...made,
      data: { ...head(period), total, ...(notes.length > 0 && { notes }), more: 0, ...made.data },
      text: [title, ...notes, made.text].join("\n"),
    };
  }
};

const instantBefore = (to: string) => toInstant(Date.parse(to) - 1000);
