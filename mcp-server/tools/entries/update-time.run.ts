import type { Entry } from "../../domain/entities";
import { InputError } from "../../domain/errors";
import type { Cell } from "../../domain/permission-cells";
import type { EntryPatch } from "../../domain/ports";
import { cleanText } from "../../domain/text";
import { parseChange } from "../../time/change";
import { hoursMinutes } from "../../time/format";
import type { RunOf } from "../lib/define";
import { isOthersEntry, openFetched, readCellOf, untold } from "../lib/require-permission";
import { runBulk } from "../lib/run-concurrently";
import type { InputOf } from "../lib/schema";
import { entryId, entryLine } from "../lib/view";
import { changeAll } from "./bulk-by-filter-write";
import { copyEntry, splitEntry } from "./duplicate-entry";
import { checkBreak, checkWay, cutAt, lengthOf, namedWork } from "./entry-change";
import { readDetails } from "./entry-details";
import type { Planned } from "./entry-warnings";
import { checkSpan, isForgotten } from "./entry-warnings";
import type { changeShape, updateTime } from "./update-time";
import type { Row } from "./write-entries";
import { newLine, openBooking, runRows } from "./write-entries";

type Change = InputOf<typeof changeShape>;

export const run: RunOf<typeof updateTime> = async (input, call) => {
  const { changes, all_of: all, change: wanted } = input;
  if (all) {
    if (changes) throw new InputError("argument", "Give changes or `all_of`, not both.");
    return changeAll(all, input, call);
  }
  if (wanted) throw new InputError("argument", "`change` goes with `all_of`; rows of `changes` have their own.");
  if (!changes) throw new InputError("argument", "Name at least one change.");
  const booking = await openBooking(call, input.create_missing);
  const { facts, context, place, resolver } = booking;
  const { time, timer } = call.service;
  const options = { signal: call.signal };
  const fetched = await runBulk(changes, { ...call, progress: () => undefined }, ({ id }) =>
    time.get(entryId(id), options),
  );
  const timeCell = (others: boolean, action: "create" | "update"): Cell =>
    `${others ? "others_time" : "time"}.${action}`;
  const known = fetched.flatMap((outcome, index) => {
    const change = changes[index];
    if (!change || !("ok" in outcome)) return [];
    const others = isOthersEntry(outcome.ok, facts);
    const cells: Cell[] = [
      ...(change.copy
        ? change.person === undefined
          ? [timeCell(others, "create")]
          : []
        : [timeCell(others, "update")]),
      ...(change.reopen ? (["timer.create"] as const) : []),
    ];
    return { id: cleanText(outcome.ok.id, 100), others, cells };
  });
  const readable = await openFetched("time", known, call);
  return runRows(
    booking,
    {
      items: changes,
      name: ({ id }) => `#${cleanText(entryId(id), 100)}`,
      failed: ({ id }) => ({ id: cleanText(entryId(id), 100) }),
      words: { save: "change", saved: "changed" },
      cell: "time.update",
      prepare(change, index) {
        const outcome = fetched[index];
        if (!outcome || "error" in outcome) throw outcome?.error ?? new InputError("unknown", "No such entry.");
        const before = outcome.ok;
        const others = isOthersEntry(before, facts);
        const id = `#${cleanText(before.id, 100)}`;
        return untold(id, readable(others), () => prepareRow(change, before, id, others));
      },
    },
    input.dry_run,
  );

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

  async function prepareRow(change: Change, before: Entry, id: string, others: boolean): Promise<Row> {
    const { reopen, copy, split } = change;
    checkWay(change, before);
    const cut = split === undefined ? undefined : cutAt(before, split, context);
    // What is changed: the entry itself, or the part of it that comes after the cut.
    const source: Entry = cut === undefined ? before : { ...before, begin: cut };

    const lasting = reopen ? { begin: before.begin, end: null } : source;
    const span = cut === undefined ? parseChange(lasting, change, context) : lasting;
    if ((span.begin !== source.begin || span.end !== lasting.end) && !facts.booking.freeTimes)
      throw new InputError("time", "This service stamps times itself: they cannot be changed.");
    const { details, shown, person } = await readDetails(change, facts, resolver, call);
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
      ...(copy && { id: "new" }),
      ...(cut !== undefined && { id: "new" }),
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
    const first: Entry = { ...before, end: cut ?? before.end };
    first.seconds = lengthOf(first);
    return {
      after: cut === undefined ? [after] : [first, after],
      preview: [
        entryLine(before, place),
        ...(cut === undefined ? [] : [`→ ${entryLine(first, place)}`]),
        `→ ${copy ? "copy " : ""}${newLine(after, place)}`,
      ],
      planned,
      moved,
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
          did(`${id} was ${copy ? "copied" : "cut in two"}`);
          note(made.notes);
          return "entry" in made ? [made.entry] : made.entries;
        }
        let entry = before;
        if (Object.keys(whole).length > 0) {
          const updated = await time.update(before.id, whole, options);
          entry = updated.entry;
          did(`${id} was changed`);
          note(updated.notes);
        }
        if (reopens) {
          entry = await timer.reopen(before.id, options);
          did(`${id} runs again`);
          if (entry.id !== before.id) note([`${id} cannot run again there: #${entry.id} goes on from where it ended.`]);
        }
        return [entry];
      },
    };
  }
};
