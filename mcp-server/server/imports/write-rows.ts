import {
  type AccountFacts,
  type Entry,
  type Work,
  type WorkIds,
  type WorkLevel,
  workLevels,
} from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold } from "#core/domain/names";
import type { EntryDraft, Service } from "#core/domain/ports";
import type { Booked } from "#core/imports/map-work";
import type { MessageText } from "#core/messages/catalog";
import type { PendingRow } from "./pending-file";

interface WriteOn {
  service: Service;
  facts: AccountFacts;
  signal: AbortSignal;
  /** Told of each entry, as it was read back. */
  wrote(entry: Entry): void;
}

/** One row could not be written; the message begins with its line. */
const atLine = (line: number, error: unknown): unknown => {
  const message = `Line ${line}: ${error instanceof Error ? error.message : String(error)}`;
  if (error instanceof ServiceError) return new ServiceError(error.kind, message, { ...error, cause: error });
  return error instanceof InputError ? new InputError(error.code, message, { next: error.next }) : error;
};

/**
 * Writes rows in their order, each once, with what they are booked on made first.
 * @returns what the service noted, each once @throws ServiceError with the line
 */
export async function writeRows(rows: readonly PendingRow[], on: WriteOn): Promise<MessageText[]> {
  const { service, signal } = on;
  const make = workMaker(on);
  await makeTags(rows, on);
  const notes = new Set<MessageText>();
  for (const row of rows) {
    signal.throwIfAborted();
    try {
      const { entry, notes: said } = await service.time.create(await draftOf(row, make, on.facts), { signal });
      on.wrote(entry);
      for (const note of said) notes.add(note);
    } catch (error) {
      throw atLine(row.line, error);
    }
    // The time sheet answers at once: whoever cancels, or asks something else, must get a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return [...notes];
}

type Maker = (booked: Booked) => Promise<WorkIds>;

async function draftOf(row: PendingRow, make: Maker, { fields }: AccountFacts): Promise<EntryDraft> {
  const { begin, end, text, tags, billable, exported, breakSeconds } = row;
  return {
    work: await make(row.booked),
    begin,
    end,
    text,
    ...(tags.length > 0 && fields.includes("tags") && { tags }),
    ...(billable !== undefined && fields.includes("billable") && { billable }),
    ...(exported && fields.includes("exported") && { exported }),
    ...(breakSeconds > 0 && { breakSeconds }),
  };
}

/** Makes what is missing, each once; what was made before a crash is found again by its name. */
function workMaker({ service: { work }, signal }: WriteOn): Maker {
  const made = new Map<string, string>();
  return async (booked) => {
    const ids: WorkIds = {};
    for (const level of workLevels) {
      const one = booked[level];
      if (!one) continue;
      if (!("make" in one)) {
        ids[level] = one.id;
        continue;
      }
      const key = JSON.stringify([level, fold(one.make), ids]);
      let id = made.get(key);
      if (id === undefined) {
        const there = await work.search({ levels: [level], text: one.make, within: { ...ids } }, { signal });
        const found = there.find(({ name, parents }) => fold(name) === fold(one.make) && isBelow(parents, level, ids));
        const item = found ?? (await work.createItem?.(level, one.make, { ...ids }, { signal }));
        if (!item) throw new InputError("unsupported", `The ${level} cannot be made from here.`);
        id = item.id;
        made.set(key, id);
      }
      ids[level] = id;
    }
    return ids;
  };
}

const directlyAbove: Partial<Record<WorkLevel, WorkLevel>> = { project: "customer", activity: "project" };

function isBelow(parents: Work, level: WorkLevel, ids: WorkIds): boolean {
  const above = directlyAbove[level];
  return above === undefined || parents[above]?.id === ids[above];
}

async function makeTags(rows: readonly PendingRow[], { service: { work }, facts, signal }: WriteOn): Promise<void> {
  if (!facts.fields.includes("tags") || !work.createTag) return;
  const wanted = new Map(rows.flatMap(({ tags }) => tags.map((tag) => [fold(tag), tag] as const)));
  if (wanted.size === 0) return;
  for (const { name } of await work.tags(undefined, { signal })) wanted.delete(fold(name));
  for (const name of wanted.values()) await work.createTag(name, { signal });
}
