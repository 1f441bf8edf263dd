import type { Entry } from "../domain/entities";
import type { EntryQuery } from "../domain/ports";
import { defineTool, type Kit } from "./define";
import { choice, count, flag, outputSchema, text, texts } from "./schema";

/** Newest first, and by id where two begin together: the order that cursors count on. */
const newestFirst = (a: Entry, b: Entry) =>
  a.begin === b.begin ? (a.id < b.id ? 1 : a.id > b.id ? -1 : 0) : a.begin < b.begin ? 1 : -1;

/** Where a page ended, and what the first page found in the whole period, which is not read again for each page. */
interface Cursor {
  begin: string;
  id: string;
  /** Entries and seconds of the whole period, as of the first page. */
  entries: number;
  seconds: number;
  /** How many entries the pages so far had. */
  shown: number;
}

/** A place, not a number of rows to skip: entries that come or go above it do not shift what follows. */
const writeCursor = ({ begin, id, entries, seconds, shown }: Cursor) =>
  Buffer.from(JSON.stringify([begin, id, entries, seconds, shown])).toString("base64url");

function readCursor(cursor: string, kit: Kit): Cursor {
  try {
    const [begin, id, ...counts] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    const [entries, seconds, shown] = counts.filter((count) => typeof count === "number");
    if (typeof begin === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(begin) && typeof id === "string")
      if (entries !== undefined && seconds !== undefined && shown !== undefined)
        return { begin, id, entries, seconds, shown };
  } catch {
    // falls through to the one answer for every wrong cursor
  }
  throw new kit.InputError("argument", "This cursor is not one of list_time.", {
    next: "Leave it out for the first page; `next` of a page is the cursor of the following one.",
  });
}

export const listTime = defineTool({
  name: "list_time",
  title: "List time",
  description:
    "Entries of a period with totals first, by day, newest first; ids for update_time and delete_time. Not for what runs now (get_status).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    period: text("`today`, `last week`, `mon-wed`, `2026-11`; default this week"),
    from: text("First day or moment, instead of period"),
    to: text("Last day or moment; default today"),
    people: texts("`me` (default), `everyone`, or names/#ids"),
    customer: text("Name or #id"),
    project: text("Name or #id"),
    activity: text("Name or #id"),
    tags: texts("Entries with all of these tags"),
    text: text("Part of the description"),
    billable: flag("Only billable, or only not"),
    exported: flag("Only exported, or only not"),
    detail: choice(["short", "full"], "short (default) or every field"),
    limit: count("Rows per page, default 25", 500),
    cursor: text("`next` of the page before", 500),
  },
  output: outputSchema({
    zone: "string",
    from: "string",
    to: "string",
    total: "object",
    days: "array",
    entries: "array",
    more: "number",
    next: "string",
  }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const after = input.cursor === undefined ? null : readCursor(input.cursor, kit);
    const span = kit.parseRange(input, context);

    const { query: filter } = await kit.entryFilter(input, call);
    const query: EntryQuery = { ...filter, from: span.from, to: span.to };
    const limit = input.limit ?? 25;
    const follows = ({ begin, id }: Entry) => !after || begin < after.begin || (begin === after.begin && id < after.id);
    const dayOf = ({ begin }: { begin: string }) => kit.dayOf(begin, facts.zone);
    // A later page begins within a day, whose total needs the whole day.
    const [to = span.to] = [span.to, after ? kit.dayBounds(dayOf(after), facts.zone).to : span.to].sort();
    const all: Entry[] = [];
    let whole = true;
    for await (const page of call.service.time.list({ ...query, to }, { signal: call.signal })) {
      all.push(...page.entries);
      if (page.total !== null && page.total > 500) call.progress(all.length, page.total);
      // Pages come newest first: with the last shown day behind us a later page knows enough.
      const last = all.at(-1);
      const lastShown = after ? all.filter(follows).sort(newestFirst)[limit] : undefined;
      if (last && lastShown && dayOf(last) < dayOf(lastShown)) {
        whole = false;
        break;
      }
    }
    all.sort(newestFirst);
    const rest = all.filter(follows);
    const shown = rest.slice(0, limit);
    const total = after
      ? { entries: after.entries, seconds: after.seconds, of_first_page: true }
      : {
          entries: all.length,
          seconds: all.reduce((sum, entry) => sum + kit.secondsOf(entry, context.now), 0),
        };
    const left = rest.length - shown.length;
    const shownSoFar = (after?.shown ?? 0) + shown.length;
    const more = whole ? left : Math.max(left, total.entries - shownSoFar);
    const lastShown = shown.at(-1);
    const next =
      more > 0 && lastShown
        ? writeCursor({ ...total, begin: lastShown.begin, id: lastShown.id, shown: shownSoFar })
        : undefined;
    const head = {
      zone: facts.zone,
      from: kit.withOffset(span.from, facts.zone),
      to: kit.withOffset(span.to, facts.zone),
      total,
      ...(input.detail !== "full" && { days: kit.dayRows(all, shown, place) }),
    };
    const data = {
      ...head,
      ...(input.detail === "full" && { entries: shown.map((entry) => kit.entryView(entry, place)) }),
      more,
      ...(next !== undefined && { next }),
      untrusted: kit.untrusted,
    };
    const lines = [
      `${head.from} to ${head.to} (${facts.zone}): ${total.entries} entries, ${kit.hoursMinutes(total.seconds)}`,
      kit.untrusted,
      ...kit.dayLines(all, shown, place),
      more > 0 ? `${more} more: cursor ${next ?? ""}, a higher limit, or a shorter period.` : "",
    ];
    return { data, text: lines.filter(Boolean).join("\n") };
  },
});
