import { refusal } from "../refusal";

const mark = "\uFEFF";

/** A client's file as text, its byte order mark apart. @throws InputError where it is not UTF-8 */
export function decode(bytes: Uint8Array): { bom: string; text: string } {
  if (bytes.length > 0 && bytes.every((byte) => byte === 0))
    throw refusal(
      "client_encoding",
      "The file holds nothing but zeros, as after a power failure.",
      "Nothing was changed. Bring it back from a backup, or delete it, and try again.",
    );
  // UTF-16 ends with one zero at most.
  if (bytes.at(-1) === 0 && bytes.at(-2) === 0)
    throw refusal(
      "client_encoding",
      "The file ends with zeros, as after a power failure.",
      "Nothing was changed. Bring it back from a backup, or delete the zeros in an editor, and try again.",
    );
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide || bytes.subarray(0, 64).includes(0))
    throw refusal("client_encoding", "The file is UTF-16, which its client does not read.");
  let all: string;
  try {
    all = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal("client_encoding", "The file is not valid UTF-8.");
  }
  return all.startsWith(mark) ? { bom: mark, text: all.slice(1) } : { bom: "", text: all };
}

/** Line and column as editors count them, from 1. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The key there, without its quotes. */
export const wordAt = (text: string, at: number) =>
  /^(?:"([^"]*)"|'([^']*)'|([\w./@-]+))/.exec(text.slice(at))?.slice(1).find(Boolean) ?? "";

export const malformed = (format: "JSON" | "TOML" | "YAML", text: string, what: string, at: number) =>
  refusal(
    "client_malformed",
    `The file is not valid ${format}: ${what.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} at ${position(text, at)}.`,
    "Nothing was changed. Correct the file there, or paste the snippet in once it is right.",
  );

export const duplicate = (text: string, name: string, at: number) =>
  refusal(
    "client_duplicate",
    `"${name}" is there twice, the second time at ${position(text, at)}.`,
    "Nothing was changed. Remove one of the two and try again, or paste the snippet yourself.",
  );

export const tooDeep = () => refusal("client_malformed", "The file is nested too deeply.");

/** `at` to `end` gives way to `text`. */
export interface Edit {
  at: number;
  end: number;
  text: string;
}

/** Ranges that do not overlap, in any order. Takes time in proportion to the text, however many there are. */
export function applyEdits(text: string, edits: Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, end, text: shown } of edits.toSorted((a, b) => a.at - b.at)) {
    pieces.push(text.slice(from, at), shown);
    from = end;
  }
  return pieces.join("") + text.slice(from);
}

/** Behind the last character before `end` that is no blank. */
export function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

export const eolOf = (text: string) => (text.includes("\r\n") ? "\r\n" : "\n");

/** Start of the line below `at`, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const line = text.indexOf("\n", at);
  return line === -1 ? text.length : line + 1;
}
export function lineStart(text: string, at: number): number {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  // Only what lies between is searched for the other line end, which most files do not have at all.
  return line + text.slice(line, at).lastIndexOf("\r") + 1;
}
