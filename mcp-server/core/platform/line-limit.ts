import { Transform } from "node:stream";

/** The SDK's own limit for one message; beyond it, its transport would end the connection. */
export const longestLine = 10 * 1024 * 1024;
const edge = 2_048;

const value = String.raw`(-?\d+|"(?:[^"\\]|\\.){0,200}")`;
/** Where clients put the id: before the parameters, or as the last member (the TypeScript SDK). */
const idFirst = new RegExp(
  String.raw`^\s*\{(?:\s*"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"\s*,)*\s*"id"\s*:\s*${value}\s*[,}]`,
);
const idLast = new RegExp(String.raw`[\]}"\w]\s*,\s*"id"\s*:\s*${value}\s*\}\s*$`);

/** The id of a message of which only begin and end are at hand; undefined: not known for sure. */
export function requestId(head: string, tail: string): string | number | undefined {
  const found = idFirst.exec(head)?.[1] ?? idLast.exec(tail)?.[1];
  return found === undefined ? undefined : (JSON.parse(found) as string | number);
}

/**
 * Passes whole lines on. One that is longer than the limit is dropped as it comes, so that it needs no memory, and told
 * when it ends: the connection goes on with the next line.
 */
export function limitLines(tooLong: (id: string | number | undefined) => void, longest = longestLine): Transform {
  let parts: Buffer[] = [];
  let length = 0;
  let head: Buffer | null = null;
  let tail = Buffer.alloc(0);
  const add = (part: Buffer) => {
    length += part.length;
    if (head === null) parts.push(part);
    if (head === null && length > longest) {
      head = Buffer.concat(parts).subarray(0, edge);
      parts = [];
    }
    if (head !== null) tail = Buffer.concat([tail, part.subarray(-edge)]).subarray(-edge);
  };
  const endLine = (stream: Transform) => {
    if (head === null) stream.push(Buffer.concat(parts));
    else tooLong(requestId(head.toString("utf8"), tail.toString("utf8")));
    parts = [];
    length = 0;
    head = null;
    tail = Buffer.alloc(0);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at + 1));
        endLine(this);
        from = at + 1;
      }
      if (from < chunk.length) add(chunk.subarray(from));
      done();
    },
  });
}
