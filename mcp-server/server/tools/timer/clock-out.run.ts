import { InputError } from "#core/domain/errors";
import { withOffset } from "#core/time/format";
import { parseMoment } from "#core/time/parse";
import { checkLength, checkNotFuture } from "../entries/entry-warnings";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { factsOf } from "../lib/require-permission";
import { entryLine, entryView, noteLines, workNames } from "../lib/view";
import type { clockOut } from "./clock-out";
import { todayLine, workedToday } from "./worked-today";

export const run: RunOf<typeof clockOut> = async ({ at }, call) => {
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  const { timer } = call.service;
  const unreadable = timer.unreadable === true;
  const { running, onBreak } = unreadable ? { running: [], onBreak: null } : await timer.read({ signal: call.signal });
  const end = at === undefined ? undefined : parseMoment(at, context);
  if (running.length === 0 && !onBreak && !unreadable) {
    await call.confirm({ cells: ["timer.update"], preview: [said({ kind: "nothing", why: "idle" })], targets: [] });
    const notes = ["Nothing is running; nothing was sent."];
    return { data: { entries: [], notes }, text: notes.join("\n") };
  }
  if (end !== undefined) {
    if (!facts.booking.freeTimes)
      throw new InputError("time", "This service stamps the time itself: `at` cannot be given.");
    const late = running.find(({ begin }) => begin >= end);
    if (late)
      throw new InputError(
        "time",
        `${withOffset(end, facts.zone)} is not after its begin, ${withOffset(late.begin, facts.zone)}.`,
        { next: "Give a later time, or delete the entry." },
      );
    checkNotFuture(end, context, "Call clock_out then, or correct the end with update_time.");
  }
  // A timer that nobody stopped for a day was forgotten: only the person knows when it ended.
  if (facts.booking.freeTimes)
    for (const { begin } of running)
      checkLength(
        begin,
        end ?? context.now,
        facts.zone,
        "Give with `at` when it ended, at most a day after its begin.",
      );
  await call.confirm({
    cells: ["timer.update"],
    preview: [
      said({
        kind: "stop",
        works: running.map((entry) => workNames(entry.work)),
        ...(unreadable && { unread: true }),
        at: withOffset(end ?? context.now, facts.zone),
      }),
    ],
    targets: [running.map(factsOf), onBreak?.since],
    shows: ["timer.read"],
  });
  const stopped = await timer.stop(end, { signal: call.signal });
  const notes = noteLines(stopped.notes);
  if (stopped.entries.length === 0 && (running.length === 0 || notes.length === 0) && !unreadable)
    notes.unshift(onBreak ? "The break is over; nothing was running." : "Nothing was running any more.");
  if (end !== undefined && stopped.entries.length > 0)
    notes.unshift(`Ended at ${withOffset(end, facts.zone)}, not now.`);
  const today = stopped.entries.length > 0 ? await workedToday(call, facts, context) : null;
  return {
    data: {
      entries: stopped.entries.map((entry) => entryView(entry, place)),
      ...(today && { today }),
      notes,
    },
    text: [
      ...stopped.entries.map((entry) => `Ended: ${entryLine(entry, place)} (${facts.zone})`),
      ...todayLine(today),
      ...notes,
    ].join("\n"),
    wrote: true,
  };
};
