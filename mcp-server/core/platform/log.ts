import { closeSync, fchmodSync, fstatSync, lstatSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { visibleLine } from "../domain/log-line";
import { appendHere, privateFolder } from "./private-folder";

const largest = 1_000_000;

export interface LocalLog {
  /** One line of JSON; never throws, and returns the id by which a message can point at it. */
  write(event: string, detail?: Record<string, unknown>): string;
  /** From now on this value is taken out of every line. */
  hide(secret: string): void;
  /** The text without what is hidden. */
  clean(text: string): string;
}

/** Takes values out of texts, in every spelling that a URL or JSON gives them. */
export function secretFilter(): Pick<LocalLog, "clean" | "hide"> {
  const hidden = new Set<string>();
  return {
    clean: (text) => [...hidden].reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text),
    hide(secret) {
      if (secret.length < 4) return;
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) hidden.add(form);
      hidden.add(Buffer.from(secret).toString("base64"));
    },
  };
}

/**
 * `<home>/log/server.log`: what the services really said, for the person of this computer only (0600), at most two
 * files of 1 MB. Secrets are taken out before a line is written.
 */
export function openLog(home: string, pid = process.pid): LocalLog {
  const folder = join(home, "log");
  const file = join(folder, "server.log");
  const { clean, hide } = secretFilter();
  let lines = 0;
  return {
    clean,
    hide,
    write(event, detail = {}) {
      lines += 1;
      const id = `${pid.toString(36)}-${lines}`;
      let line: string;
      try {
        line = JSON.stringify({ at: new Date().toISOString(), id, event, ...detail });
      } catch {
        line = JSON.stringify({ at: new Date().toISOString(), id, event, detail: "not writable as JSON" });
      }
      line = clean(line);
      try {
        privateFolder(folder);
        if ((lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.1`);
        append(file, `${visibleLine(line).slice(0, 20_000)}\n`);
      } catch {
        // A full or read-only disk must not stop the work that is logged.
      }
      return id;
    },
  };
}

function append(file: string, line: string): void {
  const handle = openSync(file, appendHere, 0o600);
  try {
    const { mode } = fstatSync(handle);
    if ((mode & 0o077) !== 0) fchmodSync(handle, 0o600);
    writeSync(handle, line);
  } finally {
    closeSync(handle);
  }
}
