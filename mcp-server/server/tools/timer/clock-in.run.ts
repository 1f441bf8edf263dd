import type { AccountFacts, Entry, Instant, Work } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { MessageText } from "#core/messages/catalog";
import { hoursMinutes, withOffset } from "#core/time/format";
import { parseMoment } from "#core/time/parse";
import { checkBeside, checkStart, isForgotten } from "../entries/entry-warnings";
import { entriesAround } from "../entries/existing-entries";
import type { RunOf, ToolCall } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { missingText } from "../lib/question/entries";
import { factsOf } from "../lib/require-permission";
import { entryLine, entryPart, entrySaid, entryView, noteLines, workNames } from "../lib/view";
import { recentWork, WorkResolver } from "../lib/work-resolver";
import type { clockIn } from "./clock-in";
import { entryToRepeat, favouriteToStart, startAgain } from "./repeat-entry";

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
  started: { entry: Entry; stopped: Entry[]; notes: MessageText[] },
  place: { zone: string; now: string },
) => ({
  data: {
    entry: entryView(started.entry, place),
    stopped: started.stopped.map((entry) => entryView(entry, place)),
    notes: noteLines(started.notes),
  },
  text: [
    `Working: ${entryLine(started.entry, place)} (${place.zone})`,
    ...started.stopped.map((entry) => `Ended: ${entryLine(entry, place)}`),
    ...noteLines(started.notes),
  ].join("\n"),
});

const secondsBetween = (begin: Instant, end: Instant) => (Date.parse(end) - Date.parse(begin)) / 1000;

/** What work from `begin` to now would overlap, but for what ends there. @throws InputError where overlaps are forbidden */
async function beside(begin: Instant, leaving: readonly Entry[], work: Work, facts: AccountFacts, call: ToolCall) {
  const context = timeContext(call, facts);
  const planned = { personId: facts.person.id, begin, end: context.now, work, text: "" };
  const around = await entriesAround([planned], facts, call);
  const ending = new Set(leaving.map(({ id }) => id));
  return checkBeside(
    planned,
    around.filter(({ id, partOf }) => ![id, partOf].some((one) => one !== undefined && ending.has(one))),
    facts,
    context,
  );
}

export const run: RunOf<typeof clockIn> = async (input, call) => {
  const { at, again, tags: wantedTags, create_missing: createMissing, ...rest } = input;
  const { description: givenText, billable: givenBillable, ...named } = rest;
  const isNamed = [...Object.values(named), givenText, wantedTags, givenBillable].some((one) => one !== undefined);
  if (again !== undefined && isNamed)
    throw new InputError("argument", "`again` takes everything from that entry: name nothing beside it but `at`.", {
      next: "Leave `again` out, or change the running entry with update_time afterwards.",
    });
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  const begin = at === undefined ? undefined : parseMoment(at, context);
  if (begin !== undefined) checkStart(begin, context);
  if (begin !== undefined && !facts.booking.freeTimes)
    throw new InputError("time", "This service stamps the time itself: `at` cannot be given.");

  const resolver = new WorkResolver(call, createMissing ?? false);
  const preset = again === undefined ? null : await favouriteToStart(again, call);
  const repeated = again === undefined || preset ? null : await entryToRepeat(again, facts, call);
  const described = preset?.text || givenText;
  const billable = preset ? preset.billable : givenBillable;
  const like = repeated ?? preset;
  const nothingNamed = !like && Object.values(named).every((name) => name === undefined);
  const [recent] = nothingNamed ? await recentWork(call, 1) : [];
  const resolved = like ? { work: like.work, notes: [] } : await resolver.resolve(named, recent?.work);
  if (recent) resolved.notes.unshift(`Nothing was named: the most recent work was taken.`);
  const tags = wantedTags && (await resolver.tags(wantedTags));
  resolved.notes.unshift(...resolver.guesses);
  const asked = repeated ?? { work: resolved.work, text: described, tags, billable };

  const { timer } = call.service;
  const running = timer.unreadable ? undefined : (await timer.read({ signal: call.signal })).running;
  const already = running?.find((entry) => same(entry, asked));
  const cells: Cell[] = ["timer.create", ...resolver.cells];
  if (already && begin === undefined) {
    await call.confirm({ cells: ["timer.create"], preview: [said({ kind: "nothing", why: "running" })], targets: [] });
    return startedResult(
      { entry: already, stopped: [], notes: [...resolver.guesses, "This runs already; nothing was sent."] },
      place,
    );
  }
  const moment = begin ?? context.now;
  const leaving = (running ?? []).slice(facts.booking.runningLimit - 1).filter((entry) => entry.begin < moment);
  const overlaps = begin === undefined ? [] : await beside(begin, leaving, resolved.work, facts, call);
  // Nobody should find days of work in their time because a timer was forgotten.
  const forgotten = leaving.filter((entry) => isForgotten(entry.begin, moment));
  await call.confirm({
    cells,
    always: forgotten.length > 0,
    preview: [
      said({ kind: "start", work: workNames(resolved.work), at: withOffset(moment, facts.zone) }),
      ...forgotten.map((entry) =>
        said({
          kind: "endEntry",
          entry: entryPart(entry, place),
          lasted: hoursMinutes(secondsBetween(entry.begin, moment)),
        }),
      ),
      ...resolver.guesses,
      ...overlaps,
      ...(repeated ? [entrySaid(repeated, place, "like")] : []),
      ...resolver.pending.map(said),
    ],
    targets: [
      resolved.work,
      repeated && factsOf(repeated),
      preset,
      described,
      tags,
      billable,
      ...(forgotten.length > 0 ? [forgotten.map(factsOf)] : []),
    ],
  });
  if (repeated) {
    const started = await startAgain(repeated, begin, facts, call);
    return { ...startedResult({ ...started, notes: [...overlaps, ...started.notes] }, place), wrote: true };
  }
  const work = await resolver.create(resolved.work);
  await resolver.createTags();
  const started = await timer.start(
    { work, at: begin, text: described, tags, billable, running },
    { signal: call.signal },
  );
  const made = resolver.pending.map((what) => `Made ${missingText(what)}.`);
  return {
    ...startedResult({ ...started, notes: [...resolved.notes, ...overlaps, ...made, ...started.notes] }, place),
    wrote: true,
  };
};
