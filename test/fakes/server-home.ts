import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-it-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Arguments for a local sheet on which a client may confirm by itself where no user can be asked. */
export const confirmingItself = (home: string) => [
  ...["--local", join(home, "sheet.db"), "--profile", "everything"],
  "--may-confirm-by-itself",
];

/** Settings as the app writes them: one local account. */
export function writeSettings(home: string, permissions: object = {}, more: object = {}): void {
  const account = {
    id: "local-1",
    service: "local",
    label: "This computer",
    file: join(home, "sheet.db"),
    permissions: { profile: "track", ...permissions },
  };
  const file = join(home, "settings.json");
  // Replaced at once, as the app does: a running server must not read half of it.
  writeFileSync(`${file}.new`, JSON.stringify({ version: 1, accounts: [account], ...more }));
  renameSync(`${file}.new`, file);
}

/** Writes `tray.json` as the running app does. @returns the key that proves the app */
export function trayKey(home: string): string {
  const key = randomBytes(32).toString("hex");
  writeFileSync(join(home, "tray.json"), JSON.stringify({ sha256: createHash("sha256").update(key).digest("hex") }));
  return key;
}
