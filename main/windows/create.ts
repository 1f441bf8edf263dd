import { join } from "node:path";
import type { BrowserWindow, NativeTheme, Notification, Rectangle, Screen } from "electron";
import type { Core } from "../app/core";
import type { Log } from "../app/failure";
import { Scheduler } from "../app/scheduler";
import type { Confirmations } from "../confirm";
import type { pathsOf } from "../desktop/paths";
import type { AppWindow } from "./app-window";
import { Windows } from "./index";
import { openRememberedBounds } from "./remembered-bounds";
import { screenshotOf } from "./screenshot";

interface ElectronParts {
  app: { isPackaged: boolean };
  BrowserWindow: typeof BrowserWindow;
  Notification: typeof Notification;
  nativeTheme: Pick<NativeTheme, "themeSource" | "shouldUseDarkColors">;
  screen: Pick<Screen, "getPrimaryDisplay" | "getDisplayMatching" | "getAllDisplays">;
}

/** Window backgrounds before the page paints; the tokens `--color-window` (renderer). */
const backgrounds = { light: "#f6f8f8", dark: "#171d1d" };

/** Ties the windows to settings: theme, zoom and language follow them at once. */
export function createWindows(
  electron: ElectronParts,
  core: Core,
  options: {
    paths: Pick<ReturnType<typeof pathsOf>, "home" | "preload" | "icon">;
    log: Log;
    hasTray: boolean;
    trayBounds(): Rectangle | null;
    /** File for a picture of each window that is made. */
    picture: string | undefined;
    quit(): void;
    confirmations: Pick<Confirmations, "shown" | "closed">;
    away: { shown(): void; closed(): void };
  },
): Windows {
  const { settings } = core;
  const { nativeTheme, screen } = electron;
  nativeTheme.themeSource = settings.get().ui.theme;

  const sayOnce = () => {
    if (settings.get().ui.saidThatItKeepsRunning) return;
    settings.update((draft) => {
      draft.ui.saidThatItKeepsRunning = true;
    });
    const t = core.t();
    if (!electron.Notification.isSupported()) return;
    new electron.Notification({
      title: t("notification.keepsRunningTitle"),
      body: t("notification.keepsRunningBody"),
      silent: true,
    }).show();
  };

  const windows = new Windows({
    create(window): AppWindow {
      const made = new electron.BrowserWindow(window);
      if (options.picture) screenshotOf(made, options.picture);
      return made;
    },
    scheduler: new Scheduler(),
    preload: options.paths.preload,
    icon: options.paths.icon,
    packaged: electron.app.isPackaged,
    workArea() {
      const icon = options.trayBounds();
      const display = icon?.width ? screen.getDisplayMatching(icon) : screen.getPrimaryDisplay();
      return display.workArea;
    },
    trayBounds: options.trayBounds,
    remembered: openRememberedBounds(
      join(options.paths.home, "windows.json"),
      () => screen.getAllDisplays().map(({ workArea }) => workArea),
      options.log,
    ),
    zoom: () => settings.get().ui.zoom,
    title: (name) => (name === "timer" ? `${core.t()("window.timer")} – Punchcard` : core.t()(`window.${name}`)),
    background: () => backgrounds[nativeTheme.shouldUseDarkColors ? "dark" : "light"],
    hasTray: () => options.hasTray,
    hasAccounts: () => settings.get().accounts.length > 0,
    keepRunning: () => settings.get().ui.keepRunning,
    closedToTray: sayOnce,
    quit: options.quit,
    shown(name) {
      if (name === "confirm") options.confirmations.shown();
      else if (name === "away") options.away.shown();
      else void core.shown(name !== "timer" && name !== "palette");
    },
    insteadOf: (name) => (name === "timer" && core.isSheetDamaged() ? "restore" : null),
    closed(name) {
      if (name === "confirm") options.confirmations.closed();
      else if (name === "away") options.away.closed();
    },
  });

  let before = settings.get().ui;
  settings.onChange(({ ui }) => {
    nativeTheme.themeSource = ui.theme;
    if (ui.zoom !== before.zoom || ui.language !== before.language) windows.restyle();
    before = ui;
  });
  return windows;
}
