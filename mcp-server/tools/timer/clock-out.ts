import { defineTool } from "../lib/define";
import { outputSchema, text } from "../lib/schema";

export const clockOut = defineTool({
  name: "clock_out",
  title: "Clock out",
  description: "End the running work. Not for a pause (take_break).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  input: { at: text("17:30; default now") },
  output: outputSchema({ entries: "array" }),
  async run({ at }, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const { timer } = call.service;
    const blind = timer.blind === true;
    const { running, onBreak } = blind ? { running: [], onBreak: null } : await timer.read({ signal: call.signal });
    const end = at === undefined ? undefined : kit.parseMoment(at, context);
    if (running.length === 0 && !onBreak && !blind) {
      await call.confirm({ cells: ["timer.update"], preview: ["Nothing: nothing runs"], targets: [] });
      const notes = ["Nothing is running; nothing was sent."];
      return { data: { entries: [], notes }, text: notes.join("\n") };
    }
    if (end !== undefined) {
      if (!facts.booking.freeTimes)
        throw new kit.InputError("time", "This service stamps the time itself: `at` cannot be given.");
      const late = running.find(({ begin }) => begin >= end);
      if (late)
        throw new kit.InputError(
          "time",
          `${kit.withOffset(end, facts.zone)} is not after its begin, ${kit.withOffset(late.begin, facts.zone)}.`,
          { next: "Give a later time, or delete the entry." },
        );
      kit.checkNotFuture(end, context, "Call clock_out then, or correct the end with update_time.");
    }
    const what = running.map((entry) => kit.workLine(entry.work)).join(", ") || (blind ? "what runs" : "the break");
    await call.confirm({
      cells: ["timer.update"],
      preview: [`End ${what} at ${kit.withOffset(end ?? context.now, facts.zone)}`],
      targets: [running.map(kit.factsOf), onBreak?.since],
      shows: ["timer.read"],
    });
    const stopped = await timer.stop(end, { signal: call.signal });
    const notes = kit.noteLines(stopped.notes);
    if (stopped.entries.length === 0 && !blind)
      notes.unshift(onBreak ? "The break is over; nothing was running." : "Nothing was running any more.");
    if (end !== undefined && stopped.entries.length > 0)
      notes.unshift(`Ended at ${kit.withOffset(end, facts.zone)}, not now.`);
    return {
      data: {
        entries: stopped.entries.map((entry) => kit.entryView(entry, place)),
        notes,
        untrusted: kit.untrusted,
      },
      text: [
        ...stopped.entries.map((entry) => `Ended: ${kit.entryLine(entry, place)} (${facts.zone})`),
        ...notes,
        kit.untrusted,
      ].join("\n"),
      wrote: true,
    };
  },
});
