import { InputError } from "../../domain/errors";
import { resolveName } from "../../domain/names";
import { hoursMinutes, withOffset } from "../../time/format";
import { parseMoment } from "../../time/parse";
import { checkNotFuture } from "../entries/entry-warnings";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { breakView, cleanRef, noteLines, workLine } from "../lib/view";
import { startedResult } from "./clock-in.run";
import type { takeBreak } from "./take-break";
import { todayLine, workedToday } from "./worked-today";

export const run: RunOf<typeof takeBreak> = async ({ resume, at, type }, call) => {
  if (resume && type !== undefined)
    throw new InputError("argument", "`type` says what kind of break begins; this one ends.", {
      next: "Leave `type` out.",
    });
  if (resume && at !== undefined)
    throw new InputError("argument", "`at` says when a break began; work is resumed now.", {
      next: "Leave `at` out, or correct the begin with update_time afterwards.",
    });
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  const since = at === undefined ? undefined : parseMoment(at, context);
  if (since !== undefined) checkNotFuture(since, context, "Call take_break when it begins.");
  if (type !== undefined && !call.service.timer.breakTypes)
    throw new InputError("argument", "Breaks have no types here.", { next: "Leave `type` out." });
  const types = type === undefined ? undefined : await call.service.timer.breakTypes?.({ signal: call.signal });
  const kind = type !== undefined && types ? resolveName(type, types.map(cleanRef), "type of break") : null;
  await call.confirm({
    cells: ["timer.update"],
    preview: [
      resume
        ? "Go on with the work before the break"
        : `Pause from ${withOffset(since ?? context.now, facts.zone)}${kind ? `, ${kind.name}` : ""}`,
    ],
    targets: [kind?.id],
  });
  if (resume) {
    const started = await call.service.timer.resume({ signal: call.signal });
    return { ...startedResult(started, place), wrote: true };
  }
  const paused = await call.service.timer.pause(since, { signal: call.signal }, kind?.id);
  const notes = noteLines(paused.notes);
  const today = await workedToday(call, facts, context);
  const worked = paused.entry.seconds ? `, worked ${hoursMinutes(paused.entry.seconds)}` : "";
  return {
    data: { break: breakView(paused, place), ...(today && { today }), notes },
    text: [
      `On a break since ${withOffset(paused.since, facts.zone)} from ${workLine(paused.entry.work)}${worked}`,
      ...todayLine(today),
      ...notes,
    ].join("\n"),
    wrote: true,
  };
};
