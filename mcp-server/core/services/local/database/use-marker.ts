import { execFile } from "node:child_process";
import { closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../../../platform/state/is-alive";

/**
 * While a process has the time sheet open there is a marker next to it (`timesheet.db.use-<pid>-<number>`). A marker of a
 * process that no longer runs says that the file was not closed: the process was killed, or SQLite crashed or hung on it.
 */

let lastNumber = 0;

/** @returns the marker; null where none can be written: in a folder that is read-only */
export function markUse(file: string): string | null {
  lastNumber += 1;
  const marker = `${file}.use-${process.pid}-${lastNumber}`;
  try {
    closeSync(openSync(marker, "w", 0o600));
    return marker;
  } catch {
    return null;
  }
}

export function endUse(marker: string | null): void {
  if (marker === null) return;
  try {
    rmSync(marker, { force: true });
  } catch {}
}

/** @returns markers of processes that did not close the file, and whether another process has it open */
export function otherUses(file: string): { unclosed: string[]; isOpen: boolean } {
  const folder = dirname(file);
  const prefix = `${basename(file)}.use-`;
  const uses = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ marker: join(folder, name), pid: Number.parseInt(name.slice(prefix.length), 10) }))
    .filter(({ pid }) => pid > 0);
  const unclosed = uses.filter(({ pid }) => !isAlive(pid));
  return { unclosed: unclosed.map(({ marker }) => marker), isOpen: unclosed.length < uses.length };
}

/** Reads everything in a process of its own. What throws there is found here too; only a crash or a hang counts. */
const readAll = `
  const { writeSync } = require("node:fs");
  const [script, file] = process.argv.slice(1);
  const Libsql = require("node:module").createRequire(script)("libsql");
  writeSync(1, "opens ");
  try {
    const raw = new Libsql(file, { timeout: 5000 });
    const tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all([]);
    if (raw.prepare("PRAGMA integrity_check(1)").get([]).integrity_check === "ok")
      for (const { name } of tables) for (const row of raw.prepare('SELECT * FROM "' + name + '"').iterate([])) void row;
    raw.close();
  } catch {}
  writeSync(1, "done");`;

const readingTimeoutMs = 30_000;

/**
 * Whether this file ends or blocks the process that reads it. To be asked after a process did not close it.
 * @returns false also where the second process cannot be started
 */
export async function crashesItsReader(file: string): Promise<boolean> {
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ["-e", readAll, process.argv[1] ?? process.cwd(), file],
      {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", RUST_BACKTRACE: "0" },
        timeout: readingTimeoutMs,
        killSignal: "SIGKILL",
        windowsHide: true,
      },
      (_error, stdout) => resolve(stdout),
    );
  });
  return output === "opens ";
}
