import { expect, test } from "vitest";
import { InputError } from "#core/domain/errors";
import { readFile } from "./read";

const refusal = (bytes: Uint8Array | string) => {
  try {
    readFile(bytes);
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return "none";
};
const head = "User,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags";
const toggl = (...rows: string[]) => readFile([head, ...rows].join("\n")).rows;
/** One row of Toggl: begin, end, length, text. */
const row = (begin: string, end: string, length: string, text = "Work") =>
  `Mara,,Website,,${text},No,${begin.replace(" ", ",")},${end.replace(" ", ",")},${length},`;
const problem = (begin: string, end: string, length: string, text?: string) => {
  const [one] = toggl(row(begin, end, length, text));
  return [one?.problem, one?.shown];
};

test.each([
  ["nothing", "", "import_empty"],
  ["blanks alone", " \n\n ", "import_empty"],
  ["a mark alone", "\ufeff", "import_empty"],
  ["a heading alone", `${head}\n`, "import_no_rows"],
  ["a heading and empty rows", `${head}\n,,,,,\n\n`, "import_no_rows"],
  ["columns of nobody", "a,b,c\n1,2,3", "import_unknown_columns"],
  ["a quotation mark that never closes", `${head}\n"Mara,,Website\nx,y`, "import_unclosed_quote"],
  ["a spreadsheet of Excel", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0]), "import_binary"],
  ["bytes of anything", Uint8Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256), "import_binary"],
  ["zeros", new Uint8Array(1000), "import_binary"],
])("refuses a file with %s", (_what, bytes, code) => {
  expect(refusal(bytes)).toBe(code);
});

test("refuses a file of more than 50 MB without reading it", () => {
  expect(refusal(new Uint8Array(50_000_001))).toBe("import_too_large");
});

test("names the columns that nobody knows and says what to do", () => {
  expect(() => readFile("Datum;Stunden\n1;2")).toThrow("Datum, Stunden");
});

test.each([
  ["a day that is none", "soon 09:00:00", "2026-11-02 10:00:00", "01:00:00", "date", "soon"],
  ["30 February", "2026-02-30 09:00:00", "2026-02-30 10:00:00", "01:00:00", "date", "2026-02-30"],
  ["the year 1970", "1970-01-01 00:00:00", "1970-01-01 01:00:00", "01:00:00", "year", "1970-01-01"],
  ["the year 1904", "1904-01-01 00:00:00", "1904-01-01 01:00:00", "01:00:00", "year", "1904-01-01"],
  ["a time that is none", "2026-11-02 25:00:00", "2026-11-02 10:00:00", "01:00:00", "time", "25:00:00"],
  ["a negative length", "2026-11-02 09:00:00", "2026-11-02 10:00:00", "-01:00:00", "negative", "-01:00:00"],
  ["a length that is none", "2026-11-02 09:00:00", "2026-11-02 10:00:00", "long", "length", "long"],
  [
    "no length at all",
    "2026-11-02 09:00:00",
    "2026-11-02 09:00:00",
    "0:00:00",
    "zero",
    "2026-11-02 09:00:00 – 09:00:00",
  ],
  [
    "its end before its begin",
    "2026-11-02 10:00:00",
    "2026-11-02 09:00:00",
    "",
    "end_before_begin",
    "2026-11-02 10:00:00 – 09:00:00",
  ],
  [
    "another length than its times",
    "2026-11-02 09:00:00",
    "2026-11-02 10:00:00",
    "02:00:00",
    "mismatch",
    "2026-11-02 09:00:00 – 10:00:00 02:00:00",
  ],
  [
    "a time that the clocks skip",
    "2026-03-29 02:30:00",
    "2026-03-29 03:30:00",
    "00:30:00",
    "gap",
    "2026-03-29 02:30:00",
  ],
])("leaves out a row with %s, and shows the cell", (_what, begin, end, length, why, shown) => {
  expect(problem(begin, end, length)).toEqual([why, shown]);
});

test("leaves out a row without an end and a length, and one of too few cells", () => {
  expect(toggl("Mara,,Website,,Work,No,2026-11-02,09:00:00,,,,", "Mara,,Web").map((one) => one.problem)).toEqual([
    "no_length",
    "date",
  ]);
});

test("a bad row keeps no good one from being read, and keeps its line and its length", () => {
  const rows = toggl(row("2026-11-02 09:00", "2026-11-02 10:00", "1:00:00"), row("x 09:00", "x 10:00", "1:00:00"));
  expect(rows.map(({ line, problem: why, seconds }) => [line, why, seconds])).toEqual([
    [2, undefined, 3600],
    [3, "date", 3600],
  ]);
});

test("24:00 is the end of its day", () => {
  const [one] = toggl(row("2026-11-02 22:00", "2026-11-02 24:00", "2:00:00"));
  expect([one?.end, one?.problem]).toEqual(["2026-11-02T23:00:00Z", undefined]);
});

test("a time that the clocks show twice is the one that fits the length", () => {
  const rows = toggl(
    row("2026-10-25 01:30:00", "2026-10-25 02:30:00", "1:00:00"),
    row("2026-10-25 01:30:00", "2026-10-25 02:30:00", "2:00:00"),
  );
  expect(rows.map(({ end }) => end)).toEqual(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]);
});

test("a formula in a cell is a text, and nothing else", () => {
  const [one] = toggl(row("2026-11-02 09:00", "2026-11-02 10:00", "1:00:00", '"=HYPERLINK(""http://x"",1)"'));
  expect(one?.text).toBe('=HYPERLINK("http://x",1)');
});

test("leaves out a row with characters that no text has", () => {
  expect(problem("2026-11-02 09:00", "2026-11-02 10:00", "1:00:00", "Wo\0rk")[0]).toBe("damaged");
});

test("leaves out a text of two million characters, not cut", () => {
  const [why, shown] = problem("2026-11-02 09:00", "2026-11-02 10:00", "1:00:00", "x".repeat(2_000_000));
  expect([why, shown?.length]).toEqual(["too_long", 40]);
});

test("dates that contradict one another are told with both", () => {
  const rows = [row("13/11/2026 09:00", "13/11/2026 10:00", ""), row("11/13/2026 09:00", "11/13/2026 10:00", "")];
  expect(readFile([head, ...rows].join("\n")).order).toEqual({ kind: "mixed", examples: ["13/11/2026", "11/13/2026"] });
});

test("dates that all can be read both ways are asked about, with one that differs", () => {
  const rows = [row("11/11/2026 09:00", "11/11/2026 10:00", ""), row("03/04/2026 09:00", "03/04/2026 10:00", "")];
  expect(readFile([head, ...rows].join("\n")).order).toEqual({ kind: "ambiguous", example: "03/04/2026" });
});

test("reads 100,000 rows", () => {
  const rows = Array.from({ length: 100_000 }, (_, at) =>
    row("2026-11-02 09:00", "2026-11-02 10:00", "1:00:00", `Work ${at}`),
  );
  const read = toggl(...rows);
  expect([read.length, read.filter(({ problem: why }) => why).length, read.at(-1)?.line]).toEqual([
    100_000, 0, 100_001,
  ]);
}, 60_000);
