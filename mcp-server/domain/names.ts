import { InputError } from "./errors";
import { cleanText } from "./text";

/** How names that people and models write find the things of a service. Never guesses between two. */

interface Named {
  id: string;
  name: string;
}

const ownLetters: Record<string, string> = {
  ł: "l",
  ß: "ss",
  ø: "o",
  đ: "d",
  æ: "ae",
  œ: "oe",
  ı: "i",
  þ: "th",
  ð: "d",
};

/** Case, accents, width, invisible characters and runs of blanks do not tell names apart. */
export const fold = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, (mark) => (/\s/.test(mark) ? " " : ""))
    .replace(/[łßøđæœıþð]/g, (letter) => ownLetters[letter] ?? letter)
    .replace(/\s+/g, " ")
    .trim();

const words = (folded: string) => folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Edits (insert, delete, replace, swap of neighbours) between two texts; stops counting above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let twoAgo: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? (twoAgo[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    if (Math.min(...row) > limit) return limit + 1;
    twoAgo = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** Slips of the pen that a name of this length may have. Short names allow none: "PR" is not "HR". */
const slips = (text: string) => (text.length < 5 ? 0 : text.length < 10 ? 1 : 2);

/** Smaller is nearer; null: no match at all. */
function score(wanted: string, name: string): number | null {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const parts = words(name);
  if (parts.some((part) => part.startsWith(wanted)) || name.includes(` ${wanted}`)) return 2;
  const wantedParts = words(wanted);
  if (wantedParts.length > 0 && wantedParts.every((part) => parts.some((own) => own.startsWith(part)))) return 3;
  if (wanted.length >= 3 && name.includes(wanted)) return 4;
  const allowed = slips(wanted);
  if (allowed === 0) return null;
  const edits = Math.min(
    distance(wanted, name, allowed),
    ...parts.map((part) => (slips(part) > 0 ? distance(wanted, part, allowed) : allowed + 1)),
  );
  return edits <= allowed ? 4 + edits : null;
}

/**
 * The items whose name fits, best first; equally good ones by name. An empty query returns the first ones as they came.
 */
export function rankByName<T extends { name: string }>(query: string, items: readonly T[], limit: number): T[] {
  const wanted = fold(query);
  if (wanted === "") return items.slice(0, limit);
  const ranked: { item: T; rank: number; name: string }[] = [];
  for (const item of items) {
    const name = fold(item.name);
    const rank = score(wanted, name);
    if (rank !== null) ranked.push({ item, rank, name });
  }
  ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return ranked.slice(0, limit).map(({ item }) => item);
}

/** What find_work finds; of other things the candidates are all that can be told. */
const ofWork = ["customer", "project", "subproject", "activity", "tag", "person"];
const shown = 8;
const listed = (candidates: Named[]) =>
  candidates.slice(0, shown).map(({ id, name }) => ({ id, name: cleanText(name, 80) }));

function ambiguous(input: string, found: Named[], what: string): InputError {
  const candidates = listed(found);
  const names = candidates.map(({ id, name }) => `"${name}" (#${id})`).join(", ");
  const more = found.length > shown ? ` and ${found.length - shown} more` : "";
  return new InputError("ambiguous", `"${cleanText(input, 80)}" fits more than one ${what}: ${names}${more}.`, {
    next: `Give the whole name, or the id as #${candidates[0]?.id ?? "id"}.`,
    candidates,
  });
}

function unknown(input: string, all: Named[], what: string): InputError {
  const wanted = fold(input);
  const near = all
    .map((candidate) => ({ candidate, edits: distance(wanted, fold(candidate.name), Math.ceil(wanted.length / 2)) }))
    .filter(({ edits }) => edits <= Math.ceil(wanted.length / 2))
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate);
  const candidates = listed(near.length > 0 || all.length > shown ? near : all);
  const names = candidates.map(({ id, name }) => `"${name}" (#${id})`).join(", ");
  return new InputError(
    "unknown",
    all.length === 0
      ? `There is no ${what} that "${cleanText(input, 80)}" could be.`
      : `There is no ${what} "${cleanText(input, 80)}".${names ? ` There is ${names}.` : ""}`,
    { next: ofWork.includes(what) ? "Use find_work to see what there is." : undefined, candidates },
  );
}

/**
 * The one candidate that a person means: `#id`, then the exact name, folded case and accents, a unique beginning (a bare
 * id counts like one), a unique near match.
 * @param what the word for messages: "project"
 * @throws InputError `ambiguous` or `unknown`, with candidates
 */
export function resolveName<T extends Named>(input: string, candidates: readonly T[], what: string): T {
  const text = input.trim();
  if (text === "" || text === "#") throw new InputError("unknown", `The ${what} is empty: give its name or #id.`);
  const all = [...candidates];
  const only = (found: T[]): T | null => {
    if (found.length > 1) throw ambiguous(text, found, what);
    return found[0] ?? null;
  };
  const wanted = fold(text);
  const marked = text.startsWith("#") ? text.slice(1).trim() : null;
  // An e-mail address is the same in upper and lower case.
  const isId = (id: string, given: string) =>
    id === given || (id.includes("@") && id.toLowerCase() === given.toLowerCase());
  const found =
    (marked === null ? null : only(all.filter(({ id }) => isId(id, marked)))) ??
    only(all.filter(({ name }) => name.trim() === text)) ??
    (wanted === "" ? null : only(all.filter(({ name }) => fold(name) === wanted))) ??
    // What says #12 means an id; it must not fall on a name that happens to look like it.
    (marked !== null || wanted === ""
      ? null
      : (only(all.filter(({ id, name }) => isId(id, text) || fold(name).startsWith(wanted))) ??
        nearest(wanted, all, only)));
  if (!found) throw unknown(text, all, what);
  return found;
}

/** Only the best rank competes: a word that begins like the input beats one that merely contains it. */
function nearest<T extends Named>(wanted: string, all: T[], only: (found: T[]) => T | null): T | null {
  const ranks = all.map((candidate) => ({ candidate, rank: score(wanted, fold(candidate.name)) }));
  const best = Math.min(...ranks.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY));
  return only(ranks.filter(({ rank }) => rank === best && rank !== null).map(({ candidate }) => candidate));
}
