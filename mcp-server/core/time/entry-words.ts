import { InputError } from "../domain/errors";
import { fold } from "../domain/fold";
import { type Period, parsePeriod, type TimeContext } from "./parse";

/** How people name one of their entries: `last Friday's standup`, `yesterday's last`, `the running one`, `this morning's`. */

type Pointer = "last" | "first" | "running";

export interface EntryWords {
  /** Days on which it begins; without it, any day. */
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
  "the my a one entry entries timer of on from in at der die das mein meine vom von am um uhr o'clock eintrag moj moja wpis z o".split(
    " ",
  ),
);
/** Beside one of these a bare number is a clock time. */
const beforeClock = new Set(["at", "um", "o"]);
const afterClock = new Set(["uhr", "o'clock"]);
const longest = 200;

/** `entry 12` is an id, and no words: else it would be an entry that says 12. */
const namedId = /^(?:entry|eintrag|wpis|id)[\s:]*(?:(?:no|nr)\b\.?\s*)?(?:#\s*(\S+)|(\d+))$/i;

/** @returns null where it is not named like that */
export function idNamed(text: string): string | null {
  const found = namedId.exec(text.trim());
  return found?.[1] ?? found?.[2] ?? null;
}

/** One word of letters, or several words; ids have no blanks, and more than letters. */
export const isEntryWords = (text: string): boolean =>
  /\s|^\p{L}[\p{L}\p{M}'’-]*$/u.test(text.trim()) && idNamed(text) === null;

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
    // Of one entry, "from Monday" means that day, and of a period all since then.
    .filter((token) => token !== "" && token !== "the" && token !== "from");
  const partWord = tokens.find((token) => parts.has(token));
  const part = partWord === undefined ? undefined : parts.get(partWord);
  const plain = tokens.filter((token, at) => token !== partWord && !(token === "this" && tokens[at + 1] === partWord));
  const days = splitDays(plain, ctx);
  const readings: EntryWords[] = [];
  if (days) readings.push({ period: days.period, ...(part && { part }), ...pointed(days.rest) });
  else if (part) readings.push({ period: parsePeriod("today", ctx), part, ...pointed(plain) });
  const bare = pointed(tokens);
  if (bare.words.length > 0 || bare.pointer || bare.clock) readings.push(bare);
  // "Active Directory" may be what it says.
  if (bare.pointer === "running" && bare.words.length > 0)
    readings.push({ words: tokens.filter((token) => !fillers.has(token)) });
  if (readings.length > 0) return readings;
  throw new InputError("argument", "Which entry? Nothing is named.", {
    next: "Give its #id, or words like 'yesterday's last' or 'last Friday's standup'.",
  });
}

function pointed(tokens: readonly string[]): Pick<EntryWords, "pointer" | "clock" | "words"> {
  let pointer: Pointer | undefined;
  let clock: string | undefined;
  const words: string[] = [];
  for (const [at, token] of tokens.entries()) {
    const found = pointers.get(token);
    const time = clockIn(token, beforeClock.has(tokens[at - 1] ?? "") || afterClock.has(tokens[at + 1] ?? ""));
    if (found && pointer === undefined) pointer = found;
    else if (time !== null && clock === undefined) clock = time;
    else if (!fillers.has(token)) words.push(token);
  }
  return { ...(pointer && { pointer }), ...(clock !== undefined && { clock }), words };
}

/** `9:00`, `9.15`, `3pm`; `9` where the words beside it say so. */
function clockIn(token: string, bare: boolean): string | null {
  const [, hour = "", minute, half] = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(token) ?? [];
  if (hour === "" || (minute === undefined && half === undefined && !bare)) return null;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "pm" ? 12 : 0);
  return hours > 23 || Number(minute ?? 0) > 59 ? null : `${String(hours).padStart(2, "0")}:${minute ?? "00"}`;
}
