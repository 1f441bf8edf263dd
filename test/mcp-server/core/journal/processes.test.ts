import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Libsql from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Journal } from "#core/journal/journal";
import { openLog } from "#core/platform/log";
import { bundledProgram } from "../../../fakes/program";

let program: Awaited<ReturnType<typeof bundledProgram>>;
let home: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  program = await bundledProgram(fileURLToPath(new URL("./writer.ts", import.meta.url)));
});
afterAll(() => program.remove());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "punchcard-journal-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

function start(client: string, count: number) {
  const child = spawn(process.execPath, [program.script, home, client, String(count)], { stdio: "pipe" });
  children.push(child);
  let [said, stderr] = ["", ""];
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on("close", (code) => done({ code, stderr })),
  );
  const lines = () => said.split("\n").slice(0, -1);
  const saidSoMany = (count: number) =>
    new Promise<void>((done) => {
      const look = () => {
        if (lines().length < count) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      look();
    });
  return { child, ended, lines, saidSoMany };
}

const rows = (file: string, sql: string) => {
  const raw = new Libsql(join(home, file));
  try {
    return raw.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    raw.close();
  }
};

async function stateAfterRestart() {
  const journal = new Journal({ home, log: openLog(home) });
  await journal.store();
  await journal.close();
  const parts = rows("activity.db", "SELECT subject_id AS id, state FROM part");
  const entries = rows("sheet.db", "SELECT id FROM entry").map(({ id }) => String(id));
  return { parts, entries };
}

test("kill -9 at any moment leaves no write without a row, and no row without an end", async () => {
  const acknowledged: string[] = [];
  for (let round = 1; round <= 6; round++) {
    const writers = ["claude", "cursor", "codex"].map((client) => start(client, 0));
    await Promise.all(writers.map((one) => one.saidSoMany(round * 5)));
    for (const { child } of writers) child.kill("SIGKILL");
    await Promise.all(writers.map(({ ended }) => ended));
    acknowledged.push(...writers.flatMap(({ lines }) => lines()));
  }
  const { parts, entries } = await stateAfterRestart();
  const recorded = new Set(parts.filter(({ state }) => state === "done").map(({ id }) => id));
  const open = parts.filter(({ state }) => state === "unknown");
  expect(acknowledged.length).toBeGreaterThanOrEqual(3 * 5 * (1 + 2 + 3 + 4 + 5 + 6));
  expect(acknowledged.filter((line) => !/^\d+ \d+$/.test(line))).toEqual([]);
  for (const line of acknowledged) expect(recorded).toContain(line.split(" ")[0]);
  // Of each killed writer at most one write is open, and every entry has its row.
  expect(open.length).toBeLessThanOrEqual(18);
  expect(entries.filter((id) => !recorded.has(id)).length).toBeLessThanOrEqual(open.length);
  expect(parts.filter(({ state }) => state !== "done" && state !== "unknown")).toEqual([]);
  expect(rows("activity.db", "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
}, 60_000);

test("several programs that find a damaged journal put it aside once, as it was, and lose no write", async () => {
  const damaged = Buffer.from("SQLite format 3\0 and then nothing of the kind".repeat(200));
  for (const round of [1, 2]) {
    writeFileSync(join(home, "activity.db"), damaged);
    for (const end of ["-wal", "-shm"]) rmSync(join(home, `activity.db${end}`), { force: true });
    const writers = ["claude", "cursor", "tray"].map((client) => start(client, 10));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: "" });
    const asides = readdirSync(home).filter((name) => /^activity\.db\.damaged-[\dTZ-]+$/.test(name));
    expect(asides).toHaveLength(round);
    for (const name of asides) expect(readFileSync(join(home, name)).equals(damaged)).toBe(true);
    expect(rows("activity.db", "SELECT count(*) AS n FROM part WHERE state = 'done'")).toEqual([{ n: 30 }]);
  }
}, 60_000);

test("several programs that write at once each find all of their writes, under their own names", async () => {
  const writers = ["claude", "cursor", "tray"].map((client) => start(client, 40));
  for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: "" });
  const counts = rows(
    "activity.db",
    "SELECT client, count(*) AS n FROM change JOIN part ON part.change_id = change.id WHERE state = 'done' GROUP BY client ORDER BY 1",
  );
  expect(counts).toEqual(["claude", "cursor", "tray"].map((client) => ({ client, n: 40 })));
  expect(statSync(join(home, "activity.db")).mode & 0o777).toBe(0o600);
}, 60_000);
