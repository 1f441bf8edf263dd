import type { LostSpan, LostWritesPort } from "../../domain/lost-writes";
import type { RecordsPort, RecordType, RecordTypeInfo } from "../../domain/records";
import type { LostChange, LostChanges, LostChangesApplied } from "../../domain/results/lost-changes";
import type { CallRecord } from "../call-record";
import type { Part } from "../change";
import type { JournalStore } from "../journal-store";
import { changeView, itemView } from "../view";
import type { InfoOf } from "./past-state";
import { type Replayed, replay } from "./replay";

export interface LostDeps {
  store: JournalStore;
  account: string;
  port: LostWritesPort;
  records: RecordsPort | undefined;
}

/** Milliseconds. What was written while a copy was made may be in it; what is there already is not written again. */
const whileCopying = 60_000;

const nothing: LostChanges = { since: null, changes: [] };

/** What would be written again; leaves all as it is. @throws ServiceError */
export async function lookAtLostChanges(deps: LostDeps): Promise<LostChanges> {
  const spans = await deps.port.spans();
  const [first] = spans;
  if (!first) return nothing;
  const { parts, infoOf } = await lost(spans, deps);
  const replayed = await deps.port.look((rows) => replay(parts, rows, infoOf));
  const changes = await changesOf(replayed, deps.store);
  return changes.length > 0 ? { since: first.from, changes } : nothing;
}

/**
 * Writes again all that fits, in one transaction, and as one change of the journal. Once it is written nothing is lost any
 * more: what did not fit is told, and stays in the journal.
 * @throws ServiceError; then nothing was written
 */
export async function applyLostChanges(deps: LostDeps, record: CallRecord): Promise<LostChangesApplied> {
  const { port, store } = deps;
  const spans = await port.spans();
  const { parts, infoOf } = await lost(spans, deps);
  const [first] = parts;
  if (!first) return { ...nothing, written: 0 };
  const replayed = await record.write({
    operation: "create",
    subject: first.subject,
    wanted: { parts: parts.length },
    send: () => port.keep((rows) => replay(parts, rows, infoOf)),
    outcomes: ({ outcomes }) => outcomes,
  });
  return {
    since: spans[0]?.from ?? null,
    changes: await changesOf(replayed, store),
    written: replayed.outcomes.length,
  };
}

async function lost(spans: readonly LostSpan[], { store, account, records }: LostDeps) {
  const found = new Map<number, Part>();
  for (const { from, until } of spans)
    for (const part of (await store.partsWritten?.(account, Date.parse(from) - whileCopying, Date.parse(until))) ?? [])
      found.set(part.id, part);
  const parts = [...found.values()].sort((a, b) => a.id - b.id);
  const infos = new Map<RecordType, RecordTypeInfo>();
  for (const { subject } of parts)
    if (subject !== "entry" && subject !== "absence" && !infos.has(subject) && records)
      infos.set(subject, await records.describe(subject));
  const infoOf: InfoOf = (type) => {
    const info = infos.get(type);
    if (!info) throw new Error(`no ${type} was described`);
    return info;
  };
  return { parts, infoOf };
}

/** Each change with what of it is written again and what is not, oldest first. */
async function changesOf({ applied, unfit }: Replayed, store: JournalStore): Promise<LostChange[]> {
  const ids = new Set([...applied, ...unfit.map(({ part }) => part)].map(({ change }) => change));
  const all: LostChange[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const change = await store.change(id);
    if (!change) continue;
    const items = applied.filter((part) => part.change === id).map((part) => itemView(part, change));
    const left = unfit.filter(({ part }) => part.change === id);
    all.push({
      ...(await changeView(store, change)),
      items,
      count: items.length,
      unfit: left.map(({ part, reason }) => ({ item: itemView(part, change), reason })),
    });
  }
  return all;
}
