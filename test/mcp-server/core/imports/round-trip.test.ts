import { expect, test } from "vitest";
import { decodeFile } from "#core/imports/decode";
import { entriesSheet } from "#server/tools/entries/entries-csv";
import * as fc from "../../../property";
import { readFile } from "./read";

const zone = "Europe/Berlin";
const quoted = (cell: string, delimiter: string) =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Clock times that exist once in every zone and year: nobody changes clocks at noon. */
const span = fc
  .record({
    day: fc.date({ min: new Date("1995-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
    from: fc.integer({ min: 36_000, max: 60_000 }),
    length: fc.integer({ min: 60, max: 20_000 }),
  })
  .map(({ day, from, length }) => ({ day: day.toISOString().slice(0, 10), from, to: from + length, length }));
const text = fc
  .string({ unit: fc.constantFrom(..."aß漢,;\t\"' =-\n0.:".split("")), maxLength: 30 })
  .map((one) => one.trim());
const started = fc.tuple(fc.constantFrom("", "=", "'=", "''-"), text).map(([start, rest]) => start + rest);
const name = fc
  .string({ unit: fc.constantFrom(..."aß漢,;\t\"' =-0.:".split("")), maxLength: 20 })
  .map((one) => one.trim());
const row = fc.record({ span, text: started, project: name });

const clock = (seconds: number) =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
const half = (seconds: number) => {
  const hours = Math.floor(seconds / 3600);
  return `${String(hours % 12 || 12).padStart(2, "0")}${clock(seconds).slice(2)} ${hours < 12 ? "AM" : "PM"}`;
};
const [iso, american, german, british] = [
  (day: string) => day,
  (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
  (day: string) => `${Number(day.slice(8))}.${Number(day.slice(5, 7))}.${day.slice(0, 4)}`,
  (day: string) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
];
/** Tells the order of day and month, whatever else is in the file. */
const telling = { span: { day: "2026-12-31", from: 40_000, to: 43_600, length: 3600 }, text: "telling", project: "" };

test.each([
  ["year first, commas", iso, clock, ",", "\n"],
  ["American, twelve hours, tabs", american, half, "\t", "\r\n"],
  ["German, semicolons", german, clock, ";", "\r\n"],
  ["British, old Mac lines", british, clock, ",", "\r"],
])("what a file says is read back equal: %s", (_name, date, time, delimiter, newline) => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const all = [telling, ...rows];
      const cells = [
        ["User", "Project", "Description", "Start date", "Start time", "End date", "End time", "Duration"],
        ...all.map(({ span: { day, from, to, length }, ...one }) => [
          "Mara",
          one.project,
          one.text,
          date(day),
          time(from),
          date(day),
          time(to),
          clock(length),
        ]),
      ];
      const file = cells.map((line) => line.map((cell) => quoted(cell, delimiter)).join(delimiter)).join(newline);
      const read = readFile(file, "UTC").rows;
      expect(
        read.map(({ begin, end, seconds, text: said, project, problem }) => [
          begin,
          end,
          seconds,
          said,
          project,
          problem,
        ]),
      ).toEqual(
        all.map(({ span: { day, from, to, length }, ...one }) => [
          `${day}T${clock(from)}Z`,
          `${day}T${clock(to)}Z`,
          length,
          one.text,
          one.project,
          undefined,
        ]),
      );
    }),
    { numRuns: 60 },
  );
});

test("Punchcard's own export is read back equal, also texts that begin as formulas or marked ones do", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.boolean(), (rows, billable) => {
      const entries = rows.map(({ span: { day, from, to, length }, ...one }, at) => ({
        ...{
          id: String(at),
          begin: `${day}T${clock(from)}Z`,
          end: `${day}T${clock(to)}Z`,
          seconds: length,
          breakSeconds: 0,
          tags: ["'=a", "'-b", "Smith, John", '5" screen'],
        },
        ...{ text: one.text, work: one.project === "" ? {} : { project: { id: "1", name: one.project } }, billable },
      }));
      const { csv, line } = entriesSheet({ zone, weekStartsOn: 1 }, "2036-01-01T00:00:00Z");
      for (const entry of entries) csv.add(line(entry));
      const { columns, rows: read } = readFile(csv.text() ?? "", "UTC");
      expect(columns.format).toBe("punchcard");
      const plain = (said: string) => said.replaceAll(/\s+/g, " ").trim();
      expect(read.map((one) => [one.begin, one.end, one.seconds, plain(one.text), one.tags, one.billable])).toEqual(
        entries.map((one) => [one.begin, one.end, one.seconds, plain(one.text), one.tags, billable]),
      );
    }),
    { numRuns: 60 },
  );
});

test("the same text is read from UTF-8 with and without a mark, and UTF-16 of both kinds with and without one", () => {
  const said = "Client,Date\nGröße GmbH,漢字 2026\n";
  const utf16 = (big: boolean, mark: boolean) => {
    const units = [...(mark ? [0xfeff] : []), ...Array.from({ length: said.length }, (_, at) => said.charCodeAt(at))];
    return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
  };
  const files = [
    new TextEncoder().encode(said),
    new TextEncoder().encode(`\ufeff${said}`),
    utf16(false, true),
    utf16(true, true),
    utf16(false, false),
    utf16(true, false),
  ];
  expect(files.map(decodeFile)).toEqual(files.map(() => said));
});
