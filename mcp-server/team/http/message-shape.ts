/** Levels of objects and lists in one message; calls of our tools have seven. */
export const deepest = 64;
/** Values and keys of one message; a call with 500 entries has about 10,000. */
export const mostValues = 50_000;
/** Messages of one batch. */
export const largestBatch = 20;

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);
const separating = new Set([0x2c, 0x3a]);

/**
 * Whether a text of JSON has more levels or values than a call of ours can have. Looked at before it is parsed: four
 * megabytes of brackets would keep the process from all other users for seconds.
 */
export function isTooComplex(text: string): boolean {
  let depth = 0;
  let values = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isText) {
      if (code === backslash) at++;
      else if (code === quote) isText = false;
    } else if (code === quote) isText = true;
    else if (separating.has(code)) values++;
    else if (closing.has(code)) depth--;
    else if (opening.has(code)) {
      values++;
      depth++;
    }
    if (depth > deepest || values > mostValues) return true;
  }
  return false;
}
