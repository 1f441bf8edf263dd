import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptySettings, parseSettings } from "#core/platform/settings";
import { migrate } from "#main/settings/migrate";
import { openSettings } from "#main/settings/store";

// electron-store loads `electron`, which in plain Node is the path of its binary; it need not exist for that.
process.env.ELECTRON_OVERRIDE_DIST_PATH ??= "/nowhere";
const { openElectronStore } = await import("#main/settings/backend");

const folder = () => mkdtempSync(join(tmpdir(), "punchcard-settings-"));
const now = () => Date.parse("2026-11-19T10:00:00Z");
const open = (dir: string, more: Partial<Parameters<typeof openSettings>[0]> = {}) =>
  openSettings({ dir, open: openElectronStore, log: () => undefined, now, ...more });
const written = (dir: string) => parseSettings(readFileSync(join(dir, "settings.json"), "utf8"));

test("a first run makes a private folder and a private file that the server can parse", () => {
  const dir = join(folder(), "home");
  const store = open(dir);
  expect(store.problem()).toBeNull();
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dir, "settings.json")).mode & 0o777).toBe(0o600);
  expect(written(dir)).toEqual({ settings: emptySettings() });
  expect(store.isNew()).toBe(true);
  expect(open(dir).isNew()).toBe(false);
});

test("what is changed is there after a restart, still private, and with no key but ours", () => {
  const dir = folder();
  const heard: number[] = [];
  const store = open(dir);
  store.onChange(({ ui }) => heard.push(ui.zoom));
  store.update((draft) => {
    draft.ui.zoom = 130;
  });
  expect(heard).toEqual([130]);
  expect(open(dir).get().ui.zoom).toBe(130);
  expect(statSync(join(dir, "settings.json")).mode & 0o777).toBe(0o600);
  expect(Object.keys(JSON.parse(readFileSync(join(dir, "settings.json"), "utf8")))).toEqual(
    Object.keys(emptySettings()),
  );
});

test("a change that is not allowed changes nothing", () => {
  const store = open(folder());
  expect(() =>
    store.update((draft) => {
      draft.ui.zoom = 9_000;
    }),
  ).toThrow();
  expect(store.get().ui.zoom).toBe(100);
});

test.each([
  ["nothing", "", "settings_corrupt"],
  ["half a file", '{"version": 1, "acc', "settings_corrupt"],
  ["something else", '["settings"]', "settings_corrupt"],
  ["a wrong value", '{"version":1,"ui":{"zoom":"big"}}', "settings_corrupt"],
  ["null", "null", "settings_corrupt"],
  ["a newer version", '{"version":99,"future":true}', "settings_newer"],
])("%s is put aside byte for byte and told", (_name, text, code) => {
  const dir = folder();
  writeFileSync(join(dir, "settings.json"), text);
  const store = open(dir);
  expect(store.get()).toEqual(emptySettings());
  expect(store.problem()).toMatchObject({ code });
  expect(readFileSync(join(dir, "settings.json.broken-20261119T100000Z"), "utf8")).toBe(text);
  expect(written(dir)).toEqual({ settings: emptySettings() });
});

test("a folder in its place is put aside with all it has", () => {
  const dir = folder();
  mkdirSync(join(dir, "settings.json"));
  writeFileSync(join(dir, "settings.json", "inside"), "kept");
  const store = open(dir);
  expect(store.problem()).toMatchObject({ code: "settings_unreadable" });
  expect(readFileSync(join(dir, "settings.json.broken-20261119T100000Z", "inside"), "utf8")).toBe("kept");
  expect(written(dir)).toEqual({ settings: emptySettings() });
});

test("a read-only file is left alone: changes hold until the app quits, and the person is told", () => {
  const dir = folder();
  open(dir);
  const file = join(dir, "settings.json");
  const before = readFileSync(file, "utf8");
  chmodSync(file, 0o400);
  const store = open(dir);
  expect(store.problem()).toMatchObject({ code: "settings_readonly" });
  store.update((draft) => {
    draft.ui.theme = "dark";
  });
  expect(store.get().ui.theme).toBe("dark");
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("a disk that refuses is told and no crash", () => {
  const full = () => {
    throw Object.assign(new Error("no space"), { code: "ENOSPC" });
  };
  const store = open(folder(), { open: full });
  store.update((draft) => {
    draft.ui.theme = "dark";
  });
  expect(store.problem()?.message).toContain("ENOSPC");
  expect(store.get().ui.theme).toBe("dark");
});

test("an older version is brought forward, and the old file kept", () => {
  const dir = folder();
  const old = '{"version":0,"dark":true}';
  writeFileSync(join(dir, "settings.json"), old);
  const store = open(dir, { steps: { 0: ({ dark }) => ({ ui: { theme: dark ? "dark" : "light" } }) } });
  expect(store.problem()).toBeNull();
  expect(store.get().ui.theme).toBe("dark");
  const kept = readdirSync(dir).find((name) => name.startsWith("settings.json.before-"));
  expect(kept && readFileSync(join(dir, kept), "utf8")).toBe(old);
  expect(written(dir)).toMatchObject({ settings: { version: 1 } });
});

test("migrations run one version after the other, or not at all", () => {
  const steps = {
    1: (data: Record<string, unknown>) => ({ ...data, two: true }),
    2: (data: Record<string, unknown>) => ({ ...data, three: data.two }),
  };
  expect(migrate({ version: 1 }, steps, 3)).toEqual({ version: 3, two: true, three: true });
  expect(migrate({ version: 0 }, steps, 3)).toBeNull();
  expect(migrate({ version: 3 }, steps, 3)).toBeNull();
  expect(migrate({ version: 1.5 }, steps, 3)).toBeNull();
  expect(migrate([1], steps, 3)).toBeNull();
});

test.each<[string, (file: string) => void, string]>([
  ["a pipe that nobody writes to", (file) => void execFileSync("/usr/bin/mkfifo", [file]), "settings_unreadable"],
  [
    "100,000 accounts",
    (file) =>
      writeFileSync(file, JSON.stringify({ version: 1, accounts: Array(100_000).fill({ id: "a", label: "x" }) })),
    "settings_unreadable",
  ],
  [
    "more accounts than a person has",
    (file) => writeFileSync(file, JSON.stringify({ version: 1, accounts: Array(201).fill({}) })),
    "settings_corrupt",
  ],
  [
    "two accounts of one id",
    (file) => {
      const one = { id: "local", service: "local", label: "This computer" };
      writeFileSync(file, JSON.stringify({ version: 1, accounts: [one, one] }));
    },
    "settings_corrupt",
  ],
])("%s in the place of the settings holds nobody up and is kept beside them", (_name, make, code) => {
  const dir = folder();
  make(join(dir, "settings.json"));
  const store = open(dir);
  expect(store.problem()?.code).toBe(code);
  expect(store.get().accounts).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.startsWith("settings.json.broken-"))).toHaveLength(1);
});

test("a byte order mark before the settings is no damage", () => {
  const dir = folder();
  open(dir).update((draft) => {
    draft.ui.zoom = 130;
  });
  const file = join(dir, "settings.json");
  writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
  const store = open(dir);
  expect([store.problem(), store.get().ui.zoom]).toEqual([null, 130]);
});

test("a folder and settings that others could read are the person's only from the next start on", () => {
  const dir = folder();
  open(dir);
  chmodSync(dir, 0o755);
  chmodSync(join(dir, "settings.json"), 0o664);
  open(dir);
  expect([statSync(dir).mode & 0o777, statSync(join(dir, "settings.json")).mode & 0o777]).toEqual([0o700, 0o600]);
});

describe("settings that were put aside", () => {
  const account = (id: string, profile: "look" | "track") => ({
    ...{ id, service: "local" as const, label: `Sheet ${id}`, tlsVerify: true, targetSeconds: null },
    favorites: [],
    permissions: { profile, cells: { "time.delete": "off" as const }, tools: { delete_time: false } },
  });
  /** One run with an account that may only look, then a file that is broken. */
  function broken(text = '{"version": 1, "acc') {
    const dir = folder();
    open(dir, { now: () => now() - 86_400_000 }).update((draft) => {
      draft.accounts.push(account("local-1", "look"));
      draft.activeAccount = "local-1";
    });
    writeFileSync(join(dir, "settings.json"), text);
    return dir;
  }

  test("give nobody anything, and the last good ones are there to go back to with every permission", () => {
    const dir = broken();
    const store = open(dir);
    expect(store.get().accounts).toEqual([]);
    expect(store.goodCopy()).toMatchObject({ at: "2026-11-18T10:00:00Z", settings: { activeAccount: "local-1" } });
    store.restore();
    const { accounts } = store.get();
    expect(accounts).toEqual([account("local-1", "look")]);
    expect(store.problem()).toBeNull();
    expect(written(dir)).toMatchObject({ settings: { accounts } });
    expect(open(dir).problem()).toBeNull();
  });

  test("are told at each start until the person has chosen, and no change pushes the good copy out", () => {
    const dir = broken();
    open(dir).update((draft) => {
      draft.ui.zoom = 130;
    });
    const again = open(dir);
    expect(again.problem()).toMatchObject({ code: "settings_corrupt" });
    expect(again.goodCopy()?.settings.accounts).toHaveLength(1);
    again.accept();
    expect([again.problem(), again.goodCopy(), open(dir).problem()]).toEqual([null, null, null]);
    expect(again.get().ui.zoom).toBe(130);
    // The copy from before is kept all the same.
    expect(readdirSync(join(dir, "backups", "settings"))).toContain("2026-11-18T100000Z.json");
  });

  test("do not take away with them what was connected since", () => {
    const store = open(broken());
    store.update((draft) => {
      draft.accounts.push(account("local-2", "track"));
    });
    store.restore();
    expect(store.get().accounts.map(({ id }) => id)).toEqual(["local-1", "local-2"]);
  });

  test("leave what was connected since as narrow for each client as it was made", () => {
    const store = open(broken());
    store.update((draft) => {
      draft.accounts.push(account("local-2", "track"));
      draft.clients = { cursor: { "local-2": "look" } };
    });
    store.restore();
    expect(store.get().clients).toEqual({ cursor: { "local-2": "look" } });
  });

  test("go back to the last choice, also where the clock was ahead before", () => {
    const dir = folder();
    const choose = (profile: "track" | "look", at: number) =>
      open(dir, { now: () => at }).update((draft) => {
        draft.accounts = [account("local-1", profile)];
      });
    choose("track", now() + 365 * 86_400_000);
    choose("look", now());
    writeFileSync(join(dir, "settings.json"), "{");
    const store = open(dir);
    expect(store.restore().accounts).toEqual([account("local-1", "look")]);
  });

  test("are never copied, and a copy that is broken itself is passed over", () => {
    const dir = broken();
    const copies = join(dir, "backups", "settings");
    writeFileSync(join(copies, "2026-11-19T090000Z.json"), "{");
    const store = open(dir);
    expect(store.goodCopy()?.at).toBe("2026-11-18T10:00:00Z");
    expect(() => open(folder()).restore()).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: "not_found" }) }),
    );
  });

  test("leave 14 copies of the days before, for their person only", () => {
    const dir = folder();
    for (let day = 0; day < 20; day++)
      open(dir, { now: () => now() + day * 86_400_000 }).update((draft) => {
        draft.ui.zoom = 100 + day;
      });
    const copies = join(dir, "backups", "settings");
    const names = readdirSync(copies);
    expect(names).toHaveLength(14);
    expect(names.every((name) => (statSync(join(copies, name)).mode & 0o777) === 0o600)).toBe(true);
    expect(statSync(copies).mode & 0o777).toBe(0o700);
  });
});
