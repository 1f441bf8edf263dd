import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Core } from "#main/app/core";
import { translator } from "#main/locales/index";
import { openSettings } from "#main/settings/store";
import { createWindows } from "#main/windows/create";

function opened() {
  const dir = mkdtempSync(join(tmpdir(), "punchcard-windows-"));
  const settings = openSettings({ dir, open: () => ({ store: {} }), log: () => undefined });
  const made: Record<string, (event: { preventDefault(): void }) => void>[] = [];
  const calls: string[] = [];
  class FakeWindow {
    readonly events: Record<string, (event: { preventDefault(): void }) => void> = {};
    readonly webContents = {
      id: 1,
      on: () => undefined,
      send: () => undefined,
      setZoomFactor: (zoom: number) => calls.push(`zoom ${zoom}`),
    };
    constructor() {
      made.push(this.events);
    }
    on(event: string, listener: () => void) {
      this.events[event] = listener;
    }
    loadURL = async () => undefined;
    setMinimumSize = (...size: number[]) => calls.push(`least ${size}`);
    setContentSize = (...size: number[]) => calls.push(`size ${size}`);
    setTitle = (title: string) => calls.push(title);
    hide = () => calls.push("hide");
    getBounds = () => ({ x: 0, y: 0, width: 1, height: 1 });
    isDestroyed = () => false;
    isVisible = () => true;
    isMinimized = () => false;
    show = () => undefined;
    focus = () => undefined;
    destroy = () => undefined;
  }
  const notifications: string[] = [];
  class FakeNotification {
    static isSupported = () => true;
    constructor(private readonly options: { title: string }) {}
    show = () => notifications.push(this.options.title);
  }
  const nativeTheme = { themeSource: "system" as const, shouldUseDarkColors: false };
  const area = { workArea: { x: 0, y: 0, width: 1600, height: 1000 } };
  const screen = { getPrimaryDisplay: () => area, getDisplayMatching: () => area, getAllDisplays: () => [area] };
  const electron = {
    app: { isPackaged: true },
    BrowserWindow: FakeWindow,
    Notification: FakeNotification,
    nativeTheme,
    screen,
  };
  const core = {
    settings,
    t: () => translator("en"),
    shown: async () => undefined,
    isSheetDamaged: () => false,
  } as unknown as Core;
  const windows = createWindows(electron as never, core, {
    paths: { home: dir, preload: "/p", icon: "/i" },
    log: () => undefined,
    hasTray: true,
    trayBounds: () => null,
    picture: undefined,
    quit: () => undefined,
    confirmations: { shown: () => undefined, closed: () => undefined },
    away: { shown: () => undefined, closed: () => undefined },
  });
  return { windows, settings, made, notifications, nativeTheme, calls };
}

test("closing into the tray is said once in a lifetime", () => {
  vi.useFakeTimers();
  const { windows, made, notifications, settings } = opened();
  windows.show("timer");
  const close = () => made[0]?.close?.({ preventDefault: () => undefined });
  close();
  close();
  expect(notifications).toEqual(["Punchcard keeps running"]);
  expect(settings.get().ui.saidThatItKeepsRunning).toBe(true);
  vi.useRealTimers();
});

test("theme, zoom and language are followed while windows are open", () => {
  const { windows, settings, nativeTheme, calls } = opened();
  windows.show("main");
  settings.update((draft) => {
    draft.ui.theme = "dark";
  });
  expect(nativeTheme.themeSource).toBe("dark");
  expect(calls).toEqual([]);
  settings.update((draft) => {
    draft.ui.zoom = 120;
  });
  expect(calls).toEqual(["zoom 1.2", "least 768,576", "size 1104,816", "Punchcard"]);
});
