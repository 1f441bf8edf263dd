import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openSettings } from "#main/settings/store";
import { Shortcuts } from "#main/shortcuts/index";

/** A system of which some keys are another program's. */
function system(taken: string[] = []) {
  const held = new Map<string, () => void>();
  return {
    held,
    keys: () => [...held.keys()],
    register(keys: string, run: () => void) {
      if (taken.includes(keys) || held.has(keys)) return false;
      if (keys === "Control+Alt+Insert") throw new TypeError("conversion failure");
      held.set(keys, run);
      return true;
    },
    unregister: (keys: string) => void held.delete(keys),
  };
}

function opened({ taken = [] as string[], by = "system" as const, kept = {} as Record<string, string> } = {}) {
  const keys = system(taken);
  const settings = openSettings({
    dir: mkdtempSync(join(tmpdir(), "punchcard-shortcuts-")),
    open: () => ({ store: {} }),
    log: () => undefined,
  });
  settings.update((draft) => Object.assign(draft.ui.shortcuts, kept));
  const act = vi.fn();
  const changed = vi.fn();
  const clock = { now: 0 };
  const shortcuts = new Shortcuts({
    ...{ system: keys as never, settings, platform: "linux", act, changed, log: () => undefined },
    now: () => clock.now,
  });
  shortcuts.start(by);
  const of = (id: string) => shortcuts.view().list.find((one) => one.id === id);
  return { keys, settings, act, changed, clock, shortcuts, of };
}
const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { failure: { code: string } }).failure.code;
  }
  return "none";
};

test("takes no keys from other programs until its person sets some", () => {
  const { keys, shortcuts } = opened();
  expect(keys.keys()).toEqual([]);
  expect(shortcuts.view().list.every(({ keys, problem }) => keys === null && problem === null)).toBe(true);
});

test("gives set keys to the system, acts on them, and keeps them in the settings", () => {
  const { keys, shortcuts, act, settings } = opened();
  shortcuts.set("clock", "Alt+Control+T");
  expect(settings.get().ui.shortcuts.clock).toBe("Control+Alt+T");
  keys.held.get("Control+Alt+T")?.();
  expect(act).toHaveBeenCalledWith("clock");
  shortcuts.set("clock", "Control+Alt+U");
  expect(keys.keys()).toEqual(["Control+Alt+U"]);
  shortcuts.set("clock", null);
  expect(keys.keys()).toEqual([]);
  expect(settings.get().ui.shortcuts.clock).toBe(null);
});

test("acts once on keys that are held down, and again on the next press", () => {
  const { keys, act, clock } = opened({ kept: { clock: "Control+Alt+T" } });
  const press = keys.held.get("Control+Alt+T") as () => void;
  for (const at of [0, 500, 530, 560, 1_200]) {
    clock.now = at;
    press();
  }
  expect(act).toHaveBeenCalledTimes(1);
  clock.now = 2_000;
  press();
  expect(act).toHaveBeenCalledTimes(2);
});

test("refuses keys that another program has, that another shortcut has, or that are none, and keeps what was set", () => {
  const { keys, shortcuts, of } = opened({ taken: ["Control+Alt+B"], kept: { clock: "Control+Alt+T" } });
  expect(failure(() => shortcuts.set("clock", "Control+Alt+B"))).toBe("shortcut_refused");
  expect(failure(() => shortcuts.set("timer", "Alt+Control+T"))).toBe("shortcut_taken");
  expect(failure(() => shortcuts.set("timer", "Control+C"))).toBe("shortcut_reserved");
  expect(failure(() => shortcuts.set("timer", "whatever"))).toBe("shortcut_invalid");
  expect(failure(() => shortcuts.set("timer", "Control+Alt+Insert"))).toBe("shortcut_refused");
  expect(failure(() => shortcuts.set("clock", "Control+Alt+T"))).toBe("none");
  expect(keys.keys()).toEqual(["Control+Alt+T"]);
  expect(of("clock")).toEqual({ id: "clock", keys: "Control+Alt+T", problem: null });
  expect(of("timer")).toEqual({ id: "timer", keys: null, problem: null });
});

test("tells which kept keys do nothing and why, and does not forget them", () => {
  const kept = { clock: "Control+Alt+B", timer: "Control+Alt+P", switch: "Alt+Control+P", note: "edited by hand" };
  const { of, settings, keys } = opened({ taken: ["Control+Alt+B"], kept });
  expect(of("clock")?.problem).toBe("refused");
  expect(of("timer")?.problem).toBe(null);
  expect(of("switch")?.problem).toBe("taken");
  expect(of("note")?.problem).toBe("invalid");
  expect(keys.keys()).toEqual(["Control+Alt+P"]);
  expect(settings.get().ui.shortcuts).toMatchObject(kept);
});

test("has no keys while some are being recorded, not even those set meanwhile, and all of them after it", () => {
  const { keys, shortcuts } = opened({ kept: { clock: "Control+Alt+T" } });
  shortcuts.suspend(true);
  expect(keys.keys()).toEqual([]);
  shortcuts.set("timer", "Control+Alt+P");
  expect(keys.keys()).toEqual([]);
  shortcuts.suspend(false);
  expect(keys.keys().sort()).toEqual(["Control+Alt+P", "Control+Alt+T"]);
});

test("follows settings that change behind it, and gives everything back when it stops", () => {
  const { keys, settings, shortcuts, changed } = opened();
  settings.update((draft) => {
    draft.ui.shortcuts.palette = "Control+Alt+K";
  });
  expect(keys.keys()).toEqual(["Control+Alt+K"]);
  expect(changed).toHaveBeenCalled();
  shortcuts.stop();
  expect(keys.keys()).toEqual([]);
  settings.update((draft) => {
    draft.ui.shortcuts.palette = "Control+Alt+J";
  });
  expect(keys.keys()).toEqual([]);
});

test("asks a system for nothing that passes no keys on, and keeps what was set", () => {
  const { keys, shortcuts, of } = opened({ by: "none" as never, kept: { clock: "Control+Alt+T" } });
  expect(keys.keys()).toEqual([]);
  expect(shortcuts.view().by).toBe("none");
  expect(of("clock")?.keys).toBe("Control+Alt+T");
  expect(failure(() => shortcuts.set("timer", "Control+Alt+P"))).toBe("shortcut_refused");
  expect(failure(() => shortcuts.set("clock", null))).toBe("none");
});
