import type { Entry } from "../../domain/entities";
import { defineTool } from "../lib/define";
import { need, outputSchema, rows } from "../lib/schema";
import { entryShape, writeShape } from "../lib/shapes";
import type { Planned } from "./entry-warnings";

export const logTime = defineTool({
  name: "log_time",
  title: "Log time",
  description:
    "Record finished work; warns of overlaps. Not to start a timer (clock_in) or correct entries (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: {
    entries: need(rows(entryShape, "from-to, or one and duration; day default today; names or ids", 500)),
    ...writeShape,
  },
  output: outputSchema({ entries: "array" }),
  async run(input, call, kit) {
    const booking = await kit.openBooking(call, input.create_missing);
    const { facts, context, place, resolver } = booking;
    return kit.runRows(
      booking,
      {
        items: input.entries,
        name: (_row, index) => `Row ${index + 1}`,
        failed: () => ({}),
        words: { save: "save", saved: "saved" },
        cell: "time.create",
        async prepare(row) {
          if (!facts.booking.freeTimes)
            throw new kit.InputError("time", "This service stamps times itself: finished work cannot be recorded.");
          const { begin, end } = kit.parseSpan(row, context);
          const { details, shown, person } = await kit.readDetails(row, facts, resolver, call);
          const { work, notes } = await resolver.resolve(kit.namedWork(row));
          const others = person !== undefined && person.id !== facts.person.id;
          const entry: Entry = {
            id: "new",
            work,
            ...(others && { person }),
            begin,
            end,
            seconds: (Date.parse(end) - Date.parse(begin)) / 1000 - (shown.breakSeconds ?? 0),
            breakSeconds: 0,
            text: "",
            tags: [],
            ...shown,
          };
          const planned: Planned = { personId: person?.id ?? facts.person.id, begin, end, work, text: entry.text };
          return {
            after: [entry],
            preview: [kit.newLine(entry, place)],
            planned,
            moved: true,
            cells: [others ? "others_time.create" : "time.create"],
            notes: [...notes, ...kit.checkSpan(planned, facts, context), ...kit.checkBreak(entry)],
            async write({ note, did }) {
              const draft = { ...details, ...(others && { personId: planned.personId }) };
              const created = await call.service.time.create(
                { work: await resolver.create(work), begin, end, ...draft },
                { signal: call.signal },
              );
              did(`#${kit.cleanText(created.entry.id, 100)} was saved`);
              note(created.notes);
              return [created.entry];
            },
          };
        },
      },
      input.dry_run,
    );
  },
});
