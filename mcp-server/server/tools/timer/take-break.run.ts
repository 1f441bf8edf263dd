import type { AccountFacts, Instant } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { resolveName } from "#core/domain/names";
import { hoursMinutes, withOffset } from "#core/time/format";
import { parseMoment } from "#core/time/parse";
import { checkNotFuture } from "../entries/entry-warnings";
import type { RunOf, ToolCall } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { breakView, cleanRef, noteLines, workLine } from "../lib/view";
import { startedResult } from "./clock-in.run";
import type { takeBreak } from "./take-break";
import { todayLine, workedToday } from "./worked-today";

/** @throws InputError where work would go on before the break began, or the service stamps times itself */
async function checkBreakBefore(at: Instant, facts: AccountFacts, call: ToolCall): Promise<void> {
  if (!facts.booking.freeTimes)
    throw new InputError("time", "This service stamps the time itself: `at` cannot be given.");
  const { onBreak } = await call.service.timer.read({ signal: call.signal });
  if (onBreak && at < onBreak.since)
    throw new InputError("time", `The break began at ${withOffset(onBreak.since, facts.zone)}, after that.`, {
      next: "Give a later time.",
    });
}

export const run: RunOf<typeof takeBreak> = async ({ resume, at, type }, call) => {
  if (resume && type !== undefined)
    throw new InputError("argument", "`type` says what kind of break begins; this one ends.", {
      next: "Leave `type` out.",
    });
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  const since = at === undefined ? undefined : parseMoment(at, context);
  if (since !== undefined) checkNotFuture(since, context, `Call take_break when it ${resume ? "ends" : "begins"}.`);
  if (type !== undefined && !call.service.timer.breakTypes)
    throw new InputError("argument", "Breaks have no types here.", { next: "Leave `type` out." });
  const types = type === undefined ? undefined : await call.service.timer.breakTypes?.({ signal: call.signal });
  const kind = type !== undefined && types ? resolveName(type, types.map(cleanRef), "type of break") : null;
  await call.confirm({
    cells: ["timer.update"],
    preview: [
      said(
        resume
          ? { kind: "resume", ...(since && { at: withOffset(since, facts.zone) }) }
          : {
              kind: "pause",
              at: withOffset(since ?? context.now, facts.zone),
              ...(kind && { type: kind.name }),
            },
      ),
    ],
    targets: [kind?.id],
  });
  if (resume) {
    if (since !== undefined) await checkBreakBefore(since, facts, call);
    const started = await call.service.timer.resume(since, { signal: call.signal });
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
