import Libsql from "libsql";
import { describe, expect, it } from "vitest";
import * as fc from "../../../../property";
import { collect } from "../session";
import { failure, openSheet } from "./sheet";

const draft = { work: {}, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };
const everything = { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z", people: "me" as const };

/** A time sheet whose file something else has given a trigger, so that it keeps ends nine hours late. */
async function disturbed(when: "INSERT" | "UPDATE") {
  const { sheet, file } = openSheet();
  const { entry } = await sheet.time.create(draft);
  const raw = new Libsql(file);
  raw.exec(`CREATE TRIGGER late AFTER ${when} ON entry WHEN NEW.end_at IS NOT NULL AND NEW.end_at % 60 = 0
    BEGIN UPDATE entry SET end_at = end_at + 32401 WHERE id = NEW.id; END`);
  raw.close();
  const all = async () =>
    (await collect(sheet.time.list(everything))).flatMap(({ entries }) =>
      entries.map(({ begin, end }) => [begin, end]),
    );
  return { sheet, entry, all };
}

describe("a time sheet that keeps something else than was written", () => {
  it("saves no new entry", async () => {
    const { sheet, all } = await disturbed("INSERT");
    const failed = await failure(sheet.time.create({ ...draft, begin: "2026-11-17T08:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(await all()).toEqual([[draft.begin, draft.end]]);
  });

  it("leaves a changed entry as it was, and what runs running", async () => {
    const { sheet, entry, all } = await disturbed("UPDATE");
    const failed = await failure(sheet.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toContain("(meant: 2026-11-18 10:00:00+00:00)");
    await sheet.timer.start({ work: {}, at: "2026-11-19T07:00:00Z" });
    expect(await failure(sheet.timer.stop("2026-11-19T08:00:00Z"))).toMatchObject({ saved: "no" });
    expect((await sheet.timer.read()).running).toHaveLength(1);
    expect(await all()).toEqual([
      ["2026-11-19T07:00:00Z", null],
      [draft.begin, draft.end],
    ]);
  });
});

describe("moments in the time sheet", () => {
  it("are kept as they are given, in the hours of a clock change too", async () => {
    const { sheet } = openSheet();
    const first = Date.parse("2026-10-24T22:00:00Z");
    const at = (seconds: number) => `${new Date(first + seconds * 1000).toISOString().slice(0, 19)}Z`;
    const seconds = fc.integer({ min: 0, max: 8 * 3600 });
    const length = fc.integer({ min: 1, max: 14 * 3600 });
    await fc.assert(
      fc.asyncProperty(seconds, length, seconds, length, async (from, long, later, other) => {
        const meant = { begin: at(from), end: at(from + long) };
        const { entry } = await sheet.time.create({ work: {}, ...meant });
        expect(entry).toMatchObject({ ...meant, seconds: long });
        const changed = { begin: at(later), end: at(later + other) };
        expect((await sheet.time.update(entry.id, changed)).entry).toMatchObject({ ...changed, seconds: other });
        expect(await sheet.timer.reopen(entry.id)).toMatchObject({ begin: changed.begin, end: null });
        expect((await sheet.timer.stop(changed.end)).entries).toMatchObject([changed]);
      }),
      { numRuns: 100 },
    );
  });
});
