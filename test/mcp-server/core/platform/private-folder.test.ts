import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openFactsCache } from "#core/access/facts-cache";
import { HomeStorage } from "#core/access/home-storage";
import { openBreakMemory } from "#core/platform/break-memory";
import { saveDownload } from "#core/platform/downloads";
import { openLog } from "#core/platform/log";
import { openRateLimiter } from "#core/platform/rate-limiter";
import { openRotatingCredential } from "#core/platform/rotating-credential";
import { createDatabase } from "#core/services/local/database/database";
import { nodeFiles } from "#main/clients/file-system";
import { keepBackup } from "#main/clients/journal/backups";
import { openJournal } from "#main/clients/journal/journal";
import { openAskFolder } from "#main/confirm/folder";
import { TrayProof } from "#main/server/spawn";
import { openOutboxFile } from "#main/timer/outbox-file";

const posix = process.platform !== "win32";

/** Everything that writes into a folder inside Punchcard's own, by that folder. */
const writers: Record<string, (home: string) => Promise<unknown> | unknown> = {
  confirmations: (home) => {
    const folder = openAskFolder(
      home,
      () => undefined,
      () => undefined,
    );
    try {
      folder.answer("0".repeat(32), "allow");
    } finally {
      folder.close();
    }
  },
  backups: (home) =>
    openJournal({ fs: nodeFiles, backups: join(home, "backups"), platform: process.platform }).put({
      ...{ client: "cursor", file: "/tmp/mcp.json", name: "punchcard", text: null, at: "2026-11-22T10:00:00.000Z" },
      ...{ createdContainer: false, createdFile: false, done: true },
    }),
  "backups/cursor": (home) =>
    keepBackup(
      { fs: nodeFiles, backups: join(home, "backups"), platform: process.platform },
      "cursor",
      Buffer.from("{}"),
      new Date(0),
    ),
  "backups/timesheet": (home) => copied(home),
  breaks: (home) => openBreakMemory(home, "work").write({ since: "2026-11-22T10:00:00Z", entryId: "7" }),
  downloads: (home) => saveDownload(home, "invoice.pdf", Buffer.from("pdf")),
  "account-facts": (home) =>
    openFactsCache(new HomeStorage({ home, log: openLog(home) }).capabilities, {
      id: "work",
      connection: "kimai",
      secret: async () => "token",
      now: () => 1,
    }).write({} as never),
  "rate-limits": (home) => openRateLimiter(home, "work").take([{ name: "all", count: 9, seconds: 60 }]),
  credentials: (home) => {
    const store = { get: async () => "", set: async () => undefined };
    return openRotatingCredential(home, "work", store).locked(async () => undefined);
  },
};

async function copied(home: string) {
  const folder = join(home, "backups", "timesheet", "sheet");
  const database = createDatabase(join(home, "time.db"), () => undefined, Date.now, { folder, zone: "UTC" });
  await database.write((sql) =>
    sql.run("INSERT INTO entry (begin_at, end_at, text, search, exact, exported) VALUES (1, 2, 'a', 'a', 1, 0)"),
  );
  await database.close();
}

function begin() {
  const root = mkdtempSync(join(tmpdir(), "private-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [home, elsewhere] = [join(root, "home"), join(root, "elsewhere")];
  mkdirSync(home);
  mkdirSync(elsewhere);
  return { home, elsewhere };
}
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe.runIf(posix)("what Punchcard writes into its own folder", () => {
  it.each(Object.keys(writers))("never goes through a link in the place of %s", async (name) => {
    const { home, elsewhere } = begin();
    mkdirSync(join(home, name, ".."), { recursive: true });
    symlinkSync(elsewhere, join(home, name));
    await Promise.resolve()
      .then(() => writers[name]?.(home))
      .catch(() => undefined);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it.each(Object.keys(writers))("is for the person only where %s was open to all before", async (name) => {
    const { home } = begin();
    mkdirSync(join(home, name), { recursive: true, mode: 0o777 });
    await writers[name]?.(home);
    const folder = name === "backups/timesheet" ? join(home, name, "sheet") : join(home, name);
    expect(modeOf(folder)).toBe(0o700);
    for (const file of readdirSync(folder)) expect([file, modeOf(join(folder, file)) & 0o077]).toEqual([file, 0]);
  });

  it("replaces a link in the place of a file, and what it leads to stays as it is", () => {
    const { home, elsewhere } = begin();
    const victim = join(elsewhere, "notes.txt");
    for (const name of ["tray.json", "timer-commands.json"]) {
      writeFileSync(victim, "mine");
      symlinkSync(victim, join(home, name));
    }
    new TrayProof(home).announce();
    openOutboxFile(home, () => undefined).put("work", [
      { id: "1", account: "work", command: { name: "clock_out" }, meantAt: 1, state: "sending" },
    ]);
    expect([statSync(victim).size, modeOf(join(home, "tray.json"))]).toEqual([4, 0o600]);
    expect(modeOf(join(home, "timer-commands.json"))).toBe(0o600);
  });

  it("goes where the person has put Punchcard's own folder by a link", () => {
    const { home, elsewhere } = begin();
    rmSync(home, { recursive: true });
    symlinkSync(elsewhere, home);
    new TrayProof(home).announce();
    expect(readdirSync(elsewhere)).toEqual(["tray.json"]);
  });
});

describe.runIf(posix)("a file of the time sheet that is no file", () => {
  it("fails at once where it is a pipe", async () => {
    const { home } = begin();
    const pipe = join(home, "pipe.db");
    execFileSync("/usr/bin/mkfifo", [pipe]);
    const database = createDatabase(pipe, () => undefined, Date.now);
    await expect(database.read(() => 1)).rejects.toMatchObject({ saved: "no" });
    await database.close();
  }, 5_000);
});
