import type { Readable } from "node:stream";

/** Bytes. */
const longest = 1_000_000;

/**
 * The first line, and nothing of what follows it.
 * @returns null: it did not come in time, or was longer than 1 MB
 */
export function readLine(input: Readable, milliseconds: number): Promise<string | null> {
  return new Promise((resolve) => {
    let text = Buffer.alloc(0);
    const end = (line: string | null) => {
      clearTimeout(timer);
      input.off("readable", read).off("end", ended).off("error", ended);
      resolve(line);
    };
    const ended = () => end(null);
    const read = () => {
      for (let chunk = input.read(); chunk !== null; chunk = input.read()) {
        text = Buffer.concat([text, Buffer.from(chunk as Buffer)]);
        const at = text.indexOf(10);
        if (at >= 0) {
          const rest = text.subarray(at + 1);
          if (rest.length > 0) input.unshift(rest);
          return end(text.subarray(0, at).toString("utf8"));
        }
        if (text.length > longest) return end(null);
      }
    };
    const timer = setTimeout(ended, milliseconds);
    input.on("readable", read).once("end", ended).once("error", ended);
  });
}
