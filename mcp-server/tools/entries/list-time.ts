import type { Entry } from "../../domain/entities";
import type { EntryQuery } from "../../domain/ports";
import { defineTool } from "../lib/define";
import { choice, count, flag, outputSchema, text } from "../lib/schema";
import { filterShape } from "../lib/shapes";

export const listTime = defineTool({
  name: "list_time",
  title: "List time",
  description: "Entries of a period with ids and total. Not for totals by group (report_time).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    period: text("mon-wed, 2026-11; default this week"),
    ...filterShape,
    exported: flag("Only these or only others"),
    running: flag("Only these or only others"),
    changed_since: text("Day, moment"),
    order: choice(["newest", "oldest", "longest", "rate"], "Default newest"),
    detail: choice(["short", "full"], "Default short"),
    limit: count("Default 25", 500),
    cursor: text("next of the last page", 500),
  },
  output: outputSchema({ total: "object" }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const { order = "newest", limit = 25 } = input;
    const after = input.cursor === undefined ? null : kit.readCursor(input.cursor, order);
    const span = kit.parseRange(input, context);
    const { changed_since: changed } = input;
    const changedSince = changed === undefined ? undefined : kit.parseEdge(changed, context).from;

    const { query: filter } = await kit.entryFilter(input, call);
    const query: EntryQuery = { ...filter, from: span.from, to: span.to, running: input.running, changedSince };
    const inOrder = kit.compareEntries(order);
    const dayOf = ({ begin }: Entry) => kit.dayOf(begin, facts.zone);
    // A later page of the newest begins within a day, whose total needs the whole day; other orders read all again.
    const newest = after && order === "newest" ? kit.dayOf(String(after.key), facts.zone) : null;
    const [to = span.to] = [span.to, newest ? kit.dayBounds(newest, facts.zone).to : span.to].sort();
    const all: Entry[] = [];
    let whole = true;
    for await (const page of call.service.time.list({ ...query, to }, { signal: call.signal })) {
      all.push(...page.entries);
      if (page.total !== null && page.total > 500) call.progress(all.length, page.total);
      if (!newest) continue;
      // Pages come newest first: with the last shown day behind us a later page knows enough.
      const last = all.at(-1);
      const lastShown = all.filter((entry) => kit.follows(entry, after)).sort(inOrder)[limit];
      if (last && lastShown && dayOf(last) < dayOf(lastShown)) {
        whole = false;
        break;
      }
    }
    if (order === "rate" && all.length > 0 && all.every(({ rate }) => rate === undefined))
      throw new kit.ServiceError("forbidden", "This account does not see what time is worth.", {
        next: "Choose another order.",
      });
    all.sort(inOrder);
    const rest = all.filter((entry) => kit.follows(entry, after));
    const page = rest.slice(0, limit);
    // Of one's own time everybody knows whose it is.
    const own = query.people === "me" && input.detail !== "full";
    const shown = own ? page.map(({ person: _own, ...entry }): Entry => entry) : page;
    const total = after
      ? { entries: after.entries, seconds: after.seconds, of_first_page: true }
      : {
          entries: all.length,
          seconds: all.reduce((sum, entry) => sum + kit.secondsOf(entry, context.now), 0),
        };
    const left = rest.length - shown.length;
    const shownSoFar = (after?.shown ?? 0) + shown.length;
    const more = whole ? left : Math.max(left, total.entries - shownSoFar);
    const lastShown = page.at(-1);
    const next = more > 0 && lastShown ? kit.writeCursor(order, lastShown, { ...total, shown: shownSoFar }) : undefined;
    const from = kit.withOffset(span.from, facts.zone);
    const until = kit.withOffset(span.to, facts.zone);
    const byDay = order === "newest" || order === "oldest";
    const rows =
      input.detail === "full"
        ? { entries: shown.map((entry) => kit.entryView(entry, place)) }
        : byDay
          ? { days: kit.dayRows(all, shown, place) }
          : { entries: shown.map((entry) => ({ day: dayOf(entry), ...kit.entryRow(entry, place) })) };
    const lines = [
      `${from} to ${until} (${facts.zone}): ${total.entries} ${total.entries === 1 ? "entry" : "entries"}, ${kit.hoursMinutes(total.seconds)}`,
      kit.untrusted,
      ...(byDay && input.detail !== "full"
        ? kit.dayLines(all, shown, place)
        : shown.map((entry) => kit.entryLine(entry, place, { full: input.detail === "full" }))),
      more > 0 ? `${more} more: cursor ${next ?? ""}, a higher limit, or a shorter period.` : "",
    ];
    return {
      data: {
        zone: facts.zone,
        from,
        to: until,
        total,
        ...rows,
        more,
        ...(next !== undefined && { next }),
        untrusted: kit.untrusted,
      },
      text: lines.filter(Boolean).join("\n"),
    };
  },
});
