import { distance } from "fastest-levenshtein";
import { fold } from "./fold";

/**
 * What searches in one list may cost together, however many names of a call are wrong: about 50 ms where 20,000 names of
 * 180 characters are searched. Whole names and beginnings are found beyond it.
 */
export const searchLimits = {
  /** Names that are compared letter by letter in one search. */
  candidates: 2_000,
  /** Longer texts are not compared letter by letter. */
  length: 100,
  /** Calls of the distance function. */
  distances: 20_000,
  /** Characters that are looked through for a part of a name. */
  characters: 20_000_000,
};

interface Entry<T> {
  item: T;
  /** Folded. */
  name: string;
}

export interface Ranked<T> extends Entry<T> {
  /** One of `ranks`, smaller is nearer; above `ranks.part` by the number of letters that differ. */
  rank: number;
}

export const ranks = { same: 0, begins: 1, word: 2, words: 3, part: 4 };

const words = (folded: string) => folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const endsInWord = /[\p{L}\p{N}]$/u;
const isWord = /^[\p{L}\p{N}]+$/u;

function beginsWord(name: string, start: string): boolean {
  for (let at = name.indexOf(start); at >= 0; at = name.indexOf(start, at + 1))
    if (at === 0 || !endsInWord.test(name.slice(Math.max(0, at - 2), at))) return true;
  return false;
}

/** Slips of the pen that a name of this length may have. Short names allow none: "PR" is not "HR". */
const slips = (text: string) => (text.length < 5 ? 0 : text.length < 10 ? 1 : 2);

/** Whether only two neighbors changed places, which people count as one slip and Levenshtein as two edits. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** The names of one list, folded once and searched within `searchLimits`. */
export class NameIndex<T extends { name: string }> {
  private readonly entries: Entry<T>[];
  private readonly exact = new Map<string, T[]>();
  private readonly whole = new Map<string, T[]>();
  private readonly size: number;
  private distances = searchLimits.distances;
  private characters = searchLimits.characters;

  constructor(items: readonly T[]) {
    this.entries = items.map((item) => ({ item, name: fold(item.name) }));
    for (const { item, name } of this.entries) {
      addTo(this.exact, item.name.trim(), item);
      addTo(this.whole, name, item);
    }
    this.size = this.entries.reduce((sum, { name }) => sum + name.length, 0);
  }

  get length(): number {
    return this.entries.length;
  }

  /** Items of exactly this name, blanks around it apart. */
  written(text: string): T[] {
    return this.exact.get(text) ?? [];
  }

  /** Items of exactly this folded name. */
  named(wanted: string): T[] {
    return this.whole.get(wanted) ?? [];
  }

  /** @param fits gets the item and its folded name */
  where(fits: (item: T, name: string) => boolean): T[] {
    return this.entries.filter(({ item, name }) => fits(item, name)).map(({ item }) => item);
  }

  /**
   * All that fit, as they stand in the list.
   * @returns complete: false where the limits left names uncompared, so that a slip of the pen may fit another name too
   */
  rank(wanted: string): { ranked: Ranked<T>[]; complete: boolean } {
    const ranked: Ranked<T>[] = [];
    const rest: Entry<T>[] = [];
    const searched = this.mayReadAll();
    const parts = words(wanted);
    for (const entry of this.entries) {
      const rank = searched ? partOf(entry.name, wanted, parts) : beginsLike(entry.name, wanted);
      if (rank === null) rest.push(entry);
      else ranked.push({ ...entry, rank });
    }
    if (!searched) return { ranked, complete: false };
    const allowed = slips(wanted);
    if (allowed === 0) return { ranked, complete: true };
    const { near, complete } = this.comparable(wanted, rest);
    let compared = complete;
    for (const entry of near) {
      const edits = this.slipsIn(entry.name, wanted, allowed);
      if (edits === null) compared = false;
      else if (edits <= allowed) ranked.push({ ...entry, rank: ranks.part + edits });
    }
    return { ranked, complete: compared };
  }

  /** The names that differ in at most half of the letters, nearest first. */
  suggest(wanted: string): T[] {
    const limit = Math.ceil(wanted.length / 2);
    const alike = this.entries.filter(({ name }) => Math.abs(name.length - wanted.length) <= limit);
    return this.comparable(wanted, alike)
      .near.map(({ item, name }) => ({ item, edits: this.edits(wanted, name) ?? limit + 1 }))
      .filter(({ edits }) => edits <= limit)
      .sort((a, b) => a.edits - b.edits)
      .map(({ item }) => item);
  }

  private mayReadAll(): boolean {
    if (this.characters < this.size) return false;
    this.characters -= this.size;
    return true;
  }

  /** The names to compare letter by letter; of too many those that share a beginning or an end with what is wanted. */
  private comparable(wanted: string, entries: Entry<T>[]): { near: Entry<T>[]; complete: boolean } {
    if (wanted.length > searchLimits.length || this.distances === 0) return { near: [], complete: false };
    if (entries.length <= searchLimits.candidates) return { near: entries, complete: true };
    if (!this.mayReadAll()) return { near: [], complete: false };
    const [first, last] = [wanted.slice(0, 3), wanted.slice(-3)];
    const alike = entries.filter(({ name }) => name.includes(first) || name.includes(last));
    return { near: alike.slice(0, searchLimits.candidates), complete: false };
  }

  /** The fewest edits between what is wanted and the name or one of its words; null where the limit ended that. */
  private slipsIn(name: string, wanted: string, allowed: number): number | null {
    let fewest = allowed + 1;
    for (const text of [name, ...words(name.slice(0, 10 * searchLimits.length)).filter((word) => slips(word) > 0)]) {
      if (Math.abs(text.length - wanted.length) > allowed) continue;
      const edits = this.edits(wanted, text);
      if (edits === null) return null;
      fewest = Math.min(fewest, edits);
    }
    return fewest;
  }

  private edits(a: string, b: string): number | null {
    if (b.length > searchLimits.length) return searchLimits.length;
    if (this.distances === 0) return null;
    this.distances--;
    return isSwap(a, b) ? 1 : distance(a, b);
  }
}

function addTo<T>(map: Map<string, T[]>, key: string, item: T): void {
  const there = map.get(key);
  if (there) there.push(item);
  else map.set(key, [item]);
}

const beginsLike = (name: string, wanted: string) =>
  name === wanted ? ranks.same : name.startsWith(wanted) ? ranks.begins : null;

/** How what is wanted is a part of the name; null: it is none. */
function partOf(name: string, wanted: string, parts: string[]): number | null {
  const begins = beginsLike(name, wanted);
  if (begins !== null) return begins;
  if ((isWord.test(wanted) && beginsWord(name, wanted)) || name.includes(` ${wanted}`)) return ranks.word;
  if (parts.length > 0 && parts.every((part) => beginsWord(name, part))) return ranks.words;
  return wanted.length >= 3 && name.includes(wanted) ? ranks.part : null;
}

/** Whether all that is wanted stands in the name, at the begin of words or inside of one; both folded. */
export const containsName = (name: string, wanted: string): boolean => partOf(name, wanted, words(wanted)) !== null;

const indexes = new WeakMap<object, NameIndex<{ name: string }>>();

/** The index of a list, made once for each list: who looks up 500 names in the same array pays for one. */
export function indexOf<T extends { name: string }>(items: readonly T[]): NameIndex<T> {
  const known = indexes.get(items) as NameIndex<T> | undefined;
  if (known?.length === items.length) return known;
  const index = new NameIndex(items);
  indexes.set(items, index);
  return index;
}
