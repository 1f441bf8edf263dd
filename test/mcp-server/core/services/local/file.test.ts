import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Libsql from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ServiceError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import { createLocalService } from "#core/services/local/index";
import { bundledProgram } from "../../../../fakes/program";

let program: Awaited<ReturnType<typeof bundledProgram>>;
let writer: string;
let folder: string;
let file: string;

beforeAll(async () => {
  program = await bundledProgram(fileURLToPath(new URL("./writer.ts", import.meta.url)));
  writer = program.script;
});
afterAll(() => program.remove());

const children: ChildProcess[] = [];
const sheets: Service[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "punchcard-file-"));
  file = join(folder, "sheet.db");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const sheet of sheets.splice(0)) await sheet.close();
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function connect(path = file): Service {
  const sheet = createLocalService(
    { file: path, targetSeconds: null, zone: "UTC" },
    {
      accountId: "local",
      secret: async () => "",
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now: () => Date.parse("2026-11-19T09:00:00Z"),
    },
  );
  sheets.push(sheet);
  return sheet;
}

interface Writer {
  child: ChildProcess;
  /** `id name number` of each acknowledged write so far. */
  acknowledged: () => string[];
  ended: Promise<{ code: number | null; stderr: string }>;
}

/** Rights do not bind root. Without these capabilities they do, and everything else stays as it is. */
const bound = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"];

function startWriter(args: string[], boundByRights = false): Writer {
  const wrap = boundByRights && process.getuid?.() === 0 ? bound : [];
  const [command = "", ...rest] = [...wrap, process.execPath, writer, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((done) =>
    child.on("close", (code) => done({ code, stderr })),
  );
  return { child, ended, acknowledged: () => stdout.split("\n").slice(0, -1) };
}

async function until(condition: () => boolean): Promise<void> {
  // The test's own timeout ends a wait that never succeeds, so that a loaded machine gets all of it.
  await vi.waitUntil(condition, { timeout: 60_000, interval: 5 });
}

async function texts(sheet: Service): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const query = { from: "1970-01-01T00:00:00Z", to: "2199-01-01T00:00:00Z", people: "me" as const };
  for await (const { entries } of sheet.time.list(query)) for (const { id, text } of entries) found.set(id, text);
  return found;
}

function checkIntegrity(): void {
  const raw = new Libsql(file);
  expect(raw.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
  expect(raw.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  // Tags are written with their entry or not at all.
  const untagged = raw.prepare(
    "SELECT count(*) AS n FROM entry e WHERE end_at IS NOT NULL AND (SELECT count(*) FROM entry_tag WHERE entry_id = e.id) <> 2",
  );
  expect(untagged.get()).toMatchObject({ n: 0 });
  raw.close();
}

async function failure(promise: Promise<unknown>): Promise<ServiceError> {
  const error = await promise.then(
    () => undefined,
    (reason: ServiceError) => reason,
  );
  if (error?.name !== "ServiceError") throw error ?? new Error("was not refused");
  return error;
}

const add = (sheet: Service, text: string) =>
  sheet.time.create({ work: {}, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z", text });

const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("several processes", () => {
  test("kill -9 at any moment loses nothing that was acknowledged, and damages nothing", async () => {
    const said: string[] = [];
    for (let round = 0; round < 6; round++) {
      const writers = [0, 1].map((number) => startWriter([file, `r${round}w${number}`, "0"]));
      // The first round dies while the file is being made; later ones at different points of work.
      if (round > 0) await until(() => writers.every(({ acknowledged }) => acknowledged().length >= round * 7));
      else await new Promise((done) => setTimeout(done, 60));
      await new Promise((done) => setTimeout(done, round));
      for (const { child } of writers) child.kill("SIGKILL");
      await Promise.all(writers.map(({ ended }) => ended));
      said.push(...writers.flatMap(({ acknowledged }) => acknowledged()));
    }
    const found = await texts(connect());
    expect(said.length).toBeGreaterThan(100);
    for (const line of said) {
      const [id = "", ...text] = line.split(" ");
      expect(found.get(id)).toBe(text.join(" "));
    }
    checkIntegrity();
  }, 60_000);

  test("five that begin on a new file at once all write, and none is refused", async () => {
    const writers = [1, 2, 3, 4, 5].map((number) => startWriter([file, `w${number}`, "20"]));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: "" });
    expect((await texts(connect())).size).toBe(100);
    checkIntegrity();
  }, 60_000);

  test("four that clock in over and over leave one running entry", async () => {
    const writers = [1, 2, 3, 4].map((number) => startWriter([file, `w${number}`, "25", "timer"]));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: "" });
    const raw = new Libsql(file);
    expect(raw.prepare("SELECT count(*) AS n, sum(end_at IS NULL) AS running FROM entry").get()).toMatchObject({
      n: 100,
      running: 1,
    });
    raw.close();
  }, 60_000);

  test("what a status tells is never older than what another process was told it has written", async () => {
    const { ended, acknowledged } = startWriter([file, "w", "60", "timer"]);
    await until(() => acknowledged().length > 0);
    const sheet = connect();
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over) {
      const number = acknowledged().length;
      const { running } = await sheet.timer.read({ recent: true });
      expect(Number(running[0]?.text.split(" ")[1])).toBeGreaterThanOrEqual(number);
      await new Promise((done) => setImmediate(done));
    }
    expect((await sheet.timer.read({ recent: true })).running[0]?.text).toBe("w 60");
  }, 60_000);
});

describe("what is in the place of the file", () => {
  test("nothing: it is made with its folder, and only its person may read it", async () => {
    const path = join(folder, "a", "b", "sheet.db");
    await add(connect(path), "first");
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "a")).mode & 0o077).toBe(0);
  });

  test("no call, no file", async () => {
    await connect().close();
    expect(existsSync(file)).toBe(false);
  });

  test("an empty file is a new time sheet", async () => {
    writeFileSync(file, "");
    await add(connect(), "first");
    expect((await texts(connect())).size).toBe(1);
  });

  test.each<[string, () => void]>([
    ["garbage", () => writeFileSync(file, "garbage ".repeat(1_000))],
    [
      "pages written over",
      () => writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 100), Buffer.alloc(40_000, 7)])),
    ],
    ["cut short", () => truncateSync(file, 5_000)],
  ])("refuses every call on a damaged one (%s), and leaves it as it is", async (_, damage) => {
    const before = connect();
    for (let number = 0; number < 50; number++) await add(before, `old ${number} ${"x".repeat(200)}`);
    await before.close();
    rmSync(`${file}-wal`, { force: true });
    damage();
    const broken = hash(file);
    const sheet = connect();
    // The app reads again by itself, a moment after the error: that is nobody's word.
    const calls = [() => texts(sheet), () => sheet.timer.read(), () => add(sheet, "more"), () => texts(connect())];
    for (const call of [...calls, ...calls]) {
      const error = await failure(call());
      expect(error).toMatchObject({ kind: "damaged", saved: "no", detail: "SQLITE_CORRUPT" });
      expect(error.message).toContain(file);
      expect(error.next).toContain("there is no copy of this one yet");
    }
    expect(hash(file)).toBe(broken);
    expect(readdirSync(folder).filter((name) => name.includes("damaged-"))).toEqual([]);
  });

  test("a new one in its place is noticed: no write goes to the old", async () => {
    const sheet = connect();
    await add(sheet, "old");
    await sheet.close();
    const running = connect();
    await texts(running);
    const backup = join(folder, "backup.db");
    copyFileSync(file, backup);
    rmSync(file);
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
    copyFileSync(backup, file);
    await add(running, "after");
    expect([...(await texts(connect())).values()].sort()).toEqual(["after", "old"]);
  });

  test("of a newer Punchcard: refused and left as it is", async () => {
    await add(connect(), "x");
    for (const sheet of sheets.splice(0)) await sheet.close();
    await new Promise((done) => setTimeout(done, 5));
    const raw = new Libsql(file);
    raw.exec("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    raw.close();
    const before = hash(file);
    const error = await failure(connect().timer.read());
    expect(error).toMatchObject({ kind: "unsupported", saved: "no" });
    expect(error.message).toContain("newer Punchcard");
    expect(hash(file)).toBe(before);
  });

  test("of another program: refused and left as it is", async () => {
    const raw = new Libsql(file);
    raw.exec("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
    raw.close();
    const before = hash(file);
    expect((await failure(add(connect(), "x"))).kind).toBe("not_this_product");
    expect(hash(file)).toBe(before);
    const diary = join(folder, "diary.txt");
    writeFileSync(diary, "Dear diary");
    expect((await failure(add(connect(diary), "x"))).kind).toBe("not_this_product");
    expect(readFileSync(diary, "utf8")).toBe("Dear diary");
    expect(readdirSync(folder).sort()).toEqual(["diary.txt", "sheet.db"]);
  });

  test("a folder: refused in words", async () => {
    mkdirSync(file);
    const error = await failure(connect().facts());
    expect(error).toMatchObject({ kind: "unavailable", detail: "EISDIR" });
    expect(error.message).toContain("is not a file");
  });

  test("below a file: refused in words", async () => {
    writeFileSync(join(folder, "plain"), "");
    expect((await failure(connect(join(folder, "plain", "sheet.db")).facts())).message).toContain("cannot be opened");
  });

  test.each([
    ["the file", () => chmodSync(file, 0o400)],
    ["its folder", () => chmodSync(folder, 0o500)],
  ])("%s read-only: refused in words, and nothing is changed", async (_, protect) => {
    expect(await startWriter([file, "first", "1"], true).ended).toEqual({ code: 0, stderr: "" });
    protect();
    const before = hash(file);
    const { code, stderr } = await startWriter([file, "second", "1"], true).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("ServiceError");
    expect(stderr).toContain("read-only");
    expect(hash(file)).toBe(before);
  });
});
