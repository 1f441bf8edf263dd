import { isDeepStrictEqual } from "node:util";
import type { Absence } from "../domain/absences";
import type { Entry } from "../domain/entities";
import type { RecordValue, ServiceRecord } from "../domain/records";
import type { ActivityChange, ActivityFields, ActivityItem } from "../domain/results/activity";
import { cleanText } from "../domain/text";
import { toInstant, withOffset } from "../time/format";
import { type Change, keyOf, type Part } from "./change";
import { latestOn, undoneBy } from "./in-effect";
import type { JournalStore } from "./journal-store";
import { cannotUndo } from "./undo/cannot";

/** Of a bulk the first ones are told; the count says how many there are. */
const mostItems = 20;

const clean = (text: string) => cleanText(text, 300);

/** What a change was, in words' raw material: texts cleaned, times with the account's offset. */
export async function changeView(store: JournalStore, change: Change): Promise<ActivityChange> {
  const parts = await store.parts(change.id);
  const shown = mainFirst(parts);
  const undone = await undoneBy(store, change);
  return {
    ...whoView(change),
    id: change.id,
    account: { id: change.account, service: change.service, label: clean(change.label) },
    tool: change.tool,
    state: stateOf(parts),
    count: parts.filter(({ subject }) => subject === shown[0]?.subject).length,
    items: shown.slice(0, mostItems).map((part) => itemView(part, change)),
    ...(change.undoes !== undefined && { undoes: change.undoes }),
    undone: undone && { id: undone.id, at: toInstant(undone.at) },
    undo: undone ? { kind: "cannot", reason: "undone" } : await undoView(store, change, parts),
  };
}

/** Entries before the work and tags that were made on the way to them. */
const mainFirst = (parts: readonly Part[]) => [
  ...parts.filter(({ subject }) => subject === "entry"),
  ...parts.filter(({ subject }) => subject !== "entry"),
];

export const whoView = ({ client, place, at }: Change) => ({
  client: cleanText(client, 64),
  ...(place && { place }),
  at: toInstant(at),
});

/** As far as the journal knows: what others did elsewhere shows when it is tried. */
async function undoView(store: JournalStore, change: Change, parts: readonly Part[]): Promise<ActivityChange["undo"]> {
  const reason = cannotUndo(change, parts);
  if (reason) return { kind: "cannot", reason };
  for (const part of parts.slice(0, mostItems)) {
    const by = part.state === "done" ? await latestOn(store, change, part) : null;
    if (by) return { kind: "changed", by: whoView(by) };
  }
  return { kind: "possible" };
}

function stateOf(parts: readonly Part[]): ActivityChange["state"] {
  const has = (state: Part["state"]) => parts.some((part) => part.state === state);
  if (has("meant")) return "under_way";
  if (has("unknown")) return "unknown";
  if (!has("failed")) return "done";
  return leavesSomething(parts.filter(({ state }) => state === "done")) ? "partly" : "failed";
}

/** Whether any record is another one after these parts than before: what was moved back is as it was. */
function leavesSomething(done: readonly Part[]): boolean {
  const ends = new Map<string, { first: Part; last: Part }>();
  for (const part of done) {
    const key = part.subjectId === null ? `part ${part.id}` : keyOf(part.subject, part.subjectId, part.of);
    ends.set(key, { first: ends.get(key)?.first ?? part, last: part });
  }
  return [...ends.values()].some(
    ({ first, last }) =>
      first === last || !first.whole || !last.whole || !isDeepStrictEqual(first.before ?? null, last.after ?? null),
  );
}

export function itemView(part: Part, { zone }: Change): ActivityItem {
  const { operation, subject, state, error, before, after, wanted } = part;
  const fields = (value: unknown) => fieldsOf(part, value, zone ?? undefined);
  const known = after ?? before ?? wanted;
  const name = subject === "entry" || subject === "absence" ? undefined : (known as { name?: string } | null)?.name;
  return {
    operation,
    subject,
    ...(typeof name === "string" && { name: clean(name) }),
    state: state === "nothing" ? "done" : state,
    ...(error !== null && { error }),
    before: fields(before),
    after: fields(after ?? (state === "done" || before !== null ? null : wanted)),
  };
}

function fieldsOf({ subject }: Part, value: unknown, zone: string | undefined): ActivityFields | null {
  if (typeof value !== "object" || value === null) return null;
  if (subject === "entry") return entryFields(value as Partial<Entry>, zone);
  if (subject === "absence") return absenceFields(value as Partial<Absence>);
  const { values } = value as Partial<ServiceRecord>;
  const shown = Object.entries(values ?? {}).map(([field, each]) => [cleanText(field, 60), valueText(each)] as const);
  return { ...Object.fromEntries(shown) };
}

/** Also of what was only asked for, which has ids of work and no names yet. An entry of another zone keeps its clock times. */
function entryFields(entry: Partial<Entry>, zone = "UTC"): ActivityFields {
  const { begin, end, seconds, text, tags, billable, exported, breakSeconds, work } = entry;
  const own = entry.zone ?? zone;
  const names = Object.values(work ?? {}).flatMap((one) => (typeof one === "object" ? [clean(one.name)] : []));
  return {
    ...(begin !== undefined && { begin: withOffset(begin, own) }),
    ...(end !== undefined && { end: end === null ? null : withOffset(end, own) }),
    ...(typeof seconds === "number" && { seconds }),
    ...(names.length > 0 && { work: names }),
    ...(text && { text: clean(text) }),
    ...(tags && tags.length > 0 && { tags: tags.map(clean) }),
    ...(billable !== undefined && { billable }),
    ...(exported && { exported }),
    ...(breakSeconds && { break: breakSeconds }),
  };
}

function absenceFields({ type, first, last, status, comment, firstHalf, lastHalf }: Partial<Absence>): ActivityFields {
  return {
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    ...(type && { type: clean(type.name) }),
    ...(status && { status }),
    ...(firstHalf && { firstHalf }),
    ...(lastHalf && { lastHalf }),
    ...(comment && { text: clean(comment) }),
  };
}

function valueText(value: RecordValue): ActivityFields[string] {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map((each) => String(valueText(each)));
  return "name" in value ? clean(String(value.name)) : clean(JSON.stringify(value));
}
