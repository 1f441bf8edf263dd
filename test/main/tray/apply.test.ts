import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Scheduler } from "#main/app/scheduler";
import { translator } from "#main/locales/index";
import { Timer } from "#main/timer/timer";
import { TrayRenderer, type TrayTarget, template } from "#main/tray/apply";
import { describe, trayIcons } from "#main/tray/describe";
import { iconFile, isDark, panelOf } from "#main/tray/icons";
import { appState, FakeService, memoryLastKnown, memoryOutbox, status, thursday, working } from "../fixtures";

beforeEach(() => {
  vi.useFakeTimers({ now: thursday });
});
afterEach(() => {
  vi.useRealTimers();
});

const t = translator("en");
function recorded(platform: NodeJS.Platform) {
  const calls: string[] = [];
  const record = (name: string) => (value: unknown) => calls.push(`${name} ${JSON.stringify(value)}`);
  const tray = {
    setImage: record("image"),
    setTitle: record("title"),
    setToolTip: record("tooltip"),
    setContextMenu: record("menu"),
  } as unknown as TrayTarget;
  const renderer = new TrayRenderer(tray, {
    platform,
    image: (icon, panel) => `${icon}-${panel}` as never,
    buildMenu: (items) => items as never,
    act: () => undefined,
  });
  const of = (name: string) => calls.filter((call) => call.startsWith(name));
  return { calls, renderer, of };
}

test("the same view again touches nothing", () => {
  const { calls, renderer } = recorded("linux");
  const view = describe(appState({ status: working() }), thursday, t);
  renderer.apply(view, "dark");
  expect(calls.map((call) => call.split(" ")[0])).toEqual(["image", "tooltip", "menu"]);
  renderer.apply(describe(appState({ status: working() }), thursday + 20_000, t), "dark");
  expect(calls).toHaveLength(3);
  renderer.apply(view, "light");
  expect(calls.slice(3)).toEqual(['image "working-light"']);
});

test("an hour of work redraws at most once a minute, and never the image", async () => {
  const service = new FakeService(() => Date.now());
  const { calls, renderer, of } = recorded("darwin");
  const timer = new Timer({
    server: service,
    scheduler: new Scheduler(),
    outbox: memoryOutbox(),
    lastKnown: memoryLastKnown(),
    account: () => "kimai-1",
    reopens: () => true,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => renderer.apply(describe(appState(timer.view()), Date.now(), t), "dark"),
    called: () => undefined,
    log: () => undefined,
  });
  await timer.clockIn({ work: { project: { id: "3", name: "x" } }, text: "", tags: [] });
  calls.length = 0;
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(of("title").length).toBe(60);
  expect(of("tooltip").length).toBe(60);
  expect(of("image")).toEqual([]);
  expect(of("title").at(-1)).toBe('title "1:00"');
  timer.reset();
});

test("only macOS has a title, and there the menu waits for the right click", () => {
  const linux = recorded("linux");
  const mac = recorded("darwin");
  for (const { renderer } of [linux, mac])
    renderer.apply(describe(appState({ status: working() }), thursday, t), "dark");
  expect(linux.of("title")).toEqual([]);
  expect(mac.of("title")).toHaveLength(1);
  expect(mac.of("menu")).toEqual([]);
  expect(mac.renderer.menuForRightClick).not.toBeNull();
});

test("on Linux a click on any item brings the whole menu again", () => {
  const { renderer, of } = recorded("linux");
  renderer.apply(describe(appState({ status: status() }), thursday, t), "dark");
  const pending = { command: "clock_in" as const, since: "2026-11-19T10:12:00Z" };
  renderer.apply(describe(appState({ status: status(), pending }), thursday, t), "dark");
  expect(of("menu")).toHaveLength(2);
});

test("an ampersand in a name is no key", () => {
  const acts: unknown[] = [];
  const [item] = template([{ type: "action", label: "R&D", enabled: true, action: { do: "clockOut" } }], (action) =>
    acts.push(action),
  );
  expect(item?.label).toBe("R&&D");
  const click = item?.click as (() => void) | undefined;
  click?.();
  expect(acts).toEqual([{ do: "clockOut" }]);
});

test("a choice is a radio item, and keys are shown without being taken a second time", () => {
  const action = { do: "useAccount", accountId: "a" } as const;
  const [item] = template(
    [{ type: "action", label: "A", enabled: true, chosen: true, keys: "F13", action }],
    () => undefined,
  );
  expect(item).toMatchObject({ type: "radio", checked: true, accelerator: "F13", registerAccelerator: false });
});

test("every icon has its file, in both sizes, for every system", () => {
  const root = join(import.meta.dirname, "../../..");
  for (const icon of trayIcons)
    for (const panel of ["light", "dark"] as const)
      for (const platform of ["linux", "darwin", "win32"] as const) {
        const file = iconFile(root, platform, icon, panel);
        expect(existsSync(file), file).toBe(true);
        if (file.endsWith(".png")) expect(existsSync(file.replace(".png", "@2x.png"))).toBe(true);
      }
});

test("the icon goes by the taskbar's own theme on Windows, elsewhere by that of programs", () => {
  const theme = { shouldUseDarkColors: false, shouldUseDarkColorsForSystemIntegratedUI: true };
  expect(["win32", "linux", "darwin"].map((platform) => isDark(platform as NodeJS.Platform, theme))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a light icon is for a dark panel; GNOME's panel is always dark", () => {
  const light = { dark: false, desktop: "KDE" };
  expect(panelOf("light", light)).toBe("dark");
  expect(panelOf("dark", light)).toBe("light");
  expect(panelOf("automatic", light)).toBe("light");
  expect(panelOf("automatic", { ...light, dark: true })).toBe("dark");
  expect(panelOf("automatic", { dark: false, desktop: "ubuntu:GNOME" })).toBe("dark");
});
