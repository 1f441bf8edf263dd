import type { Entry, Work } from "../domain/entities";
import type { EntryPatch } from "../domain/ports";
import type { Cell } from "../permissions";
import { defineTool } from "./define";
import { flag, need, outputSchema, rows, text, texts } from "./schema";
import type { Planned } from "./warnings";

interface Ready {
  id: string;
  before: Entry;
  /** As it would be. */
  after: Entry;
  patch: EntryPatch;
  work: Work | null;
  reopen: boolean;
  others: boolean;
  planned: Planned;
  notes: string[];
}

export const updateTime = defineTool({
  name: "update_time",
  title: "Update time",
  description:
    "Change entries by id, also the running one; what is not named stays. `reopen` makes an ended one run again. Not to end the timer now (clock_out) or add entries (log_time).",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  input: {
    changes: need(
      rows(
        {
          id: need(text("Id of the entry")),
          day: text("Move it to this day"),
          from: text("New begin: `9:00`, or ISO"),
          to: text("New end"),
          duration: text("New length, from the begin or up to `to`"),
          project: text("Name or #id"),
          activity: text("Name or #id"),
          customer: text("Name or #id"),
          subproject: text("Name or #id"),
          text: text("New text; empty clears", 10_000),
          tags: texts("All tags it shall have"),
          billable: flag("Billable"),
          exported: flag("Exported"),
          reopen: flag("true: let it run again"),
        },
        "What to change",
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
    const single = input.changes.length === 1;
    const failed: { index: number; id: string; message: string }[] = [];
    const fail = (index: number, error: unknown) => {
      if (single) throw error;
      const id = kit.cleanText(kit.entryId(input.changes[index]?.id ?? ""), 100);
      failed.push({ index, id, message: kit.failureText(error, call) });
    };

    const fetched = await kit.runBulk(input.changes, { ...call, progress: () => undefined }, ({ id }) =>
      call.service.time.get(kit.entryId(id), { signal: call.signal }),
    );
    const prepared: (Ready & { index: number })[] = [];
    for (const [index, change] of input.changes.entries()) {
      try {
        const outcome = fetched[index];
        if (!outcome || "error" in outcome) throw outcome?.error ?? new kit.InputError("unknown", "No such entry.");
        const before = outcome.ok;
        const {
          id: _id,
          day,
          from,
          to,
          duration,
          text: described,
          tags,
          billable,
          exported,
          reopen,
          ...named
        } = change;
        if (before.locked !== undefined && !reopen)
          throw new kit.ServiceError("locked", `The service does not let it be changed: ${before.locked}`, {
            next: "Ask whoever administers the service to open it.",
          });
        const others = before.person !== undefined && before.person.id !== facts.person.id;
        const lasting = reopen ? { begin: before.begin, end: null } : before;
        const span = kit.parseChange(lasting, { day, from, to, duration }, context);
        if ((span.begin !== before.begin || span.end !== lasting.end) && !facts.booking.freeTimes)
          throw new kit.InputError("time", "This service stamps times itself: they cannot be changed.");
        if (reopen && before.end !== null && (to !== undefined || duration !== undefined))
          throw new kit.InputError("argument", "An entry that runs again has no end: leave `to` and `duration` out.");
        const moves = Object.values(named).some((name) => name !== undefined);
        const resolved = moves ? await resolver.resolve(named, before.work) : { work: before.work, notes: [] };
        const known = tags && (await resolver.tags(tags));
        const end = reopen ? null : span.end;
        const planned: Planned = {
          id: before.id,
          personId: before.person?.id ?? facts.person.id,
          begin: span.begin,
          end,
          work: resolved.work,
          text: described ?? before.text,
        };
        const notes = [...resolved.notes];
        const moved = span.begin !== before.begin || end !== before.end;
        if (moved) notes.push(...kit.checkSpan(planned, facts, context));
        const patch: EntryPatch = {
          ...(span.begin !== before.begin && { begin: span.begin }),
          ...(!reopen && span.end !== null && span.end !== before.end && { end: span.end }),
          ...(described !== undefined && { text: described === "" ? null : described }),
          ...(known !== undefined && { tags: known }),
          ...(billable !== undefined && { billable }),
          ...(exported !== undefined && { exported }),
        };
        if (!moves && Object.keys(patch).length === 0 && !reopen)
          notes.push(`Nothing to change on #${kit.cleanText(before.id, 100)}: it is like that already.`);
        const after: Entry = {
          ...before,
          work: resolved.work,
          begin: span.begin,
          end,
          seconds: end === null ? null : (Date.parse(end) - Date.parse(span.begin)) / 1000 - before.breakSeconds,
          text: described ?? before.text,
          tags: known ?? before.tags,
          billable: billable ?? before.billable,
          exported: exported ?? before.exported,
        };
        prepared.push({
          index,
          id: before.id,
          before,
          after,
          patch,
          work: moves ? resolved.work : null,
          reopen: reopen === true && before.end !== null,
          others,
          planned,
          notes,
        });
      } catch (error) {
        fail(index, error);
      }
    }
    const moving = prepared.filter(({ before, after }) => before.begin !== after.begin || before.end !== after.end);
    const around = await kit.entriesAround(
      moving.map(({ planned }) => planned),
      facts,
      call,
    );
    const changing = new Set(prepared.map(({ id }) => id));
    const beside = kit.besideIndex([
      ...around.filter(({ id }) => id === undefined || !changing.has(id)),
      ...prepared.map(({ planned }) => planned),
    ]);
    const ready: typeof prepared = [];
    for (const one of prepared)
      try {
        if (moving.includes(one)) one.notes.push(...kit.checkBeside(one.planned, beside(one.planned), facts, context));
        ready.push(one);
      } catch (error) {
        fail(one.index, error);
      }
    const notes = [
      ...new Set(ready.flatMap((one) => (single ? one.notes : one.notes.map((note) => `#${one.id}: ${note}`)))),
    ];
    const others = ready.some((one) => one.others);
    const cells: Cell[] = [
      ...(ready.some((one) => !one.others) || !others ? (["time.update"] as const) : []),
      ...(others ? (["others_time.update"] as const) : []),
      ...resolver.cells,
    ];
    const report = kit.writtenReport(place, notes, failed, ({ id }) => `#${id}`);

    if (input.dry_run) {
      call.require(cells);
      notes.push(...resolver.pending.map((what) => `Would make ${what}.`));
      const entries = ready.map(({ after }) => after);
      return {
        data: report.data(entries, { dry_run: true }),
        text: report.text(`Nothing was saved. Would change ${entries.length}`, entries),
        failed: ready.length === 0,
      };
    }
    if (ready.length === 0)
      return { data: report.data([]), text: report.text("Nothing was changed", []), failed: true };
    await call.confirm({
      cells,
      always: others,
      count: ready.length,
      preview: [
        `Change ${ready.length === 1 ? "one entry" : `${ready.length} entries`}:`,
        ...ready
          .slice(0, 20)
          .flatMap(({ before, after }) => [kit.entryLine(before, place), `→ ${kit.entryLine(after, place)}`]),
        ...(ready.length > 20 ? [`and ${ready.length - 20} more`] : []),
        ...resolver.pending.map((what) => `Make ${what}`),
      ],
    });
    await resolver.createTags();
    for (const { work } of ready) if (work && resolver.pending.length > 0) await resolver.create(work);
    let sent = resolver.pending.length > 0;
    const outcomes = await kit.runBulk(ready, call, async (one) => {
      const patch = { ...one.patch, ...(one.work && { work: await resolver.create(one.work) }) };
      let entry = one.before;
      if (Object.keys(patch).length > 0) {
        const updated = await call.service.time.update(one.id, patch, { signal: call.signal });
        entry = updated.entry;
        sent = true;
        if (one.reopen && single) call.did(`#${kit.cleanText(one.id, 100)} was changed`);
        notes.push(...updated.notes.map((note) => (single ? note : `#${one.id}: ${note}`)));
      }
      if (one.reopen) {
        entry = await call.service.timer.reopen(one.id, { signal: call.signal });
        sent = true;
      }
      return entry;
    });
    const saved: Entry[] = [];
    for (const [at, outcome] of outcomes.entries())
      if ("ok" in outcome) saved.push(outcome.ok);
      else fail(ready[at]?.index ?? at, outcome.error);
    notes.push(...resolver.pending.map((what) => `Made ${what}.`));
    return {
      data: report.data(saved),
      text: report.text(`Changed ${saved.length}`, saved),
      failed: saved.length === 0,
      wrote: sent || kit.maybeSaved(outcomes),
    };
  },
});
