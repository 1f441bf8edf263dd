import { importError } from "./import-error";

/** Bytes of the largest file that is read. A row of an export takes some 200. */
export const largestFile = 50_000_000;

/** So much of the beginning tells how a file without a mark is encoded. Bytes. */
const sample = 4_096;
/** A text with so few control characters was damaged; one with more is no text. Part of all. */
const mostControls = 0.01;

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * The text of an export: UTF-8, UTF-16 with or without its mark, else Windows-1252, which spreadsheet programs still write.
 * @throws InputError `import_empty`, `import_binary`, `import_too_large`
 */
export function decodeFile(bytes: Uint8Array): string {
  if (bytes.length > largestFile) throw importError("too_large");
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/^\uFEFF/, "");
  if (text.trim() === "") throw importError("empty");
  if (controlsIn(text) / text.length > mostControls || looksBinary(bytes)) throw importError("binary");
  return text;
}

/** But for tabs and the ends of lines. */
function controlsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) count++;
  }
  return count;
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const unmarked = unmarkedUtf16(bytes.subarray(0, sample));
  if (unmarked) return unmarked;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** Headings are ASCII, so every second byte of them is 0 in UTF-16. */
function unmarkedUtf16(start: Uint8Array): Encoding | null {
  if (start.length < 4) return null;
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = start.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > half * 0.7 && even < half * 0.1) return "utf-16le";
  return even > half * 0.7 && odd < half * 0.1 ? "utf-16be" : null;
}

/** First bytes of what people take for a table: archives (also .xlsx), PDF, pictures, old Excel files. */
const marks = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0xd0, 0xcf, 0x11, 0xe0],
];
const looksBinary = (bytes: Uint8Array) => marks.some((mark) => mark.every((byte, at) => bytes[at] === byte));
