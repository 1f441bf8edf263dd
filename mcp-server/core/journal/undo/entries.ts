import { draftOf, idsOf } from "../../domain/drafts";
import type { AccountFacts, Entry } from "../../domain/entities";
import type { EntryPatch } from "../../domain/ports";
import type { MessageText } from "../../messages/catalog";
import type { Part } from "../change";
import { type Difference, entryDifferences } from "./same";
import { demandGone, differencesNow, notAsBefore, type Step, type UndoOn } from "./step";

export async function entryStep(part: Part, on: UndoOn): Promise<Step> {
  const { service, signal } = on;
  const { time } = service;
  const [before, after] = [part.before as Entry, part.after as Entry];
  const id = await on.currentId(part);
  const stands = () =>
    differencesNow(
      async () => {
        const now = await time.get(id, { signal });
        return { now, isChanged: await isChangedElsewhere(now, part, on) };
      },
      ({ now, isChanged }) => {
        const differences = entryDifferences(now, after);
        if (now.locked !== undefined && after.locked === undefined) differences.push("locked");
        return differences.length === 0 && isChanged ? ["hidden"] : differences;
      },
    );
  const runsAgain = { check: both(stands, () => demandFree(on)), send: () => reopened(id, before, on) };
  switch (part.operation) {
    case "create":
    case "start":
      return { part, check: stands, send: async () => none(await time.remove(id)) };
    case "delete":
      return {
        part,
        check: both(
          () => demandGone(() => time.get(id, { signal })),
          async () => (before.end === null ? demandFree(on) : []),
        ),
        send: () => broughtBack(part, before, on),
      };
    case "stop":
    case "pause":
      return { part, ...runsAgain };
    case "reopen":
      return { part, check: both(stands, () => demandAlone(id, on)), send: () => ended(id, before, on) };
    default:
      if (before.end === null && after.end !== null) return { part, ...runsAgain };
      return {
        part,
        check: stands,
        async send() {
          const { entry, notes } = await time.update(id, patchBack(before, after, on.facts));
          demandSame(entryDifferences(entry, before));
          return notes;
        },
      };
  }
}

/** Services change what this user cannot see, such as rates; only their time of the last change shows it. */
async function isChangedElsewhere(entry: Entry, part: Part, on: UndoOn): Promise<boolean> {
  const { time } = on.service;
  const written = time.isChangedAfter ? await on.lastWrite(part) : null;
  return written !== null && (await time.isChangedAfter?.(entry, written, { signal: on.signal })) === true;
}

async function reopened(id: string, before: Entry, { service }: UndoOn): Promise<MessageText[]> {
  const entry = await service.timer.reopen(id, undefined, before.begin);
  // Where a new entry goes on from the end of the old one, both together are what ran (Clockodo).
  if (entry.id === id) demandSame(entryDifferences(entry, { ...before, end: null }));
  return [];
}

const both = (one: () => Promise<Difference[]>, other: () => Promise<Difference[]>) => async () => [
  ...(await one()),
  ...(await other()),
];

const none = (_done: unknown): MessageText[] => [];

function demandSame(differences: readonly Difference[]): void {
  if (differences.length > 0) throw notAsBefore(differences);
}

/** Something must be able to run: what runs now would be ended by it. */
async function demandFree({ service, facts, signal, leaving }: UndoOn): Promise<Difference[]> {
  if (service.timer.unreadable) return [];
  const { running } = await service.timer.read({ signal });
  const staying = running.filter(({ id }) => !leaving.has(id));
  return staying.length < facts.booking.runningLimit ? [] : ["running"];
}

/** A stop ends all that runs. */
async function demandAlone(id: string, { service, signal, leaving }: UndoOn): Promise<Difference[]> {
  const { running } = await service.timer.read({ signal });
  return running.every((one) => one.id === id || leaving.has(one.id)) ? [] : ["running"];
}

/** Only what the change changed, as it was. */
function patchBack(before: Entry, after: Entry, { person }: AccountFacts): EntryPatch {
  const changed = new Set(entryDifferences(before, after));
  const gone = Object.keys(after.meta ?? {}).filter((name) => before.meta?.[name] === undefined);
  return {
    ...(changed.has("begin") && { begin: before.begin }),
    ...(changed.has("end") && before.end !== null && { end: before.end }),
    ...(changed.has("work") && { work: idsOf(before.work) }),
    ...(changed.has("text") && { text: before.text === "" ? null : before.text }),
    ...(changed.has("tags") && { tags: before.tags }),
    ...(changed.has("billable") && { billable: before.billable ?? false }),
    ...(changed.has("exported") && { exported: before.exported ?? false }),
    ...(changed.has("break") && { breakSeconds: before.breakSeconds }),
    ...(changed.has("person") && { personId: before.person?.id ?? person.id }),
    ...(changed.has("fields") && {
      meta: { ...before.meta, ...Object.fromEntries(gone.map((name) => [name, null])) },
    }),
  };
}

/** As a new entry: the service gives it another id, which the journal remembers. */
async function broughtBack(part: Part, before: Entry, { service, facts, record }: UndoOn): Promise<MessageText[]> {
  const draft = draftOf(before, facts);
  const exported = facts.fields.includes("exported") && before.exported ? { exported: true } : {};
  const made = await record.bringingBack(part.subjectId ?? "", async () => {
    if (before.end !== null) return service.time.create({ ...draft, ...exported });
    const { begin: at, end: _end, ...details } = draft;
    return service.timer.start({ ...details, at });
  });
  const differences = entryDifferences(made.entry, before);
  const lost = differences.filter((name) => ["begin", "end", "work", "text", "person"].includes(name));
  demandSame(lost);
  return [
    ...made.notes,
    ...(differences.length > 0 ? [`It is back without what this account cannot set: ${differences.join(", ")}.`] : []),
  ];
}

/** A reopened entry gets the end again that it had. */
async function ended(id: string, before: Entry, { service }: UndoOn): Promise<MessageText[]> {
  const { entries, notes } = await service.timer.stop(before.end ?? undefined);
  const entry = entries.find((one) => one.id === id);
  demandSame(entry ? entryDifferences(entry, before) : ["gone"]);
  return notes;
}
