import { isDeepStrictEqual } from "node:util";
import { InputError } from "#core/domain/errors";
import { refusal } from "../refusal";
import { mergeEntry } from "../server-entry";
import { type Block, blocksDocument, withAdvice } from "./blocks";
import { maskUnread } from "./mask";
import { grown, locateWritten } from "./owned-range";
import { applyEdits, decode, type Edit } from "./text";
import type { Change, ConfigDocument, ConfigEditor, ServerEntry } from "./types";

/** A text in one format: where servers lie in it, and where one would be added, changed and cut out. */
export interface OpenedText {
  /** In order; under the names that all clients' entries have here (`command`, `args`, `env`). */
  entries: ConfigDocument["entries"];
  /** All else that the document says, letter for letter. @param emptied a container without entries counts as none */
  others(name: string, emptied: boolean): string;
  insertion(name: string, entry: ServerEntry): { edit: Edit; createdContainer: boolean };
  /** The text with only those members of the entry changed that differ. @throws InputError where it cannot be changed */
  patched(name: string, wanted: Record<string, unknown>): string;
  /** Of the entry, from its first to its last character. */
  range(name: string): [from: number, to: number];
  /** @param container it holds nothing else, and goes too */
  without(name: string, container: boolean): string;
  /** What takes the place of the text that we once wrote; default: nothing. */
  inPlaceOf?(written: { at: number; text: string }): string;
}

export interface TextFormat {
  /** @throws InputError with line and column where the text cannot be edited safely */
  open(text: string, toRemove: boolean): OpenedText;
  /** @throws InputError where the text cannot be read */
  mask(text: string): string;
  /** What of an entry must be as wanted after a change; default: all of it. */
  meaning?(entry: unknown): unknown;
  /** @throws InputError where the client reads no byte order mark */
  checkMark?(bom: string): void;
  /** Entries that can be told apart in a text that `open` refuses. */
  blocks(text: string): Block[];
}

/**
 * An editor of which every change is proved before it is returned: the new text, read again, has the entry as wanted, and
 * all else says letter for letter what it said before.
 */
export function provenEditor(format: TextFormat): ConfigEditor {
  return {
    mask(bytes) {
      try {
        return format.mask(bytes ? decode(bytes).text : "");
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return maskUnread(
          Buffer.from(bytes ?? [])
            .toString("utf8")
            .replace(/^\uFEFF/, ""),
        );
      }
    },
    open(bytes, toRemove = false) {
      if (toRemove) return openToRemove(bytes ?? new Uint8Array(), format);
      const { bom, text } = decode(bytes ?? new Uint8Array());
      format.checkMark?.(bom);
      return openDocument(bom, text, false, format);
    },
  };
}

/** Whatever stands around our entry, it must not lock it in. */
function openToRemove(bytes: Uint8Array, format: TextFormat): ConfigDocument {
  // A letter for each byte, so that bytes that are no UTF-8 come back as they were.
  let parts = { bom: "", text: Buffer.from(bytes).toString("latin1"), encoding: "latin1" as BufferEncoding };
  try {
    parts = { ...decode(bytes), encoding: "utf8" };
    return openDocument(parts.bom, parts.text, true, format);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { bom, text, encoding } = parts;
    return blocksDocument(text, format.blocks(text), (next) => Buffer.from(bom + next, encoding), error);
  }
}

const isEmpty = (text: string) => /^\s*(?:\{\s*\})?\s*$/.test(text);
const asData = (entry: ServerEntry): unknown => JSON.parse(JSON.stringify(entry));

function openDocument(bom: string, text: string, toRemove: boolean, format: TextFormat): ConfigDocument {
  const opened = format.open(text, toRemove);
  const { entries } = opened;
  const { meaning = (entry) => entry } = format;
  const valueIn = (some: typeof entries, name: string) => some.find((one) => one.name === name)?.value;

  function holds(next: string, name: string, wanted: unknown, emptied: boolean): boolean {
    try {
      const after = format.open(next, toRemove);
      return (
        after.others(name, emptied) === opened.others(name, emptied) &&
        isDeepStrictEqual(meaning(valueIn(after.entries, name)), meaning(wanted))
      );
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }
  /** @param wanted undefined: our entry must be gone. */
  function proved(
    next: string,
    name: string,
    wanted: unknown,
    more: Omit<Change, "bytes">,
    emptied: boolean,
  ): Change & { bytes: Uint8Array } {
    if (!holds(next, name, wanted, emptied))
      throw refusal("client_proof", "Punchcard could not prove that only its own entry would change.");
    return { ...more, bytes: Buffer.from(bom + next, "utf8") };
  }

  return {
    entries,

    insert(name, entry) {
      if (entries.some((one) => one.name === name)) throw new Error(`${name} is already there`);
      const { edit, createdContainer } = opened.insertion(name, entry);
      const more = { written: edit.text, createdContainer };
      return proved(applyEdits(text, [edit]), name, asData(entry), more, createdContainer);
    },

    update(name, entry, written) {
      const exact = locateWritten(text, opened.range(name), written);
      const wanted = mergeEntry(valueIn(entries, name), entry);
      const next = opened.patched(name, wanted);
      const more = {
        written: exact ? grown(text, next, exact) : null,
        createdContainer: written?.createdContainer ?? false,
      };
      return proved(next, name, wanted, more, false);
    },

    remove(name, written) {
      const exact = locateWritten(text, opened.range(name), written);
      const drop = Boolean(written?.createdContainer) && entries.length === 1;
      const finish = (next: string): Change => {
        const change = proved(next, name, undefined, { written: null, createdContainer: false }, drop);
        return written?.createdFile && isEmpty(next) ? { ...change, bytes: null } : change;
      };
      const plain = () => {
        try {
          return finish(opened.without(name, drop));
        } catch (error) {
          throw error instanceof InputError ? withAdvice(error, text, format.blocks(text)) : error;
        }
      };
      if (!exact) return plain();
      const { at, text: ours } = exact;
      try {
        return finish(applyEdits(text, [{ at, end: at + ours.length, text: opened.inPlaceOf?.(exact) ?? "" }]));
      } catch {
        return plain(); // Something of others stands inside or right behind what we once wrote.
      }
    },
  };
}
