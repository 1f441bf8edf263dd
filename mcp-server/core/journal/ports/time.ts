import type { Noted } from "../../domain/call";
import type { Entry } from "../../domain/entities";
import type { BulkChange, BulkPlan, BulkPort, EntryPage, EntryQuery, TimePort } from "../../domain/ports";
import { keyOf, type Outcome } from "../change";
import type { Ports } from "./absences";
import { over } from "./over";

export const entryOutcome = (operation: Outcome["operation"], after: Entry, before?: unknown): Outcome => ({
  operation,
  subject: "entry",
  id: after.id,
  before,
  after,
});

export function recordedTime({ service, record }: Ports): TimePort {
  const { time } = service;
  const saw = (entry: Entry) => record().saw(keyOf("entry", entry.id), entry);
  const read = (id: string) => () => time.get(id);
  const made = ({ entry }: { entry: Entry } & Noted) => [entryOutcome("create", entry)];
  return over(time, {
    async *list(query, call): AsyncGenerator<EntryPage> {
      for await (const page of time.list(query, call)) {
        for (const entry of page.entries) saw(entry);
        yield page;
      }
    },
    async get(id, call) {
      const entry = await time.get(id, call);
      saw(entry);
      return entry;
    },
    create: (draft, call) =>
      record().write({
        operation: "create",
        subject: "entry",
        wanted: draft,
        send: () => time.create(draft, call),
        outcomes: made,
      }),
    update: (id, patch, call) =>
      record().write({
        operation: "update",
        subject: "entry",
        id,
        before: read(id),
        wanted: patch,
        send: () => time.update(id, patch, call),
        outcomes: ({ entry }, before) => [entryOutcome("update", entry, before)],
      }),
    remove: (id, call) =>
      record().write({
        operation: "delete",
        subject: "entry",
        id,
        before: read(id),
        send: () => time.remove(id, call),
        outcomes: (_gone, before) => [{ operation: "delete", subject: "entry", id, before }],
      }),
    copy: (id, call) =>
      record().write({
        operation: "create",
        subject: "entry",
        wanted: { copyOf: id },
        send: () => (time.copy as NonNullable<TimePort["copy"]>)(id, call),
        outcomes: made,
      }),
    ...(time.bulk && { bulk: recordedBulk({ service, record }, time.bulk) }),
  });
}

/** The service decides what fits, so what it will act on is read just before, and read again after. */
function recordedBulk({ service, record }: Ports, bulk: BulkPort): BulkPort {
  const { time } = service;
  const all = async (query: EntryQuery): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for await (const page of time.list(query)) entries.push(...page.entries);
    return entries;
  };
  const outcomes = async (change: BulkChange | "delete", query: EntryQuery, found: Entry[] | null) => {
    const operation = change === "delete" ? "delete" : "update";
    // Something was done, and to what is not known.
    if (found === null) return [{ operation, subject: "entry" }] as Outcome[];
    if (change === "delete") {
      // What the service skipped is there still, and was not deleted.
      const left = await all(query).catch(() => null);
      if (left === null) return [{ operation, subject: "entry" }] as Outcome[];
      const skipped = new Set(left.map(({ id }) => id));
      return found.flatMap((before): Outcome[] =>
        skipped.has(before.id) ? [] : [{ operation, subject: "entry", id: before.id, before }],
      );
    }
    // What was changed need not fit any more.
    const now = await all({ from: query.from, to: query.to, people: query.people }).catch(() => []);
    return found.map((before): Outcome => {
      const after = now.find(({ id }) => id === before.id);
      return { operation, subject: "entry", id: before.id, before, ...(after && { after }) };
    });
  };
  return {
    async prepare(query, change, call) {
      const plan: BulkPlan = await bulk.prepare(query, change, call);
      return {
        count: plan.count,
        commit: async (options) => {
          const found = await all(query).catch(() => null);
          return record().write({
            operation: change === "delete" ? "delete" : "update",
            subject: "entry",
            wanted: { query, ...(change !== "delete" && { change }) },
            send: () => plan.commit(options),
            outcomes: () => outcomes(change, query, found),
          });
        },
      };
    },
  };
}
