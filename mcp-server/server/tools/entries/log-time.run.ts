import type { Entry } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { cleanText } from "#core/domain/text";
import { message } from "#core/messages/message";
import { hoursMinutes } from "#core/time/format";
import { parseSpan } from "#core/time/parse";
import type { RunOf } from "../lib/define";
import { entrySaid, newEntry } from "../lib/view";
import { checkBreak, namedWork } from "./entry-change";
import { readDetails } from "./entry-details";
import type { Planned } from "./entry-warnings";
import { checkSpan } from "./entry-warnings";
import type { logTime } from "./log-time";
import { openBooking, runRows } from "./write-entries";

export const run: RunOf<typeof logTime> = async (input, call) => {
  const booking = await openBooking(call, input.create_missing);
  const { facts, context, place, resolver } = booking;
  return runRows(
    booking,
    {
      items: input.entries,
      name: (_row, index) => `Row ${index + 1}`,
      failed: () => ({}),
      words: { save: "save", saved: "saved" },
      cell: "time.create",
      asksTwins: true,
      async prepare(row) {
        if (!facts.booking.freeTimes)
          throw new InputError("time", "This service stamps times itself: finished work cannot be recorded.");
        const { begin, end } = parseSpan(row, context);
        const { details, shown, person, notes: said } = await readDetails(row, facts, resolver, call);
        const { work, notes } = await resolver.resolve(namedWork(row));
        const others = person !== undefined && person.id !== facts.person.id;
        const entry: Entry = {
          id: newEntry,
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
        const counted =
          row.duration !== undefined && details.breakSeconds
            ? [
                `${hoursMinutes(entry.seconds ?? 0)} counts: ${hoursMinutes((entry.seconds ?? 0) + details.breakSeconds)} less the break of ${hoursMinutes(details.breakSeconds)}.`,
              ]
            : [];
        const planned: Planned = { personId: person?.id ?? facts.person.id, begin, end, work, text: entry.text };
        return {
          after: [entry],
          preview: [entrySaid(entry, place)],
          planned,
          moved: true,
          cells: [others ? "others_time.create" : "time.create"],
          notes: [...notes, ...said, ...counted, ...checkSpan(planned, facts, context), ...checkBreak(entry)],
          async write({ note, did }) {
            const draft = { ...details, ...(others && { personId: planned.personId }) };
            const created = await call.service.time.create(
              { work: await resolver.create(work), begin, end, ...draft },
              { signal: call.signal },
            );
            did(message("entry_was_saved", { id: `#${cleanText(created.entry.id, 100)}` }));
            note(created.notes);
            return [created.entry];
          },
        };
      },
    },
    input.dry_run,
  );
};
