import type { Call } from "#core/domain/call";
import { idsOf } from "#core/domain/drafts";
import type { AccountFacts, Entry, Instant, Ref } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { resolveName } from "#core/domain/names";
import type { Favourite, Started } from "#core/domain/ports";
import { isPlanned } from "#core/time/aggregate";
import { toInstant } from "#core/time/format";
import type { ToolCall } from "../lib/define";
import { entryNamed } from "../lib/entry-by-words";
import { said } from "../lib/question/english";
import { isOthersEntry, openFetched } from "../lib/require-permission";
import { cleanRef } from "../lib/view";

const month = 31 * 86_400_000;
const hour = 3_600_000;

/** The person's own entry that ended last before `before`; looks back a month, and no further. */
export async function lastEnded(
  call: ToolCall,
  before: number,
  { recent }: Pick<Call, "recent"> = {},
): Promise<Entry | null> {
  // By whole hours, so that who asks again asks the same.
  const from = Math.floor((call.now() - month) / hour) * hour;
  const query = { from: toInstant(from), to: toInstant(before), people: "me" as const };
  for await (const page of call.service.time.list(query, { signal: call.signal, recent })) {
    const ended = page.entries.filter((entry) => entry.end !== null && !isPlanned(entry, toInstant(call.now())));
    if (ended.length > 0) return ended.reduce((last, one) => ((one.end ?? "") > (last.end ?? "") ? one : last));
  }
  return null;
}

/**
 * The favourite that `again` names, where favourites are presets and no entries; null: it means an entry.
 * @throws InputError `unknown`, `ambiguous`, `permission`
 */
export async function favouriteToStart(again: string, call: ToolCall): Promise<Favourite | null> {
  const { work } = call.service;
  const name = again.trim();
  if (!work.favourites || name.toLowerCase() === "last" || /^#?\s*\d+$/.test(name)) return null;
  await call.confirm({ cells: ["favourite.read"], preview: [said({ kind: "read", what: "favourites" })], targets: [] });
  const all = await work.favourites({ signal: call.signal });
  return unlessWords(name, () => favouriteNamed(name, all));
}

/** Several words that name no favourite may name an entry: `yesterday's last`. */
function unlessWords<T>(name: string, find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof InputError && error.code === "unknown" && /\s/.test(name)) return null;
    throw error;
  }
}

/** The favourite of a name; `favourite` alone means the only one. @throws InputError `unknown`, `ambiguous` */
function favouriteNamed<T extends Ref>(name: string, all: readonly T[]): T {
  const [only, ...more] = all;
  if (!/^favou?rite$/i.test(name)) return resolveName(name, all, "favourite");
  if (only && more.length === 0) return only;
  throw new InputError(only ? "ambiguous" : "unknown", only ? "Which favorite?" : "There is no favorite.", {
    candidates: all.slice(0, 8).map(cleanRef),
    next: only ? "Give its name." : "Name a project, or an entry's #id.",
  });
}

/** The id of the entry that is a favourite of this name, where favourites are entries; null: the words are no name. */
async function favouriteEntry(name: string, call: ToolCall): Promise<string | null> {
  const { records, work } = call.service;
  if (work.favourites || !records || name.startsWith("#") || /^\d+$/.test(name)) return null;
  // Without favourites the words can only be an entry's id, which need not be a number.
  try {
    await records.describe("favourite", { signal: call.signal });
  } catch (error) {
    if (error instanceof ServiceError && error.kind === "unsupported") return null;
    throw error;
  }
  await call.confirm({ cells: ["favourite.read"], preview: [said({ kind: "read", what: "favourites" })], targets: [] });
  const { records: all } = await records.list({ type: "favourite", limit: 500, offset: 0 }, { signal: call.signal });
  return unlessWords(name, () => favouriteNamed(name, all))?.id ?? null;
}

/** The entry that `again` names: `#12`, `last`, words, or a favourite's name where favourites are entries. @throws InputError `unknown`, `permission` */
export async function entryToRepeat(again: string, facts: AccountFacts, call: ToolCall): Promise<Entry> {
  await call.confirm({ cells: ["time.read"], preview: [said({ kind: "read", what: "repeated" })], targets: [again] });
  const last = again.trim().toLowerCase() === "last";
  // A moment later, so that what ended just now is in it.
  const favourite = last ? null : await favouriteEntry(again.trim(), call);
  const entry = last
    ? await lastEnded(call, call.now() + 1000)
    : await entryNamed(favourite === null ? again : `#${favourite}`, facts, call);
  if (!entry)
    throw new InputError("unknown", "Nothing ended in the last month, so there is nothing to start again.", {
      next: "Name a project.",
    });
  const others = isOthersEntry(entry, facts);
  if (others) await openFetched("time", [{ id: entry.id, others, cells: [] }], call);
  if (entry.mixed)
    throw new InputError("argument", "That entry has several projects, and only one can be started.", {
      next: "Name the project, or the part of the entry that list_time shows.",
    });
  return entry;
}

/** Starts a new entry like `entry`: the service's own way where it has one, for that keeps all that it has. */
export async function startAgain(
  entry: Entry,
  at: Instant | undefined,
  facts: AccountFacts,
  call: ToolCall,
): Promise<Started> {
  const { timer } = call.service;
  const options = { signal: call.signal };
  if (timer.again) return timer.again(entry.id, at, options);
  const may = (field: AccountFacts["fields"][number]) => facts.fields.includes(field);
  return timer.start(
    {
      work: idsOf(entry.work),
      at,
      text: entry.text,
      tags: entry.tags,
      ...(may("billable") && entry.billable !== undefined && { billable: entry.billable }),
      ...(may("meta") && entry.meta && { meta: entry.meta }),
    },
    options,
  );
}
