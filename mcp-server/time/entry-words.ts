import { InputError } from "../domain/errors";
import { fold } from "../domain/fold";
import { type Period, parsePeriod, type TimeContext } from "./parse";

/** How people name one of their entries: `last Friday's standup`, `yesterday's last`, `the running one`, `this morning's`. */

type Pointer = "last" | "first" | "running";

export interface EntryWords {
  /** Days on which it begins; absent: any. */
  period?: Period;
  /** Clock times between which it begins, `HH:MM`. */
  part?: { from: string; to: string };
  /** When it begins, `HH:MM`. */
  clock?: string;
  /** Which of all that fit. */
  pointer?: Pointer;
  /** All of them stand in what it says, what it is booked on, or its tags. */
  words: string[];
}

const pointers = new Map<string, Pointer>([
  ...["last", "latest", "newest", "letzte", "letzter", "letzten", "letzter", "ostatni", "ostatnia", "ostatnie"].map(
    (word): [string, Pointer] => [word, "last"],
  ),
  ...["first", "earliest", "erste", "erster", "ersten", "pierwszy", "pierwsza"].map((word): [string, Pointer] => [
    word,
    "first",
  ]),
  ...["running", "current", "active", "laufende", "laufender", "laufenden", "trwajacy"].map(
    (word): [string, Pointer] => [word, "running"],
  ),
]);
const morning = { from: "00:00", to: "12:00" };
const afternoon = { from: "12:00", to: "18:00" };
const evening = { from: "18:00", to: "24:00" };
const parts = new Map([
  ...["morning", "vormittag", "rano"].map((word) => [word, morning] as const),
  ...["afternoon", "nachmittag"].map((word) => [word, afternoon] as const),
  ...["evening", "tonight", "abend", "wieczorem", "wieczor"].map((word) => [word, evening] as const),
]);
const fillers = new Set(
  "the my a one entry entries timer of on from in at der die das mein meine vom von am eintrag moj moja wpis z".split(
    " ",
  ),
);
const longest = 200;

/** One word of letters, or several words; ids have no blanks, and more than letters. */
export const isEntryWords = (text: string): boolean => /\s|^\p{L}[\p{L}\p{M}'’-]*$/u.test(text.trim());

function periodOf(tokens: readonly string[], ctx: TimeContext): Period | null {
  try {
    return tokens.length > 0 ? parsePeriod(tokens.join(" "), ctx) : null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The longest days in words at either end, and what is left of the words. */
function splitDays(tokens: readonly string[], ctx: TimeContext): { period: Period; rest: string[] } | null {
  for (let length = Math.min(tokens.length, 5); length > 0; length--) {
    const before = periodOf(tokens.slice(0, length), ctx);
    if (before) return { period: before, rest: tokens.slice(length) };
    const after = periodOf(tokens.slice(-length), ctx);
    if (after) return { period: after, rest: tokens.slice(0, -length) };
  }
  return null;
}

/**
 * What the words could mean, the likeliest first: `may` and `mon` are days, and words of a description.
 * @throws InputError `argument` where nothing is said
 */
export function readEntryWords(text: string, ctx: TimeContext): EntryWords[] {
  const tokens = fold(text.slice(0, longest))
    .replace(/['’`]s?(?=\s|$)/g, "")
    .replace(/[",;“”„]/g, " ")
    .split(/\s+/)
    .filter((token) => token !== "" && token !== "the");
  const partWord = tokens.find((token) => parts.has(token));
  const part = partWord === undefined ? undefined : parts.get(partWord);
  const plain = tokens.filter((token, at) => token !== partWord && !(token === "this" && tokens[at + 1] === partWord));
  const days = splitDays(plain, ctx);
  const readings: EntryWords[] = [];
  if (days) readings.push({ period: days.period, ...(part && { part }), ...pointed(days.rest) });
  else if (part) readings.push({ period: parsePeriod("today", ctx), part, ...pointed(plain) });
  const bare = pointed(tokens);
  if (bare.words.length > 0 || bare.pointer || bare.clock) readings.push(bare);
  if (readings.length > 0) return readings;
  throw new InputError("argument", "Which entry? Nothing is named.", {
    next: "Give its #id, or words like 'yesterday's last' or 'last Friday's standup'.",
  });
}

function pointed(tokens: readonly string[]): Pick<EntryWords, "pointer" | "clock" | "words"> {
  let pointer: Pointer | undefined;
  let clock: string | undefined;
  const words: string[] = [];
  for (const token of tokens) {
    const found = pointers.get(token);
    const [, hour = "", minute = ""] = /^(\d{1,2})[:.](\d{2})$/.exec(token) ?? [];
    if (found && pointer === undefined) pointer = found;
    else if (hour !== "" && clock === undefined) clock = `${hour.padStart(2, "0")}:${minute}`;
    else if (!fillers.has(token)) words.push(token);
  }
  return { ...(pointer && { pointer }), ...(clock !== undefined && { clock }), words };
}
