import type { Entry } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { EntryPatch } from "#core/domain/ports";
import { cleanText } from "#core/domain/text";
import { message } from "#core/messages/message";
import { parseChange } from "#core/time/change";
import { hoursMinutes } from "#core/time/format";
import { isOthersEntry, readCellOf } from "../lib/require-permission";
import type { InputOf } from "../lib/schema";
import { entryLine, entrySaid, newEntry } from "../lib/view";
import { copyEntry, splitEntry } from "./duplicate-entry";
import { checkBreak, checkWay, cutAt, isSame, lengthOf, namedWork, tagsAfter } from "./entry-change";
import { readDetails } from "./entry-details";
import type { Planned } from "./entry-warnings";
import { checkSpan, isForgotten } from "./entry-warnings";
import type { changeShape } from "./update-time";
import type { Booking, Row } from "./write-entries";

export type Change = InputOf<typeof changeShape>;

export const timeCell = (others: boolean, action: "create" | "update"): Cell =>
  `${others ? "others_time" : "time"}.${action}`;

/**
 * How an entry becomes what a change says of it, as a row to show or to write.
 * @param readable whether what one's own (or others') hold may be told
 */
export function changeRows({ call, facts, context, place, resolver }: Booking, readable: (others: boolean) => boolean) {
  const { time, timer } = call.service;
  const options = { signal: call.signal };
  return prepareRow;

  /** What running again means beside what runs, and for how long it then counts. */
  async function reopenNotes({ id, begin }: Entry): Promise<string[]> {
    if (timer.unreadable) return [];
    const { running } = await timer.read(options);
    const others = running.filter((one) => one.id !== id);
    const length = hoursMinutes((Date.parse(context.now) - Date.parse(begin)) / 1000);
    return [
      ...others.map((one) => `Other work is running: ${entryLine(one, place)}.`),
      ...(isForgotten(begin, context.now) ? [`It counts from its begin until it is ended: ${length} by now.`] : []),
    ];
  }

  async function prepareRow(change: Change, before: Entry): Promise<Row> {
    const others = isOthersEntry(before, facts);
    const id = `#${cleanText(before.id, 100)}`;
    const { reopen, copy, split } = change;
    checkWay(change, before);
    const cut = split === undefined ? undefined : cutAt(before, split, context);
    // What is changed: the entry itself, or the part of it that comes after the cut.
    const source: Entry = cut === undefined ? before : { ...before, begin: cut };

    const lasting = reopen ? { begin: before.begin, end: null } : source;
    // Clock times are those that are shown of it.
    const asRecorded = before.zone === undefined ? context : { ...context, zone: before.zone };
    const span = cut === undefined ? parseChange(lasting, change, asRecorded) : lasting;
    if ((span.begin !== source.begin || span.end !== lasting.end) && !facts.booking.freeTimes)
      throw new InputError("time", "This service stamps times itself: they cannot be changed.");
    // Only what comes is looked up: a tag that is there already may be one that nobody can choose any more.
    const coming = change.add_tags ?? (change.remove_tags ? [] : change.tags);
    const {
      details,
      shown,
      person,
      notes: said,
    } = await readDetails({ ...change, tags: coming }, facts, resolver, call);
    const tags = tagsAfter(before.tags, change, details.tags);
    if (tags) details.tags = shown.tags = tags;
    const named = namedWork(change);
    const moves = Object.values(named).some((name) => name !== undefined);
    const resolved = moves ? await resolver.resolve(named, before.work) : { work: before.work, notes: [] };
    const end = reopen ? null : span.end;
    const ends = before.end === null && end !== null && !copy && cut === undefined;
    const owner = before.person?.id ?? facts.person.id;
    const passedOn = person !== undefined && person.id !== owner;
    const after: Entry = {
      ...source,
      ...shown,
      ...((copy || cut !== undefined) && { id: newEntry }),
      ...(passedOn && { person }),
      work: resolved.work,
      begin: span.begin,
      end,
    };
    after.seconds = lengthOf(after);
    const planned: Planned = {
      ...(!copy && { id: before.id }),
      personId: person?.id ?? owner,
      begin: span.begin,
      end,
      work: resolved.work,
      text: after.text,
    };
    // A lump sum takes no time, so nothing is in its way.
    const spans = before.amount === undefined;
    const moved = spans && (copy || passedOn || span.begin !== source.begin || end !== before.end);
    const patch: EntryPatch = {
      ...(span.begin !== source.begin && { begin: span.begin }),
      ...(!reopen && span.end !== null && span.end !== source.end && { end: span.end }),
      ...details,
      ...(passedOn && { personId: person.id }),
    };
    const reopens = reopen === true && before.end !== null;
    const nothing = !moves && !reopens && !copy && cut === undefined && Object.keys(patch).length === 0;
    const same = !reopens && !copy && cut === undefined && isSame(before, after, patch);
    const first: Entry = { ...before, end: cut ?? before.end };
    first.seconds = lengthOf(first);
    return {
      after: cut === undefined ? [after] : [first, after],
      preview: [
        entrySaid(before, place),
        ...(cut === undefined ? [] : [entrySaid(first, place, "becomes")]),
        entrySaid(after, place, copy ? "copy" : "becomes"),
      ],
      planned,
      moved,
      ...(same && { same }),
      cells: [
        ...(copy ? [] : [timeCell(others, "update")]),
        ...(copy || passedOn || cut !== undefined
          ? [timeCell((person?.id ?? owner) !== facts.person.id, "create")]
          : []),
        // What runs is the timer's, by whichever tool it begins or ends.
        ...(reopen ? (["timer.create"] as const) : []),
        ...(ends ? (["timer.update"] as const) : []),
      ],
      shows: readCellOf("time", others),
      before,
      hidden: !readable(others),
      notes: [
        ...resolved.notes,
        ...said,
        ...(moved ? checkSpan(planned, facts, context) : []),
        ...checkBreak(after),
        ...(reopens ? await reopenNotes(before) : []),
        ...(nothing ? [`Nothing to change on ${id}: it is like that already.`] : []),
      ],
      async write({ note, did }) {
        const whole = { ...patch, ...(moves && { work: await resolver.create(resolved.work) }) };
        if (cut !== undefined || copy) {
          const made =
            cut === undefined
              ? await copyEntry(before, whole, facts, call)
              : await splitEntry(before, cut, whole, facts, call);
          did(message(copy ? "entry_was_copied" : "entry_was_split", { id }));
          note(made.notes);
          return "entry" in made ? [made.entry] : made.entries;
        }
        let entry = before;
        if (Object.keys(whole).length > 0) {
          const updated = await time.update(before.id, whole, options);
          entry = updated.entry;
          did(message("entry_was_changed", { id }));
          note(updated.notes);
        }
        if (reopens) {
          entry = await timer.reopen(before.id, options);
          did(message("entry_was_restarted", { id }));
          if (entry.id !== before.id) note([`${id} cannot run again there: #${entry.id} goes on from where it ended.`]);
        }
        return [entry];
      },
    };
  }
}
