import { copyFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EntryQuery, Service } from "#core/domain/ports";
import { openSheet } from "./sheet";

const recent = { recent: true } as const;
const week: EntryQuery = { from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z", people: "me" };
const [begin, end] = ["2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z"];

async function listed(sheet: Service, query = week) {
  const pages = [];
  for await (const page of sheet.time.list(query, recent)) pages.push(page);
  return pages;
}

const textsOf = async (sheet: Service, query = week) =>
  (await listed(sheet, query)).flatMap(({ entries }) => entries.map(({ text }) => text));

const runningText = async (sheet: Service) => (await sheet.timer.read(recent)).running[0]?.text;

describe("what was read seconds ago", () => {
  test("is told again as long as nobody writes", async () => {
    const { sheet } = openSheet();
    await sheet.timer.start({ work: {}, text: "first" });
    // The first one keeps the zone.
    await sheet.facts();
    const [timer, pages, facts] = [await sheet.timer.read(recent), await listed(sheet), await sheet.facts()];
    expect(await sheet.timer.read(recent)).toBe(timer);
    expect((await listed(sheet))[0]).toEqual(pages[0]);
    expect((await listed(sheet))[0]?.entries).toBe(pages[0]?.entries);
    expect(await sheet.facts()).toBe(facts);
  });

  test("is not told after another process started, changed, stopped or deleted work", async () => {
    const { sheet: tray, file } = openSheet();
    const { sheet: client } = openSheet(file);
    expect(await runningText(client)).toBeUndefined();
    expect(await textsOf(client)).toEqual([]);
    const { entry } = await tray.timer.start({ work: {}, text: "first", at: begin });
    expect(await runningText(client)).toBe("first");
    expect(await textsOf(client)).toEqual(["first"]);
    await tray.time.update(entry.id, { text: "changed" });
    expect(await runningText(client)).toBe("changed");
    await tray.timer.pause(end);
    expect(await client.timer.read(recent)).toMatchObject({ running: [], onBreak: { since: end } });
    expect((await listed(client))[0]?.entries[0]?.end).toBe(end);
    await tray.time.remove(entry.id);
    expect(await textsOf(client)).toEqual([]);
    expect((await client.timer.read(recent)).onBreak).toBeNull();
  });

  test("is not told after a write of this process, whether it succeeds or fails", async () => {
    const { sheet } = openSheet();
    expect(await runningText(sheet)).toBeUndefined();
    await sheet.timer.start({ work: {}, text: "first" });
    expect(await runningText(sheet)).toBe("first");
    await sheet.timer.start({ work: {}, text: "second" });
    expect(await runningText(sheet)).toBe("second");
    await expect(sheet.time.remove("999")).rejects.toThrow("no such entry");
    expect(await runningText(sheet)).toBe("second");
  });

  test("is not told of a file that another one has taken the place of", async () => {
    const { sheet, file } = openSheet();
    await sheet.timer.start({ work: {}, text: "old" });
    const other = openSheet();
    await other.sheet.timer.start({ work: {}, text: "new" });
    await other.sheet.close();
    expect(await runningText(sheet)).toBe("old");
    // The event loop goes on, as it does before each call.
    await new Promise((done) => setImmediate(done));
    for (const part of ["", "-wal", "-shm"]) rmSync(`${file}${part}`, { force: true });
    copyFileSync(other.file, file);
    expect(await runningText(sheet)).toBe("new");
  });

  test("is of the same period and the same page", async () => {
    const { sheet } = openSheet();
    for (let hour = 0; hour < 510; hour++) {
      const at = Date.parse("2025-01-01T00:00:00Z") + hour * 3_600_000;
      const [from, to] = [at, at + 60_000].map((one) => new Date(one).toISOString().replace(".000", ""));
      await sheet.time.create({ work: {}, begin: from ?? "", end: to ?? "", text: `${hour}` });
    }
    await sheet.time.create({ work: {}, begin, end, text: "this week" });
    const year = { ...week, from: "2025-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" };
    for (let time = 0; time < 2; time++) {
      const pages = await listed(sheet, year);
      expect(pages.map(({ entries, total }) => [entries.length, total])).toEqual([
        [500, 510],
        [10, 510],
      ]);
      expect(new Set(pages.flatMap(({ entries }) => entries.map(({ id }) => id))).size).toBe(510);
      expect(await textsOf(sheet)).toEqual(["this week"]);
    }
  });

  test("is dropped where others ask for much else", async () => {
    const { sheet } = openSheet();
    const timer = await sheet.timer.read(recent);
    for (let day = 10; day < 28; day++) await listed(sheet, { ...week, from: `2026-10-${day}T00:00:00Z` });
    expect(await sheet.timer.read(recent)).not.toBe(timer);
  });

  test("is not taken where a call did not say that it only tells", async () => {
    const { sheet } = openSheet();
    await sheet.timer.start({ work: {}, text: "first" });
    const kept = await sheet.timer.read(recent);
    expect(await sheet.timer.read()).not.toBe(kept);
    const [page] = await listed(sheet);
    for await (const fresh of sheet.time.list(week)) expect(fresh.entries).not.toBe(page?.entries);
  });
});

test("target hours are those of the day, also where nobody writes at midnight", async () => {
  let now = Date.parse("2026-11-19T22:59:59Z");
  const { sheet, records } = openSheet(undefined, () => now, null);
  await records.create({ type: "target_hours", values: { first: "2026-11-20", week: 144_000 } });
  // The first one keeps the zone.
  await sheet.facts();
  expect((await sheet.facts()).targetSeconds).toBeNull();
  now += 1_000;
  expect((await sheet.facts()).targetSeconds).toEqual([28_800, 28_800, 28_800, 28_800, 28_800, 0, 0]);
});
