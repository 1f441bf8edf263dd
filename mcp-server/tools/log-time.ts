import type { Entry } from "../domain/entities";
import type { Cell } from "../permissions";
import type { Outcome } from "./bulk";
import { defineTool } from "./define";
import { flag, need, outputSchema, rows, text, texts } from "./schema";
import type { Planned } from "./warnings";

interface Ready {
  index: number;
  planned: Planned;
  others: boolean;
  tags?: string[];
  billable?: boolean;
  notes: string[];
  entry: Entry;
}

export const logTime = defineTool({
  name: "log_time",
  title: "Log time",
  description:
    "Record finished work, one or up to 500 entries; warns of overlaps and doubles. dry_run first when unsure. Not to start a timer (clock_in) or correct entries (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: {
    entries: need(
      rows(
        {
          day: text("`yesterday`, `mon`, `2026-11-19`; default today"),
          from: text("`9:00`, or ISO"),
          to: text("`11:30`, or ISO"),
          duration: text("`1h30`, `1,5h`, `90m`; with from or to, or alone"),
          project: text("Name or #id"),
          activity: text("Name or #id"),
          customer: text("Name or #id"),
          subproject: text("Name or #id"),
          text: text("What was done", 10_000),
          tags: texts("Tag names"),
          billable: flag("Billable"),
          person: text("Somebody else: name or #id"),
        },
        "from-to, or one of them and duration",
        500,
      ),
    ),
    dry_run: flag("Only show what would happen"),
    create_missing: flag("Make what is named and missing"),
  },
  output: outputSchema({
    dry_run: "boolean",
    entries: "array",
    notes: "array",
    failed: "array",
  }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const resolver = new kit.WorkResolver(call, input.create_missing ?? false);
    const single = input.entries.length === 1;
    const failed: { index: number; message: string }[] = [];
    const fail = (index: number, error: unknown) => {
      if (single) throw error;
      failed.push({ index, message: kit.failureText(error, call) });
    };

    const prepared: Ready[] = [];
    for (const [index, row] of input.entries.entries()) {
      try {
        const { day, from, to, duration, text: described = "", tags, billable, person, ...named } = row;
        if (!facts.booking.freeTimes)
          throw new kit.InputError("time", "This service stamps times itself: finished work cannot be recorded.");
        const { begin, end } = kit.parseSpan({ day, from, to, duration }, context);
        if (person !== undefined && call.level("others_time.create") === "off" && !isMe(person))
          throw new kit.InputError("permission", "Recording other people's time is not allowed.");
        const whose = person === undefined ? facts.person : await resolver.person(person);
        const { work, notes } = await resolver.resolve(named);
        const known = tags && (await resolver.tags(tags));
        const planned: Planned = { personId: whose.id, begin, end, work, text: described };
        notes.push(...kit.checkSpan(planned, facts, context));
        const others = whose.id !== facts.person.id;
        const entry: Entry = {
          id: "new",
          work,
          ...(others && { person: whose }),
          begin,
          end,
          seconds: (Date.parse(end) - Date.parse(begin)) / 1000,
          breakSeconds: 0,
          text: described,
          tags: known ?? [],
          billable,
        };
        prepared.push({ index, planned, others, tags: known, billable, notes: [...notes], entry });
      } catch (error) {
        fail(index, error);
      }
    }
    const around = await kit.entriesAround(
      prepared.map(({ planned }) => planned),
      facts,
      call,
    );
    const ready: Ready[] = [];
    const beside = kit.besideIndex([...around, ...prepared.map(({ planned }) => planned)]);
    for (const one of prepared)
      try {
        one.notes.push(...kit.checkBeside(one.planned, beside(one.planned), facts, context));
        ready.push(one);
      } catch (error) {
        fail(one.index, error);
      }
    const rowNotes = (one: Ready) => (single ? one.notes : one.notes.map((note) => `Row ${one.index + 1}: ${note}`));
    const notes = [...new Set(ready.flatMap(rowNotes))];
    const own = ready.some(({ others }) => !others);
    const others = ready.some((one) => one.others);
    const cells: Cell[] = [
      ...(own || !others ? (["time.create"] as const) : []),
      ...(others ? (["others_time.create"] as const) : []),
      ...resolver.cells,
    ];
    const report = kit.writtenReport(place, notes, failed, ({ index }) => `Row ${index + 1}`);

    if (input.dry_run) {
      call.require(cells);
      notes.push(...resolver.pending.map((what) => `Would make ${what}.`));
      const entries = ready.map(({ entry }) => entry);
      return {
        data: report.data(entries, { dry_run: true }),
        text: report.text(`Nothing was saved. Would save ${entries.length}`, entries),
        failed: ready.length === 0,
      };
    }
    if (ready.length === 0) return { data: report.data([]), text: report.text("Nothing was saved", []), failed: true };
    await call.confirm({
      cells,
      always: others,
      count: ready.length,
      preview: [
        `Save ${ready.length === 1 ? "one entry" : `${ready.length} entries`}:`,
        ...ready.slice(0, 20).map(({ entry }) => kit.entryLine(entry, place).replace(/^#new {2}/, "")),
        ...(ready.length > 20 ? [`and ${ready.length - 20} more`] : []),
        ...resolver.pending.map((what) => `Make ${what}`),
        ...kit.noteLines(notes),
      ],
    });
    await resolver.createTags();
    for (const { planned } of ready) if (resolver.pending.length > 0) await resolver.create(planned.work);
    const outcomes: Outcome<Entry>[] = await kit.runBulk(ready, call, async (one) => {
      const created = await call.service.time.create(
        {
          work: await resolver.create(one.planned.work),
          begin: one.planned.begin,
          end: one.planned.end ?? one.planned.begin,
          text: one.planned.text,
          tags: one.tags,
          billable: one.billable,
          ...(one.others && { personId: one.planned.personId }),
        },
        { signal: call.signal },
      );
      notes.push(...created.notes.map((note) => (single ? note : `Row ${one.index + 1}: ${note}`)));
      return created.entry;
    });
    const saved: Entry[] = [];
    for (const [at, outcome] of outcomes.entries())
      if ("ok" in outcome) saved.push(outcome.ok);
      else fail(ready[at]?.index ?? at, outcome.error);
    notes.push(...resolver.pending.map((what) => `Made ${what}.`));
    return {
      data: report.data(saved),
      text: report.text(`Saved ${saved.length}`, saved),
      failed: saved.length === 0,
      wrote: saved.length > 0 || resolver.pending.length > 0 || kit.maybeSaved(outcomes),
    };
  },
});

const isMe = (name: string) => name.trim().toLowerCase() === "me";
