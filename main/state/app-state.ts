import type { Settings } from "../../mcp-server/settings";
import type { AccountView, AppState, Failure, TimerView } from "../ipc/contract";
import { instantOf } from "./timer";

export interface StateParts {
  settings: Settings;
  settingsProblem: Failure | null;
  accounts: AccountView[];
  timer: TimerView;
  version: string;
  language: string;
  startAtLogin: boolean | null;
  platform: NodeJS.Platform;
  tray: boolean;
  now: number;
}

const systems: Partial<Record<NodeJS.Platform, AppState["platform"]["os"]>> = { darwin: "macos", win32: "windows" };
const keychains = { linux: "Secret Service", macos: "Keychain", windows: "Credential Manager" };

/** Everything that windows and tray are told, in one value. */
export function appStateOf(parts: StateParts): AppState {
  const { language, theme, trayIcon, zoom, keepRunning } = parts.settings.ui;
  const os = systems[parts.platform] ?? "linux";
  return {
    now: instantOf(parts.now),
    version: parts.version,
    language: parts.language,
    accounts: parts.accounts,
    activeAccount: parts.settings.activeAccount,
    timer: parts.timer,
    ui: { language, theme, trayIcon, zoom, keepRunning },
    startAtLogin: parts.startAtLogin,
    platform: { os, tray: parts.tray, keychain: keychains[os] },
    settingsProblem: parts.settingsProblem,
  };
}
