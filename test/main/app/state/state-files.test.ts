import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Scheduler } from "#main/app/scheduler";
import { openAsides } from "#main/app/state/asides";
import { openDrafts } from "#main/app/state/drafts";
import { openAwayKeep } from "#main/away/keep";
import { openCalendarMemory } from "#main/own-calendar/memory";
import { openReminderKeep } from "#main/reminders/keep";
import { openSettings } from "#main/settings/store";
import { openLastKnown } from "#main/timer/last-known";
import { openOutboxFile } from "#main/timer/outbox-file";
import { openRememberedBounds } from "#main/windows/remembered-bounds";
import { dropPending, keepPending, readPending } from "#server/imports/pending-file";
import { fastFolder } from "../../../fakes/fast-folder";
import { status } from "../../fixtures";

// electron-store loads `electron`, which in plain Node is the path of its binary; it need not exist for that.
process.env.ELECTRON_OVERRIDE_DIST_PATH ??= "/nowhere";
const { openElectronStore } = await import("#main/settings/backend");

/** Each file in which the app keeps something of its own: opened, written and read again. */
interface StateFile {
  /** @returns what is read of it; `nothing` where it cannot be used */
  read(home: string): unknown;
  nothing: unknown;
  write(home: string): void;
}
const log = () => undefined;
const asides = (home: string) => openAsides(home, { sheets: () => [], changed: log, log });
const bounds = (home: string) => openRememberedBounds(join(home, "windows.json"), () => [screen], log);
const settings = (home: string) => openSettings({ dir: home, open: openElectronStore, log });
const screen = { x: 0, y: 0, width: 1_920, height: 1_080 };
const draft = { account: "a", key: "new", fields: { text: "typed" } };

const files: Record<string, StateFile> = {
  "timer-commands.json": {
    read: (home) => openOutboxFile(home, log).all(),
    nothing: [],
    write: (home) =>
      openOutboxFile(home, log).put("a", [
        { id: "1", account: "a", command: { name: "clock_out" }, meantAt: 1, state: "waiting" },
      ]),
  },
  "drafts.json": {
    read: (home) => openDrafts(home, new Scheduler(), log).list({ account: "a" }),
    nothing: [],
    write: (home) => {
      const drafts = openDrafts(home, new Scheduler(), log);
      drafts.keep(draft);
      drafts.stop();
    },
  },
  "away.json": {
    read: (home) => openAwayKeep(home, log).get().lastSeen,
    nothing: null,
    write: (home) => openAwayKeep(home, log).update({ lastSeen: 5 }),
  },
  "calendar.json": {
    read: (home) => openCalendarMemory(home, log).workOf("a", "s"),
    nothing: null,
    write: (home) => openCalendarMemory(home, log).remember("a", { key: "k", series: "s", work: {}, entryId: "1" }),
  },
  "reminders.json": {
    read: (home) => openReminderKeep(home, log).get().lastShown,
    nothing: null,
    write: (home) => openReminderKeep(home, log).put({ rests: {}, lastShown: 7 }),
  },
  "windows.json": {
    read: (home) => bounds(home).of("timer"),
    nothing: null,
    write: (home) => bounds(home).remember("timer", { x: 5, y: 6 }),
  },
  "last-known.json": {
    read: (home) => openLastKnown(home, log).of("a"),
    nothing: null,
    write: (home) => openLastKnown(home, log).put("a", { status: status(), recent: [], stamps: false }),
  },
  "import.json": {
    read: (home) => readPending(home),
    nothing: null,
    write: (home) => {
      dropPending(home);
      keepPending(home, { version: 1, account: "a", name: "toggl.csv", at: 1, rows: [] });
    },
  },
  "settings.json": {
    read: (home) => settings(home).get().ui.theme,
    nothing: "system",
    write: (home) => {
      const store = settings(home);
      store.update((next) => {
        next.ui.theme = "dark";
      });
    },
  },
  "asides.json": {
    read: (home) =>
      asides(home)
        .list()
        .filter(({ kind }) => kind === "drafts"),
    nothing: [expect.objectContaining({ kind: "drafts" })],
    write: (home) => asides(home).dismiss(join(home, "drafts.json.broken-20261119T101200Z")),
  },
};

const damages: Record<string, (file: string) => void> = {
  "an empty file": (file) => writeFileSync(file, ""),
  "half a file": (file) => writeFileSync(file, '{"version":1,"commands":[{"id":"'),
  "another type": (file) => writeFileSync(file, '["version",1]'),
  "a newer version": (file) => writeFileSync(file, '{"version":99,"accounts":"later","rests":4}'),
  "a link that leads nowhere": (file) => symlinkSync(join(file, "..", "nowhere"), file),
  "a folder": (file) => {
    mkdirSync(file);
    writeFileSync(join(file, "inside"), "kept");
  },
};

/** Of settings, a link that leads nowhere is none: who links them keeps them elsewhere. */
const isNone = (name: string, damage: string) => name === "settings.json" && damage.startsWith("a link");

describe.each(Object.keys(files))("%s", (name) => {
  const { read, nothing, write } = files[name] as StateFile;
  const prepared = () => {
    const home = fastFolder("state");
    if (name === "asides.json") writeFileSync(join(home, "drafts.json.broken-20261119T101200Z"), "");
    return { home, file: join(home, name) };
  };
  const kept = (home: string) => readdirSync(home).filter((one) => one.startsWith(`${name}.broken-`));

  test("holds what was written in it over a restart", () => {
    const { home } = prepared();
    expect(read(home)).toEqual(nothing);
    write(home);
    expect(read(home)).not.toEqual(nothing);
    expect(kept(home)).toEqual([]);
  });

  test.each(Object.keys(damages).filter((one) => !isNone(name, one)))(
    "in whose place lies %s: starts anew, keeps what lay there, twice too, and works from then on",
    (damage) => {
      const { home, file } = prepared();
      const spoil = damages[damage] as (file: string) => void;
      for (const times of [1, 2]) {
        spoil(file);
        const before = lstatSync(file).isFile() ? readFileSync(file, "utf8") : null;
        expect(read(home)).toEqual(nothing);
        expect(kept(home)).toHaveLength(times);
        const contents = kept(home).map((one) => {
          const path = join(home, one);
          return lstatSync(path).isFile() ? readFileSync(path, "utf8") : null;
        });
        expect(contents).toEqual(Array(times).fill(before));
        if (damage === "a folder")
          for (const one of kept(home)) expect(existsSync(join(home, one, "inside"))).toBe(true);
        write(home);
        expect(read(home)).not.toEqual(nothing);
        if (times === 1) damagedAway(file);
      }
    },
  );
});

/** So that the second damage finds a free place. */
const damagedAway = (file: string) => rmSync(file);
