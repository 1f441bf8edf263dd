import type { AccountFacts, Entry, Instant } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { fold } from "#core/domain/fold";
import { cleanText } from "#core/domain/text";
import { isPlanned } from "#core/time/aggregate";
import { type EntryWords, isEntryWords, readEntryWords } from "#core/time/entry-words";
import { clockOf, toInstant } from "#core/time/format";
import type { ToolCall } from "./define";
import { timeContext } from "./period-arguments";
import { said } from "./question/english";
import { entryId, entryLine } from "./view";

/** Entries of these days are looked at where no day is named. */
const lookBack = 31 * 86_400_000;
const mostCandidates = 8;

/**
 * The entry that is meant: `#12`, or words, which name one of the person's own.
 * @throws InputError `ambiguous` with all that fit, `unknown`, `permission` where own time may not be read
 */
export async function entryNamed(given: string, facts: AccountFacts, call: ToolCall): Promise<Entry> {
  if (!isEntryWords(given) || given.trim().startsWith("#"))
    return await call.service.time.get(entryId(given), { signal: call.signal });
  const shown = JSON.stringify(cleanText(given, 60));
  const preview = [said({ kind: "lookForEntry", words: cleanText(given, 60) })];
  await call.confirm({ cells: ["time.read"], preview, targets: [given] });
  const context = timeContext(call, facts);
  const place = { zone: facts.zone, now: context.now };
  for (const wanted of readEntryWords(given, context)) {
    const fit = (await entriesIn(wanted, call)).filter((entry) => fits(entry, wanted, facts.zone));
    const found = pointedTo(fit, wanted, context.now);
    const [only, ...more] = found;
    if (only && more.length === 0) return only;
    if (only)
      throw new InputError("ambiguous", `${found.length} entries fit ${shown}.`, {
        candidates: found.slice(0, mostCandidates).map((entry) => ({
          id: entry.id,
          name: entryLine(entry, place).replace(/^\S+\s+/, ""),
        })),
        next: "Give the #id of the one that is meant, or say more of it.",
      });
  }
  throw new InputError("unknown", `No entry of yours fits ${shown}.`, {
    next: "Unless a day is named, only the last 31 days are looked at. list_time shows what there is.",
  });
}

/** For messages: `#12`, `"yesterday's last"`. */
export const entryTitle = (given: string): string =>
  isEntryWords(given) ? JSON.stringify(cleanText(given, 60)) : `#${cleanText(entryId(given), 100)}`;

async function entriesIn({ period, pointer }: EntryWords, call: ToolCall): Promise<Entry[]> {
  const now = call.now();
  const found: Entry[] = [];
  const query = {
    from: period?.from ?? toInstant(now - lookBack),
    // A moment later, so that what began just now is in it.
    to: period?.to ?? toInstant(now + 60_000),
    people: "me" as const,
    ...(pointer === "running" && { running: true }),
  };
  for await (const page of call.service.time.list(query, { signal: call.signal })) found.push(...page.entries);
  return found.sort((a, b) => b.begin.localeCompare(a.begin));
}

function fits(
  { begin, zone: own, text, work, tags }: Entry,
  { words, part, clock }: EntryWords,
  zone: string,
): boolean {
  const at = clockOf(begin, own ?? zone);
  if (clock !== undefined && at !== clock) return false;
  if (part && (at < part.from || at >= part.to)) return false;
  const said = fold([text, ...Object.values(work).map((ref) => ref?.name ?? ""), ...tags].join(" "));
  return words.every((word) => says(said, word));
}

/** Short words and numbers stand in many others by accident; long ones may be the end of a German word. */
function says(said: string, word: string): boolean {
  const whole = word.length < 4 || /\d/.test(word);
  const inside = word.length > 4 && !whole;
  for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + 1))
    if (inside || (!isLetter(said[at - 1]) && !(whole && isLetter(said[at + word.length])))) return true;
  return false;
}
const isLetter = (letter = "") => /[\p{L}\p{N}]/u.test(letter);

function pointedTo(newestFirst: Entry[], { pointer, period }: EntryWords, now: Instant): Entry[] {
  if (pointer === "running") return newestFirst.filter(({ end }) => end === null);
  // The first of all time is not looked for, and the first of a month is not what anybody means.
  if (pointer === undefined || (pointer === "first" && !period)) return newestFirst;
  if (pointer === "first") return newestFirst.slice(-1);
  const done = newestFirst.find((entry) => !isPlanned(entry, now));
  // Planned for later today, and worked last: either may be meant.
  return [...new Set([...newestFirst.slice(0, 1), ...(done ? [done] : [])])];
}
