import type { Entry } from "../../domain/entities";
import type { Cell } from "../../domain/permission-cells";
import { defineTool, type Kit } from "../lib/define";
import { flag, only, outputSchema, text, texts } from "../lib/schema";
import { workShape, writeShape } from "../lib/shapes";

/** Whether what runs is what was asked for: every level, text and tag that was named is the same. */
function same(running: Entry, asked: { work: Entry["work"]; text?: string; tags?: string[]; billable?: boolean }) {
  const levels = Object.keys(asked.work) as (keyof Entry["work"])[];
  return (
    levels.every((level) => running.work[level]?.id === asked.work[level]?.id) &&
    (levels.length > 0 || Object.keys(running.work).length === 0) &&
    (asked.text === undefined || asked.text.trim() === running.text.trim()) &&
    (asked.tags === undefined || JSON.stringify([...asked.tags].sort()) === JSON.stringify([...running.tags].sort())) &&
    (asked.billable === undefined || asked.billable === running.billable)
  );
}

export const startedResult = (
  started: { entry: Entry; stopped: Entry[]; notes: string[] },
  place: { zone: string; now: string },
  kit: Kit,
) => ({
  data: {
    entry: kit.entryView(started.entry, place),
    stopped: started.stopped.map((entry) => kit.entryView(entry, place)),
    notes: kit.noteLines(started.notes),
    untrusted: kit.untrusted,
  },
  text: [
    `Working: ${kit.entryLine(started.entry, place)} (${place.zone})`,
    ...started.stopped.map((entry) => `Ended: ${kit.entryLine(entry, place)}`),
    ...kit.noteLines(started.notes),
    kit.untrusted,
  ].join("\n"),
});

export const clockIn = defineTool({
  name: "clock_in",
  title: "Clock in",
  description: "Start working; default the most recent work. Not for past work (log_time) or changes (update_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  timer: true,
  input: {
    ...workShape,
    text: text("Description", 10_000),
    tags: texts("Tag names"),
    billable: only({ field: "billable" }, flag("Billable")),
    again: text("Like this: entry id, last, favourite"),
    at: text("8:45; default now"),
    create_missing: writeShape.create_missing,
  },
  output: outputSchema({ entry: "object" }),
  async run(input, call, kit) {
    const { at, again, tags: wantedTags, create_missing: createMissing, ...rest } = input;
    const { text: givenText, billable: givenBillable, ...named } = rest;
    const said = [...Object.values(named), givenText, wantedTags, givenBillable].some((one) => one !== undefined);
    if (again !== undefined && said)
      throw new kit.InputError(
        "argument",
        "`again` takes everything from that entry: name nothing beside it but `at`.",
        {
          next: "Leave `again` out, or change the running entry with update_time afterwards.",
        },
      );
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const place = { zone: facts.zone, now: context.now };
    const begin = at === undefined ? undefined : kit.parseMoment(at, context);
    if (begin !== undefined) kit.checkStart(begin, context);
    if (begin !== undefined && !facts.booking.freeTimes)
      throw new kit.InputError("time", "This service stamps the time itself: `at` cannot be given.");

    const resolver = new kit.WorkResolver(call, createMissing ?? false);
    const preset = again === undefined ? null : await kit.favouriteToStart(again, call);
    const repeated = again === undefined || preset ? null : await kit.entryToRepeat(again, facts, call);
    const described = preset?.text || givenText;
    const billable = preset ? preset.billable : givenBillable;
    const like = repeated ?? preset;
    const nothingNamed = !like && Object.values(named).every((name) => name === undefined);
    const [recent] = nothingNamed ? await kit.recentWork(call, 1) : [];
    const resolved = like ? { work: like.work, notes: [] } : await resolver.resolve(named, recent?.work);
    if (recent) resolved.notes.unshift(`Nothing was named: the most recent work was taken.`);
    const tags = wantedTags && (await resolver.tags(wantedTags));
    const asked = repeated ?? { work: resolved.work, text: described, tags, billable };

    const { timer } = call.service;
    const { running } = timer.blind ? { running: [] } : await timer.read({ signal: call.signal });
    const already = running.find((entry) => same(entry, asked));
    const cells: Cell[] = ["timer.create", ...resolver.cells];
    if (already && begin === undefined) {
      await call.confirm({ cells: ["timer.create"], preview: ["Nothing: it runs already"], targets: [] });
      return startedResult(
        { entry: already, stopped: [], notes: ["This runs already; nothing was sent."] },
        place,
        kit,
      );
    }
    await call.confirm({
      cells,
      preview: [
        `Start ${kit.workLine(resolved.work)} at ${kit.withOffset(begin ?? context.now, facts.zone)}`,
        ...(repeated ? [`Like ${kit.entryLine(repeated, place)}`] : []),
        ...resolver.pending.map((what) => `Make ${what}`),
      ],
      targets: [resolved.work, repeated && kit.factsOf(repeated), preset, described, tags, billable],
    });
    if (repeated) {
      const started = await kit.startAgain(repeated, begin, facts, call);
      return { ...startedResult(started, place, kit), wrote: true };
    }
    const work = await resolver.create(resolved.work);
    await resolver.createTags();
    const started = await timer.start({ work, at: begin, text: described, tags, billable }, { signal: call.signal });
    const made = resolver.pending.map((what) => `Made ${what}.`);
    return {
      ...startedResult({ ...started, notes: [...resolved.notes, ...made, ...started.notes] }, place, kit),
      wrote: true,
    };
  },
});
