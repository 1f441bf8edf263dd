import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFile } from "./read";

const sample = (name: string) => readFile(readFileSync(join(import.meta.dirname, "samples", name)));
/** What is asked of a row here: its time in UTC and what it is. */
const short = (name: string) =>
  sample(name).rows.map(({ begin, end, seconds, client, project, task, text, problem }) =>
    [begin, end, seconds, client, project, task, text, problem].filter((one) => one !== undefined),
  );

test("reads Toggl's detailed report with its mark, quotes, lines within a text and work over midnight", () => {
  expect(sample("toggl-detailed.csv").columns.format).toBe("toggl");
  expect(short("toggl-detailed.csv")).toEqual([
    ["2026-11-02T08:05:12Z", "2026-11-02T10:30:00Z", 8688, "Nordwind GmbH", "Website", "", "Wireframes, first round"],
    [
      "2026-11-02T12:00:00Z",
      "2026-11-02T13:15:00Z",
      4500,
      "Nordwind GmbH",
      "Website",
      "Review",
      'He said "ship it"\nand left',
    ],
    ["2026-11-02T22:30:00Z", "2026-11-03T00:00:00Z", 5400, "", "", "", "Night shift"],
    ["2026-11-03T09:00:00Z", "2026-11-03T10:00:00Z", 3600, "Nordwind GmbH", "Website", "", "Hosting"],
  ]);
  const [first, second] = sample("toggl-detailed.csv").rows;
  expect([first?.tags, first?.billable, second?.billable, first?.person]).toEqual([
    ["design", "ux"],
    true,
    false,
    "Mara Lind",
  ]);
  expect(sample("toggl-detailed.csv").columns.aside).toEqual(["Amount (EUR)"]);
});

test("tells the line on which each row begins, also behind texts of several lines", () => {
  expect(sample("toggl-detailed.csv").rows.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
});

test("reads Toggl's newer names: member, stop date and stop time", () => {
  expect(sample("toggl-new.csv").columns.format).toBe("toggl");
  expect(short("toggl-new.csv")).toEqual([
    ["2026-11-02T08:05:12Z", "2026-11-02T10:30:00Z", 8688, "", "Website", "", "Wireframes"],
  ]);
});

test("reads Clockify with American dates and twelve hours", () => {
  expect(sample("clockify-us.csv")).toMatchObject({ columns: { format: "clockify" }, order: { order: "month" } });
  expect(short("clockify-us.csv")).toEqual([
    ["2026-11-02T08:05:12Z", "2026-11-02T10:30:00Z", 8688, "Nordwind GmbH", "Website", "Design", "Wireframes"],
    ["2026-11-13T12:00:00Z", "2026-11-13T13:15:00Z", 4500, "Nordwind GmbH", "Website", "", "Review"],
  ]);
});

test("reads Clockify with European dates, and takes its breaks for none of work", () => {
  expect(sample("clockify-eu.csv").order).toEqual({ kind: "known", order: "day" });
  expect(sample("clockify-eu.csv").rows.map(({ begin, seconds, problem }) => [begin, seconds, problem])).toEqual([
    ["2026-02-19T14:00:00Z", 5400, undefined],
    [null, 1800, "break_row"],
  ]);
});

test("puts Harvest's hours one after another into their day, as the whole minutes that they mean", () => {
  const { rows, columns } = sample("harvest-detailed.csv");
  expect(columns.format).toBe("harvest");
  expect(rows.map(({ begin, end, seconds, placed, person }) => [begin, end, seconds, placed, person])).toEqual([
    ["2026-11-02T08:00:00Z", "2026-11-02T10:25:00Z", 8700, true, "Mara Lind"],
    ["2026-11-02T10:25:00Z", "2026-11-02T10:45:00Z", 1200, true, "Mara Lind"],
  ]);
});

test("reads Harvest from a German spreadsheet: semicolons, comma in hours, Windows-1252", () => {
  const { rows, table } = sample("harvest-german-1252.csv");
  expect(table.delimiter).toBe(";");
  expect(rows.map(({ begin, seconds, text }) => [begin, seconds, text])).toEqual([
    ["2026-01-26T08:00:00Z", 27_000, "Entwurf für Größe"],
  ]);
});

test("reads Timing, its notes below the title, and as tabs in UTF-16 with offsets", () => {
  expect(short("timing.csv")).toEqual([
    ["2026-11-02T08:05:12Z", "2026-11-02T10:30:00Z", 8688, "", "Website", "", "Wireframes\nwith Otto"],
  ]);
  expect(sample("timing-tabs-utf16.csv").table.delimiter).toBe("\t");
  expect(short("timing-tabs-utf16.csv")).toEqual([
    ["2026-11-02T08:05:12Z", "2026-11-02T10:30:00Z", 8688, "", "Website", "", "Wireframes"],
  ]);
});
