import type { Call } from "../../../domain/call";
import type { AccountFacts, Entry, Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryPage, EntryQuery } from "../../../domain/ports";
import { tooLarge } from "../../../platform/bounded-body";
import { addDays } from "../../../time/civil";
import { dayOf, toInstant } from "../../../time/format";
import { personKey } from "../mapping/person";
import { beginOf, endOf, entriesOf } from "../mapping/shift";
import type { WireShift } from "../wire/shift";
import type { Shifts, Whose } from "./shifts";

/** Entries that are handed on at once. */
const perPage = 500;
/** Milliseconds; a shorter period is not asked for in halves. */
const shortestPart = 86_400_000;

/** @throws InputError for what Calamari's entries do not have */
function whoseOf({ people, tags, work, billable, exported, changedSince }: EntryQuery, facts: AccountFacts): Whose {
  const has = (what: string, next: string) => new InputError("unknown", `Calamari ${what}.`, { next });
  if (tags?.length) throw has("has no tags", "Leave tags out; search in the text instead.");
  if (billable !== undefined || exported !== undefined)
    throw has("does not keep whether time is billed", "Leave billable and exported out.");
  if (changedSince !== undefined) throw has("does not tell when an entry was changed", "Ask for a period instead.");
  const level = (["customer", "subproject", "activity"] as const).find((each) => work?.[each] !== undefined);
  if (level) throw has(`has no ${level}`, "Filter by project.");
  if (people === "me") return "own";
  if (people === "everyone") return { cell: "others_time.read" };
  const wanted = [...new Set(people.map(personKey))];
  const onlyOwn = wanted.length > 0 && wanted.every((id) => id.toLowerCase() === facts.person.id);
  return onlyOwn ? "own" : { cell: "others_time.read", people: wanted };
}

/**
 * Entries that begin in a period, newest first. Calamari takes days, in nobody says whose zone, has no pages, and answers
 * with running shifts of any day too (calamari-api.md §2.3): a day more is asked for on either side, in one request, and
 * what begins in the period is kept. Where the answer is more than is read at once, it is asked for in halves.
 */
export async function* listEntries(
  shifts: Pick<Shifts, "find" | "reading">,
  facts: AccountFacts,
  asked: EntryQuery,
  call?: Call,
): AsyncGenerator<EntryPage> {
  const whose = whoseOf(asked, facts);
  const text = asked.text?.trim().toLocaleLowerCase();
  const fits = (entry: Entry) =>
    (!text || entry.text.toLocaleLowerCase().includes(text)) &&
    (asked.work?.project === undefined || entry.work.project?.id === asked.work.project) &&
    (asked.running === undefined || asked.running === (entry.end === null));
  let done = 0;

  /** null: Calamari's answer was too large. */
  async function rowsOf(from: Instant, to: Instant): Promise<WireShift[] | null> {
    const first = addDays(dayOf(from, facts.zone), -1);
    const last = addDays(dayOf(toInstant(Date.parse(to) - 1000), facts.zone), 1);
    try {
      return await shifts.find(whose, first, last, call);
    } catch (error) {
      const halves = Date.parse(to) - Date.parse(from) > shortestPart;
      if (error instanceof ServiceError && error.detail === tooLarge && halves) return null;
      throw error;
    }
  }

  async function* part(from: Instant, to: Instant): AsyncGenerator<EntryPage> {
    const rows = await rowsOf(from, to);
    if (!rows) {
      const middle = toInstant((Date.parse(from) + Date.parse(to)) / 2);
      yield* part(middle, to);
      yield* part(from, middle);
      return;
    }
    const reading = await shifts.reading(whose, call);
    const entries = rows
      // A shift of several projects may reach in with a part that begins in the period.
      .filter((row) => beginOf(row) < to && (endOf(row) ?? to) >= from)
      .flatMap((row) => entriesOf(row, reading))
      .filter((entry) => entry.begin >= from && entry.begin < to && fits(entry))
      .sort((a, b) => (a.begin === b.begin ? (a.id < b.id ? 1 : -1) : a.begin < b.begin ? 1 : -1));
    done += entries.length;
    call?.progress?.(done, null);
    const total = from === asked.from && to === asked.to ? entries.length : null;
    for (let at = 0; at < entries.length; at += perPage) yield { entries: entries.slice(at, at + perPage), total };
  }

  const nobody = whose !== "own" && whose.people?.length === 0;
  if (!nobody && asked.from < asked.to) yield* part(asked.from, asked.to);
}
