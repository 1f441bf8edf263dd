import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLocalService } from "#core/services/local/index";

const folder = mkdtempSync(join(tmpdir(), "punchcard-size-"));
const file = join(folder, "sheet.db");
const sheet = createLocalService(
  { file, targetSeconds: null, zone: "Europe/Berlin" },
  {
    accountId: "local",
    secret: async () => "",
    breaks: { read: async () => null, write: async () => undefined },
    log: () => undefined,
    now: () => Date.parse("2026-11-19T09:00:00Z"),
  },
);
const count = 100_000;

/** A hundred thousand entries of fifteen minutes, with tags: thirty years of a busy person. */
beforeAll(async () => {
  await sheet.work.createTag?.("office");
  await sheet.work.createItem?.("project", "Relaunch", {});
  const raw = new Libsql(file);
  raw.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO entry (project_id, begin_at, end_at, text, search) SELECT 1, 1600000000 + i * 900, 1600000900 + i * 900,
    'Text ' || (i % 50), 'text ' || (i % 50) FROM n`);
  raw.exec("INSERT INTO entry_tag (entry_id, tag_id) SELECT id, 1 FROM entry");
  raw.close();
});
afterAll(async () => {
  await sheet.close();
  rmSync(folder, { recursive: true, force: true });
});

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

test("a long time sheet costs no more for what a person looks at", async () => {
  const week = { from: "2021-03-01T00:00:00Z", to: "2021-03-08T00:00:00Z", people: "me" as const };
  const [all, listed] = await timed(async () => {
    let entries = 0;
    let largest = 0;
    for await (const page of sheet.time.list({ ...week, from: "1970-01-01T00:00:00Z", to: "2199-01-01T00:00:00Z" })) {
      entries += page.entries.length;
      largest = Math.max(largest, page.entries.length);
    }
    return { entries, largest };
  });
  expect(listed).toEqual({ entries: count, largest: 500 });
  const [oneWeek, entries] = await timed(async () => {
    let seen = 0;
    for await (const page of sheet.time.list(week)) seen += page.entries.length;
    return seen;
  });
  expect(entries).toBe(672);
  const [status] = await timed(() => sheet.timer.read());
  const [recents, found] = await timed(() => sheet.work.recent(8));
  expect(found).toHaveLength(8);
  // As shares of reading everything, so that a slow machine does not matter.
  if (process.env.PUNCHCARD_TIMES) console.log({ all, oneWeek, status, recents });
  expect(oneWeek).toBeLessThan(all / 10);
  expect(status).toBeLessThan(all / 20);
  expect(recents).toBeLessThan(all / 10);
}, 60_000);
