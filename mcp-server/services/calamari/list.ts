import type { AccountFacts, CalendarDay, Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, EntryPage, EntryQuery } from "../../domain/ports";
import { addDays, daysBetween } from "../../time/civil";
import { dayOf, toInstant } from "../../time/format";
import { beginOf, endOf, entriesOf } from "./mapping/shift";
import type { Shifts, Whose } from "./shifts";
import type { WireShift } from "./wire/shift";

/** Entries that are handed on at once. */
const perPage = 500;

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
  const wanted = [...new Set(people.map((id) => id.toLowerCase()))];
  const onlyOwn = wanted.length > 0 && wanted.every((id) => id === facts.person.id);
  return onlyOwn ? "own" : { cell: "others_time.read", people: wanted };
}

/** Rows of the days; in halves, the later first, where Calamari's answer is more than is read at once. */
async function* rowsOf(
  shifts: Shifts,
  whose: Whose,
  first: CalendarDay,
  last: CalendarDay,
  call?: Call,
): AsyncGenerator<WireShift[]> {
  let rows: WireShift[] | null = null;
  try {
    rows = await shifts.find(whose, first, last, call);
  } catch (error) {
    const tooMuch = error instanceof ServiceError && error.kind === "unavailable" && /larger than/.test(error.message);
    if (!tooMuch || first === last) throw error;
  }
  if (rows) {
    yield rows;
    return;
  }
  const middle = addDays(first, Math.floor(daysBetween(first, last) / 2));
  yield* rowsOf(shifts, whose, addDays(middle, 1), last, call);
  yield* rowsOf(shifts, whose, first, middle, call);
}

/**
 * Entries that begin in a period, newest first. Calamari takes days, in nobody says whose zone, has no pages, and answers
 * with running shifts of any day too (calamari-api.md §2.3): a day more is asked for on either side, in one request, and
 * what begins in the period is kept, once.
 */
export async function* listEntries(
  shifts: Shifts,
  facts: AccountFacts,
  asked: EntryQuery,
  call?: Call,
): AsyncGenerator<EntryPage> {
  const whose = whoseOf(asked, facts);
  const nobody = whose !== "own" && whose.people?.length === 0;
  if (nobody || asked.from >= asked.to) return;
  const day = (instant: Instant) => dayOf(instant, facts.zone);
  const first = addDays(day(asked.from), -1);
  const last = addDays(day(toInstant(Date.parse(asked.to) - 1000)), 1);
  const text = asked.text?.trim().toLocaleLowerCase();
  const within = (begin: Instant) => begin >= asked.from && begin < asked.to;
  const seen = new Set<number>();
  let done = 0;
  for await (const rows of rowsOf(shifts, whose, first, last, call)) {
    const reading = await shifts.reading(call);
    const entries = rows
      // Of a shift with several projects a later part may begin in the period, though the shift does not.
      .filter((row) => !seen.has(row.id) && beginOf(row) < asked.to && (endOf(row) ?? asked.to) >= asked.from)
      .flatMap((row) => {
        seen.add(row.id);
        return entriesOf(row, reading);
      })
      .filter(
        (entry) =>
          within(entry.begin) &&
          (!text || entry.text.toLocaleLowerCase().includes(text)) &&
          (asked.work?.project === undefined || entry.work.project?.id === asked.work.project) &&
          (asked.running === undefined || asked.running === (entry.end === null)),
      )
      .sort((a, b) => (a.begin === b.begin ? (a.id < b.id ? 1 : -1) : a.begin < b.begin ? 1 : -1));
    done += entries.length;
    call?.progress?.(done, null);
    for (let at = 0; at < entries.length; at += perPage) {
      const page = entries.slice(at, at + perPage);
      yield { entries: page, total: null };
    }
  }
}
