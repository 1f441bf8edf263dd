import { InputError } from "#core/domain/errors";
import { type Exact, locateWritten } from "./owned-range";
import { position } from "./text";
import type { ConfigDocument } from "./types";

/** An entry found by the look of its lines, in a text that cannot be read as a whole. */
export interface Block {
  name: string;
  /** As all clients' entries are named here; undefined: the block cannot be read by itself either. */
  value: unknown;
  range: [from: number, to: number];
  /** @param exact what we once wrote, where it still stands around the block */
  without(exact: Exact | null): string;
}

/** Our command, or the argument that each entry of ours has: a cheap look before a block is read. */
export const mayBeOurs = (text: string) => /punchcard|--client=/i.test(text);

/**
 * A text that its client may read and we do not: entries that can be read by themselves can be taken out, by their
 * range, so that every byte outside stays. Nothing can be put in.
 * @param why what is thrown for anything else, and where no entry can be taken out
 * @throws InputError `why`, with the lines to delete by hand where there are some
 */
export function blocksDocument(
  text: string,
  blocks: Block[],
  encode: (text: string) => Uint8Array,
  why: InputError,
): ConfigDocument {
  // Of two entries of one name, nobody can say which one the client starts.
  const isTwice = (name: string) => blocks.filter((one) => one.name === name).length > 1;
  const readable = blocks.filter(({ name, value }) => value !== undefined && !isTwice(name));
  if (readable.length === 0) throw withAdvice(why, text, blocks);
  const refuse = () => {
    throw why;
  };
  return {
    entries: readable.map(({ name, value }) => ({ name, value })),
    insert: refuse,
    update: refuse,
    remove(name, written) {
      const block = readable.find((one) => one.name === name);
      if (!block) throw why;
      const next = block.without(locateWritten(text, block.range, written));
      return { bytes: encode(next), written: null, createdContainer: false };
    },
  };
}

/** The same failure, with the lines that hold our entry; where none is found, the failure as it is. */
export function withAdvice(why: InputError, text: string, blocks: Block[]): InputError {
  const line = (at: number) => Number(/\d+/.exec(position(text, at))?.[0]);
  const marked = blocks.filter(({ range }) => text.slice(...range).includes("--client="));
  const places = (marked.length > 0 ? marked : blocks).map(({ range: [from, to] }) => {
    const [first, last] = [line(from), line(from + text.slice(from, to).trimEnd().length)];
    return first === last ? `line ${first}` : `lines ${first} to ${last}`;
  });
  if (places.length === 0) return why;
  const next = `Nothing was changed. Delete ${places.join(" and ")} of the file yourself: that is Punchcard's entry.`;
  return new InputError(why.code, why.message, { next });
}
