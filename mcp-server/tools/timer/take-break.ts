import { servicesWith } from "../../domain/entities";
import { defineTool } from "../lib/define";
import { flag, only, outputSchema, text } from "../lib/schema";
import { startedResult } from "./clock-in";

export const takeBreak = defineTool({
  name: "take_break",
  title: "Break",
  description: "Pause the running work, or go on. Not for the end of the day (clock_out).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  timer: true,
  input: {
    resume: flag("Go on"),
    at: text("9:30; default now"),
    type: only({ services: servicesWith.breakTypes }, text("Name; default as last time")),
  },
  output: outputSchema({ notes: "array" }),
  async run({ resume, at, type }, call, kit) {
    if (resume && type !== undefined)
      throw new kit.InputError("argument", "`type` says what kind of break begins; this one ends.", {
        next: "Leave `type` out.",
      });
    if (resume && at !== undefined)
      throw new kit.InputError("argument", "`at` says when a break began; work is resumed now.", {
        next: "Leave `at` out, or correct the begin with update_time afterwards.",
      });
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const since = at === undefined ? undefined : kit.parseMoment(at, context);
    if (since !== undefined) kit.checkNotFuture(since, context, "Call take_break when it begins.");
    if (type !== undefined && !call.service.timer.breakTypes)
      throw new kit.InputError("argument", "Breaks have no types here.", { next: "Leave `type` out." });
    const types = type === undefined ? undefined : await call.service.timer.breakTypes?.({ signal: call.signal });
    const kind = type !== undefined && types ? kit.resolveName(type, types.map(kit.cleanRef), "type of break") : null;
    await call.confirm({
      cells: ["timer.update"],
      preview: [
        resume
          ? "Go on with the work before the break"
          : `Pause from ${kit.withOffset(since ?? context.now, facts.zone)}${kind ? `, ${kind.name}` : ""}`,
      ],
      targets: [kind?.id],
    });
    if (resume) {
      const started = await call.service.timer.resume({ signal: call.signal });
      return { ...startedResult(started, place, kit), wrote: true };
    }
    const paused = await call.service.timer.pause(since, { signal: call.signal }, kind?.id);
    const notes = kit.noteLines(paused.notes);
    return {
      data: { break: kit.breakView(paused, place), notes, untrusted: kit.untrusted },
      text: [
        `On a break since ${kit.withOffset(paused.since, facts.zone)} from ${kit.workLine(paused.entry.work)}`,
        ...notes,
        kit.untrusted,
      ].join("\n"),
      wrote: true,
    };
  },
});
