import { expect, test } from "vitest";
import { daysOf } from "../../renderer/pages/entries/analysis";
import { entriesTable } from "../../renderer/pages/entries/entries-table";
import { choicesOf, type Filter, matcherOf } from "../../renderer/pages/entries/filter/filter";
import * as fc from "../property";
import * as sample from "./fixtures";

const { entries } = sample.entries;
const relaunch = entries.find(({ id }) => id === "90")?.work.project ?? { id: "", name: "" };
const ids = (filter: Filter, query = "") => entries.filter((one) => matcherOf(query, filter)(one)).map(({ id }) => id);

test("shows only what fits every part of the filter and every word", () => {
  expect(ids({ project: relaunch }).length).toBeGreaterThan(2);
  expect(ids({ project: relaunch }, "opening PAGE")).toEqual(["90"]);
  expect(ids({ tag: "layout" })).toEqual(["89"]);
  expect(ids({ exported: true })).toEqual(["78", "70"]);
  expect(ids({ hours: 4 })).toEqual(["90", "70"]);
  expect(ids({ project: { id: "nothing", name: "" } })).toEqual([]);
});

test("counts what runs by what it has become, and no entry of exactly the length", () => {
  const [running] = entries;
  if (!running) throw new Error("no entry");
  expect(matcherOf("", { hours: 2 })(running, 7_201)).toBe(true);
  expect(matcherOf("", { hours: 2 })(running, 7_200)).toBe(false);
});

test("parts all entries into billable and not", () => {
  const marked = entries.map((one, at) => ({ ...one, ...(at % 3 === 0 ? {} : { billable: at % 3 === 1 }) }));
  fc.assert(
    fc.property(fc.subarray(marked), (some) => {
      const fits = (billable: boolean) => some.filter((one) => matcherOf("", { billable })(one));
      expect([...fits(true), ...fits(false)]).toHaveLength(some.length);
    }),
  );
});

test("offers what the entries have, and what is chosen from another week", () => {
  const other = { id: "77", name: "Zoo" };
  const { projects, billable } = choicesOf(entries, { project: other });
  expect(projects.map(({ id }) => id)).toContain("77");
  expect(new Set(projects.map(({ id }) => id)).size).toBe(projects.length);
  expect(billable).toBe(false);
  expect(choicesOf([], {}).projects).toEqual([]);
});

test("looks for gaps and overlaps in the time of one person only", () => {
  const lines = (isOne: boolean) => daysOf("2026-11-16", entries, Date.parse(sample.working.now), isOne);
  expect(lines(true).some(({ gaps, twice }) => gaps > 0 || twice > 0)).toBe(true);
  expect(lines(false).every(({ gaps, twice }) => gaps === 0 && twice === 0)).toBe(true);
});

test("makes a table of what is shown, earliest first, in words of the language or of programs", () => {
  const t = ((key: string) => key) as never;
  const rows = entries.slice(1, 4).map((entry) => ({ entry, seconds: entry.seconds }));
  const neutral = entriesTable(rows, "neutral", sample.entries.zone, t);
  expect(neutral.head.slice(0, 4)).toEqual(["day", "from", "to", "hours"]);
  expect(neutral.rows[0]?.slice(0, 4)).toEqual([{ day: "2026-11-18" }, "11:15", "12:30", 1.25]);
  expect(neutral.rows[0]).toContain("layout");
  const local = entriesTable(rows, "language", sample.entries.zone, t);
  expect(local.head[0]).toBe("table.column.day");
  expect(local.rows.every((row) => row.length === local.head.length)).toBe(true);
});
