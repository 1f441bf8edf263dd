/** Answers by which a service, or somebody in between, could fill the memory of whoever reads them or never let go of them. */
export interface HostileAnswer {
  name: string;
  type: "application/json" | "text/event-stream";
  encoding?: "gzip";
  /** Sent first. */
  start: string;
  /** Sent again and again until the reader goes away, each after so many milliseconds; 0: as fast as it is taken. */
  again: string;
  everyMs: number;
  /** What ends it: its size, or the time that it takes. */
  ends: "size" | "time";
}

const filler = "a".repeat(64 * 1024);

export const hostileAnswers: readonly HostileAnswer[] = [
  { name: "endless JSON", type: "application/json", start: '["', again: filler, everyMs: 0, ends: "size" },
  {
    name: "JSON of endless elements",
    type: "application/json",
    start: "[",
    again: `${JSON.stringify({ id: 1, text: filler })},`,
    everyMs: 0,
    ends: "size",
  },
  {
    name: "JSON that is packed a thousandfold",
    type: "application/json",
    encoding: "gzip",
    start: '["',
    again: filler,
    everyMs: 0,
    ends: "size",
  },
  {
    name: "an event stream of endless events",
    type: "text/event-stream",
    start: "",
    again: `data: ${JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: { data: filler } })}\n\n`,
    everyMs: 0,
    ends: "size",
  },
  {
    name: "an event stream of one endless line",
    type: "text/event-stream",
    start: "data: ",
    again: filler,
    everyMs: 0,
    ends: "size",
  },
  {
    name: "an event stream that is packed a thousandfold",
    type: "text/event-stream",
    encoding: "gzip",
    start: "data: ",
    again: filler,
    everyMs: 0,
    ends: "size",
  },
  {
    name: "JSON byte by byte",
    type: "application/json",
    start: "[",
    again: " ",
    everyMs: 20,
    ends: "time",
  },
  {
    name: "an event stream that only keeps alive",
    type: "text/event-stream",
    start: ": hello\n\n",
    again: ": ping\n\n",
    everyMs: 20,
    ends: "time",
  },
];

/** `Location` headers that name no place to go to. */
export const hostileRedirects: readonly string[] = [
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "punchcard://settings",
  "blob:https://evil.example/1",
  "http://[",
  "mailto:x@evil.example",
  "",
];

/** `Retry-After` headers with the seconds that may be told of them at most; null: nothing can be told. */
export const hostileWaits: readonly [header: string, most: number | null][] = [
  ["99999999999999999999999", 86_400],
  ["9".repeat(400), 86_400],
  ["Fri, 31 Dec 9999 23:59:59 GMT", 86_400],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["-5", null],
  ["1e9", null],
  ["0x7fffffff", null],
  ["Infinity", null],
  ["NaN", null],
  ["soon\u001b[2J", null],
];
