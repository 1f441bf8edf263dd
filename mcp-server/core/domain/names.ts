import { InputError } from "./errors";
import { fold } from "./fold";
import { containsName, indexOf, type NameIndex, ranks } from "./name-index";
import { quote } from "./quote";
import { cleanText } from "./text";

/** How names that people and models write find the things of a service. Never guesses between two. */

interface Named {
  id: string;
  name: string;
}

export { fold };

/**
 * The items whose name fits, best first; equally good ones by name. An empty query returns the first ones as they came.
 */
export function rankByName<T extends { name: string }>(query: string, items: readonly T[], limit: number): T[] {
  const wanted = fold(query);
  if (wanted === "") return items.slice(0, limit);
  const { ranked } = indexOf(items).rank(wanted);
  ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return ranked.slice(0, limit).map(({ item }) => item);
}

/** What find_work finds; of other things the candidates are all that can be told. */
const ofWork = ["customer", "project", "subproject", "activity", "tag", "person"];
const shown = 8;
const listed = (candidates: readonly Named[]) =>
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

function unknown(input: string, all: readonly Named[], what: string): InputError {
  const near = indexOf(all).suggest(fold(input));
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
  const index = indexOf(candidates);
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
    (marked === null ? null : only(candidates.filter(({ id }) => isId(id, marked)))) ??
    only(index.written(text)) ??
    (wanted === "" ? null : only(index.named(wanted))) ??
    // What says #12 means an id; it must not fall on a name that happens to look like it.
    (marked !== null || wanted === ""
      ? null
      : (only(index.where(({ id }, name) => isId(id, text) || name.startsWith(wanted))) ??
        only(nearest(wanted, index)) ??
        spelledOut(wanted, index, only)));
  if (!found) throw unknown(text, candidates, what);
  return found;
}

/**
 * A sentence where a name was taken for another than was written: `"relauch" was taken as the project "Website relaunch"
 * (#10).` Nothing for an id, a part of the name, or another spelling of it.
 */
export function guessNotes(input: string, { id, name }: Named, what: string): string[] {
  const text = input.trim();
  const wanted = fold(text);
  if (text.startsWith("#") || text === id || containsName(fold(name), wanted)) return [];
  if (fold(name) === unspelled(wanted)) return [];
  return [`"${cleanText(text, 80)}" was taken as the ${what} "${quote(name, 80)}" (#${cleanText(id, 100)}).`];
}

const unspelled = (wanted: string) => wanted.replace(/([aou])e/g, "$1");

/** `Groessenaenderung` for Größenänderung: keyboards without umlauts write an e after the vowel. */
function spelledOut<T extends Named>(wanted: string, index: NameIndex<T>, only: (found: T[]) => T | null): T | null {
  const plain = unspelled(wanted);
  return plain === wanted ? null : only(index.named(plain));
}

/**
 * Only the best rank competes: a word that begins like the input beats one that merely contains it. Names that fit only
 * with slips of the pen all compete: which of them was mistyped is for the person to say.
 */
function nearest<T extends Named>(wanted: string, index: NameIndex<T>): T[] {
  const { ranked, complete } = index.rank(wanted);
  const best = ranked.reduce((least, { rank }) => Math.min(least, rank), Number.POSITIVE_INFINITY);
  // A slip of the pen that fits the only name compared may fit another one as well.
  if (best > ranks.part && !complete) return [];
  return ranked.filter(({ rank }) => rank === best || best > ranks.part).map(({ item }) => item);
}
