import { chmodSync, copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "#core/platform/private-folder";
import { putAside as putAsideFile } from "#core/platform/put-aside";
import { emptySettings, parseSettings, readSettingsText, type Settings, settingsSchema } from "#core/platform/settings";
import { homeFiles } from "#core/platform/state/home-files";
import { type Log, notSaved } from "../app/failure";
import type { Failure } from "../ipc/contract";
import { type GoodCopy, openGoodCopies } from "./good-copies";
import { type Migrations, migrate, migrations } from "./migrate";
import { openProblemNote } from "./problem-note";

/** What is needed of electron-store: it writes atomically with the mode it was told. */
export interface Backend {
  store: Record<string, unknown>;
}
export type OpenBackend = (options: { cwd: string; name: string; fileMode: number }) => Backend;

export interface SettingsStore {
  get(): Settings;
  /** Changes a copy, checks it, keeps it, writes it. Not writable: kept in memory and `problem` says so. */
  update(change: (draft: Settings) => void): Settings;
  problem(): Failure | null;
  /** There were none before this run, and nothing was put aside. */
  isNew(): boolean;
  /** The newest settings that could be used, while a broken file waits for the person's word; null: none, or nothing is broken. */
  goodCopy(): GoodCopy | null;
  /** Goes on with that copy. @throws AppFailure `not_found` where there is none */
  restore(): Settings;
  /** Goes on with what there is; copies from before the damage stay. */
  accept(): void;
  /** @returns stops listening. */
  onChange(listener: (settings: Settings) => void): () => void;
}

/**
 * Opens the settings file. Whatever lies in its place, this gives settings: what cannot be read is put aside as
 * `settings.json.broken-<utc>` and the defaults hold. Creates `dir` with mode 0700.
 */
export function openSettings(options: {
  dir: string;
  open: OpenBackend;
  log: Log;
  now?: () => number;
  steps?: Migrations;
}): SettingsStore {
  const { dir, log, now = Date.now } = options;
  const file = join(dir, homeFiles.settings);
  let problem: Failure | null = null;
  let writable = true;
  const copies = openGoodCopies(dir, log, now);
  const note = openProblemNote(dir, log);
  /** A file that was put aside, also by a run before this one: told until the person has chosen. */
  let broken: Failure | null = note.read();
  try {
    homeFolder(dir);
  } catch (error) {
    log("settings folder", { error: (error as Error).message });
  }

  const stamp = () => new Date(now()).toISOString().replace(/[-:]/g, "").replace(/\.\d+/, "");
  const putAside = (kind: "corrupt" | "newer" | "unreadable", reason: string): Settings => {
    try {
      const aside = putAsideFile(file, "broken", now());
      problem = {
        code: `settings_${kind}`,
        message: `The settings could not be used (${reason.split("\n")[0]}). Punchcard started with fresh ones.`,
        saved: "yes",
        next: `The old file is kept as ${aside}.`,
      };
    } catch {
      writable = false;
      problem = {
        code: `settings_${kind}`,
        message: `The settings could not be used (${reason.split("\n")[0]}), nor put aside. Changes last until Punchcard quits.`,
        saved: "no",
        next: `Look at ${file}.`,
      };
    }
    log("settings put aside", { kind, reason });
    broken = problem;
    note.write(problem);
    return emptySettings();
  };

  const migrated = (text: string): Settings | null => {
    try {
      const next = migrate(JSON.parse(text.replace(/^\ufeff/, "")), options.steps ?? migrations);
      const parsed = next && settingsSchema.safeParse(next);
      if (!parsed?.success) return null;
      copyFileSync(file, `${file}.before-${stamp()}`);
      return parsed.data;
    } catch {
      return null;
    }
  };

  const read = (): { settings: Settings; changed: boolean; isMissing?: true } => {
    let text: string;
    try {
      const stats = statSync(file);
      if (stats.isDirectory())
        return { settings: putAside("unreadable", "a folder lies in their place"), changed: true };
      // Replacing by rename would get round a read-only mark, which somebody set on purpose.
      if ((stats.mode & 0o200) === 0) writable = false;
      if (stats.isFile() && (stats.mode & 0o077) !== 0) chmodSync(file, stats.mode & 0o700);
      text = readSettingsText(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT")
        return { settings: emptySettings(), changed: true, isMissing: true };
      return { settings: putAside("unreadable", (error as Error).message), changed: true };
    }
    const parsed = parseSettings(text);
    if ("settings" in parsed) return { settings: parsed.settings, changed: false };
    const older = migrated(text);
    if (older) return { settings: older, changed: true };
    const { kind, message } = parsed.problem;
    return { settings: putAside(kind === "newer" ? "newer" : "corrupt", message), changed: true };
  };

  const first = read();
  let current = first.settings;
  let backend: Backend | null = null;
  const listeners = new Set<(settings: Settings) => void>();

  const cannotWrite = (reason: string) => {
    problem ??= {
      code: "settings_readonly",
      message: `The settings file cannot be written (${reason}). Changes last until Punchcard quits.`,
      saved: "no",
      next: `Make ${file} writable and start Punchcard again.`,
    };
  };
  const write = () => {
    if (!writable) return cannotWrite("it is read-only");
    try {
      backend ??= options.open({ cwd: dir, name: homeFiles.settings.replace(/\.json$/, ""), fileMode: 0o600 });
      backend.store = { ...current };
      if (problem?.code === "settings_readonly") problem = null;
    } catch (error) {
      log("settings not written", { error: (error as Error).message });
      cannotWrite((error as NodeJS.ErrnoException).code ?? "an error");
    }
  };

  if (first.changed || !writable) write();
  if (!broken) copies.keep(current);
  const settle = () => {
    if (problem === broken) problem = null;
    broken = null;
    note.clear();
  };
  const put = (next: Settings) => {
    current = settingsSchema.parse(next);
    write();
    // What is chosen after damage does not push out what was before it.
    if (!broken) copies.keep(current);
    for (const listener of listeners) listener(current);
    return current;
  };

  const isNew = first.isMissing === true;
  return {
    get: () => current,
    isNew: () => isNew,
    problem: () => problem ?? broken,
    goodCopy: () => (broken ? copies.newest() : null),
    restore() {
      const copy = copies.newest();
      if (!broken || !copy) throw notSaved("not_found", "There is no copy of the settings that can be used.");
      settle();
      // What was connected since the damage stays, with what was said of it for single clients.
      const known = new Set(copy.settings.accounts.map(({ id }) => id));
      const since = current.accounts.filter(({ id }) => !known.has(id));
      const clients = { ...copy.settings.clients };
      for (const [client, limits] of Object.entries(current.clients)) {
        const own = Object.entries(limits).filter(([id]) => !known.has(id));
        if (own.length > 0) clients[client] = { ...clients[client], ...Object.fromEntries(own) };
      }
      return put({ ...copy.settings, accounts: [...copy.settings.accounts, ...since], clients });
    },
    accept() {
      settle();
      put(current);
    },
    update(change) {
      const draft = structuredClone(current);
      change(draft);
      return put(draft);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
