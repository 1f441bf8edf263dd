import type { Call } from "../../../domain/call";
import type { AccountFacts, Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryPage, EntryQuery } from "../../../domain/ports";
import { toInstant } from "../../../time/format";
import type { Query } from "../../http/path";
import { enhancedEntries } from "../client/client";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { levels } from "../mapping/levels";
import { entry as entryRow, type WireEntry } from "../wire/entry";
import { isRunning } from "./entry-body";

/** Clockodo's largest page (clockodo-api.md §1.6). */
const perPage = 1_000;
/** Entries that are read and sorted at once; a longer period is read in parts, the newest first. */
const atOnce = 4 * perPage;
/** More people than this are not asked for one by one: everybody's entries are read and theirs kept. */
const fewPeople = 5;
const shortestPart = 3_600_000;

interface Asked {
  /** One request for each; null: without that filter. */
  people: (number | null)[];
  query: Query;
  /** What Clockodo cannot or may not decide as we mean it. */
  keep(row: WireEntry): boolean;
  /** Nothing can be like that: nothing is asked. */
  never: boolean;
}

function demandOthers(facts: AccountFacts): void {
  const reason = facts.refused["others_time.read"];
  if (reason)
    throw new ServiceError("forbidden", `Clockodo does not show you other people's time: ${reason}.`, {
      next: "Ask for your own time, or ask whoever administers your Clockodo for the right.",
    });
}

/** Clockodo's `billable`: 0 not, 1 billable, 2 billed, 12 either of the last two (§4). */
export function billableFilter({ billable, exported }: EntryQuery): number | null {
  if (exported === true) return 2;
  if (billable === undefined) return null;
  if (!billable) return 0;
  return exported === false ? 1 : 12;
}

/**
 * Whose entries, null: everybody's, and on what, by Clockodo's names.
 * @throws InputError for tags and for ids that are none, ServiceError `forbidden`
 */
export function narrowed(
  asked: EntryQuery,
  facts: AccountFacts,
): { people: Set<number> | null; work: [string, number][] } {
  if (asked.tags?.length)
    throw new InputError("unknown", "Clockodo has no tags.", { next: "Leave tags out; search in the text instead." });
  const listed = asked.people === "me" ? [facts.person.id] : asked.people === "everyone" ? null : asked.people;
  if (listed === null || listed.some((id) => id !== facts.person.id)) demandOthers(facts);
  const people = listed && new Set(listed.map((id) => wireId(id, "a person")));
  const work = levels.flatMap(([level, wire]): [string, number][] => {
    const id = asked.work?.[level];
    return id === undefined ? [] : [[wire, wireId(id, `a ${level}`)]];
  });
  return { people, work };
}

function wireQuery(asked: EntryQuery, facts: AccountFacts): Asked {
  const { people: wanted, work } = narrowed(asked, facts);
  const query = work.map(([name, id]): [string, number] => [`filter[${name}]`, id]);
  const billable = billableFilter(asked);
  if (billable !== null) query.push(["filter[billable]", billable]);
  const text = asked.text?.trim().toLocaleLowerCase();
  return {
    people: wanted && wanted.size <= fewPeople ? [...wanted] : [null],
    query,
    never: (asked.exported === true && asked.billable === false) || wanted?.size === 0,
    keep: (row) =>
      (wanted === null || wanted.has(row.users_id)) &&
      // How Clockodo searches in texts is not known, so that is done here.
      (!text || (row.text ?? "").toLocaleLowerCase().includes(text)) &&
      (asked.exported !== false || row.billable !== 2) &&
      (asked.running === undefined || asked.running === isRunning(row)) &&
      // Clockodo has no such filter (§1.6): the whole period is read for it.
      (asked.changedSince === undefined || !row.time_last_change || row.time_last_change >= asked.changedSince),
  };
}

const newestFirst = (a: WireEntry, b: WireEntry) => b.time_since.localeCompare(a.time_since) || b.id - a.id;

/**
 * Entries that begin in a period, newest first. In which order Clockodo lists them, and whether it goes by the begin or by
 * what reaches into the period, is unsure (§8.4): so a part of the period is read whole, and only what begins in it is
 * kept. Names and texts come surely only with `enhanced_list`, which has a limit of its own (§1.4).
 */
export async function* listRows(
  clockodo: Clockodo,
  asked: EntryQuery,
  call?: Call,
): AsyncGenerator<{ rows: WireEntry[]; total: number | null }> {
  const { client } = clockodo;
  const facts = await clockodo.facts.get({ signal: call?.signal });
  const { people, query, keep, never } = wireQuery(asked, facts);
  let done = 0;

  /** Every row of a part; null where there are too many to be read at once. */
  async function readOnce(
    from: Instant,
    to: Instant,
  ): Promise<{ rows: Map<number, WireEntry>; whole: boolean } | null> {
    const rows = new Map<number, WireEntry>();
    let expected = 0;
    for (const person of people) {
      const all: Query = [
        ["time_since", from],
        ["time_until", to],
        ["enhanced_list", 1],
        // Else what counts against a hard budget would be worth nothing (§2.2).
        ["calc_also_revenues_for_projects_with_hard_budget", 1],
        ...(person === null ? [] : [["filter[users_id]", person] as const]),
        ...query,
      ];
      const options = { key: "entries", perPage, query: all, limits: [enhancedEntries] };
      let first = true;
      for await (const page of client.all(entryRow, pathOf("entries"), options, call)) {
        if (first) expected += page.total ?? 0;
        if (expected > atOnce && Date.parse(to) - Date.parse(from) > shortestPart) return null;
        first = false;
        for (const row of page.rows) rows.set(row.id, row);
        call?.progress?.(done + rows.size, null);
      }
    }
    return { rows, whole: rows.size >= expected };
  }

  async function* part(from: Instant, to: Instant): ReturnType<typeof listRows> {
    let read = await readOnce(from, to);
    // What was deleted while we read has moved others to a page that was read already.
    if (read && !read.whole) read = await readOnce(from, to);
    if (!read) {
      const middle = toInstant((Date.parse(from) + Date.parse(to)) / 2);
      yield* part(middle, to);
      yield* part(from, middle);
      return;
    }
    done += read.rows.size;
    const kept = [...read.rows.values()].filter((row) => row.time_since >= from && row.time_since < to && keep(row));
    yield { rows: kept.sort(newestFirst), total: from === asked.from && to === asked.to ? kept.length : null };
  }

  if (!never && asked.from < asked.to) yield* part(asked.from, asked.to);
}

/** The same with names. */
export async function* listEntries(clockodo: Clockodo, asked: EntryQuery, call?: Call): AsyncGenerator<EntryPage> {
  for await (const { rows, total } of listRows(clockodo, asked, call))
    yield { entries: await clockodo.entries(rows, call), total };
}
