import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWholeSync } from "#core/platform/atomic-file";
import { privateFolder, refuseLinks } from "#core/platform/private-folder";
import { parseSettings, readSettingsText, type Settings } from "#core/platform/settings";
import type { Log } from "../app/failure";

const kept = 14;
const shape = /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.json$/;

export interface GoodCopy {
  /** When the settings were like this, at the latest. */
  at: string;
  settings: Settings;
}

/** Copies of settings that could be used, below `backups/settings`: one for each day and run in which they changed. */
export function openGoodCopies(home: string, log: Log, now: () => number) {
  const folder = join(home, "backups", "settings");
  /** Of this run and day. */
  let own: string | null = null;

  const names = () => {
    try {
      return readdirSync(folder)
        .filter((name) => shape.test(name))
        .sort()
        .reverse();
    } catch {
      return [];
    }
  };
  const textOf = (settings: Settings) => `${JSON.stringify(settings, null, 2)}\n`;

  /** The newest copy that can be used; null: there is none. */
  function newest(): GoodCopy | null {
    for (const name of names())
      try {
        const parsed = parseSettings(readSettingsText(join(folder, name)));
        if ("settings" in parsed) return { at: name.replace(shape, "$1T$2:$3:$4Z"), settings: parsed.settings };
      } catch (error) {
        log("settings copy", { name, error: (error as Error).message });
      }
    return null;
  }

  return {
    newest,
    /** Never throws: that there is no copy must keep nobody from changing a setting. */
    keep(settings: Settings): void {
      try {
        const text = textOf(settings);
        const [latest] = names();
        if (latest !== undefined && readFileSync(join(folder, latest), "utf8") === text) return;
        const name = `${new Date(now()).toISOString().slice(0, 19).replaceAll(":", "")}Z.json`;
        if (own?.slice(0, 10) !== name.slice(0, 10)) own = name;
        writeWholeSync(join(folder, own), text, (made) => {
          refuseLinks(dirname(made));
          privateFolder(made);
        });
        // Of a time when the clock was ahead: taken for the newest, it would give back what has been taken away since.
        const written = own;
        const ahead = names().filter((one) => one > written);
        for (const old of [...ahead, ...names().slice(ahead.length + kept)]) rmSync(join(folder, old), { force: true });
      } catch (error) {
        log("settings not copied", { error: (error as Error).message });
      }
    },
  };
}
