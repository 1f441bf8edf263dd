import type { Settings } from "#core/platform/settings";
import type { Failure } from "../../ipc/contract";
import type { AccountView } from "../../ipc/contract/accounts";
import type { AppState } from "../../ipc/contract/app-state";
import type { AwayQuestion } from "../../ipc/contract/timer/away";
import type { TimerView } from "../../ipc/contract/timer/timer";
import { nameOfSource } from "../../own-calendar/name";
import { instantOf } from "../../timer/instant";

export interface StateParts {
  settings: Settings;
  settingsProblem: Failure | null;
  settingsCopy: AppState["settingsCopy"];
  asides: AppState["asides"];
  company: AppState["company"];
  clicksKept: boolean;
  accounts: AccountView[];
  timer: TimerView;
  version: string;
  language: string;
  startAtLogin: boolean | null;
  platform: NodeJS.Platform;
  tray: boolean;
  writes: number;
  now: number;
  away: AwayQuestion | null;
  shortcuts: AppState["shortcuts"];
  updates: AppState["updates"];
  favorites: AppState["favorites"];
}

const systems: Partial<Record<NodeJS.Platform, AppState["platform"]["os"]>> = { darwin: "macos", win32: "windows" };
const keychains = { linux: "Secret Service", macos: "Keychain", windows: "Credential Manager" };

/** `Kimai`, and with its place behind it only where another account of the same service could be meant. */
function shortLabel({ service, label }: AccountView, all: AccountView[]): string {
  const others = all.filter((account) => account.service === service);
  return others.length > 1 ? label : (label.split(" · ")[0] ?? label);
}

/** Everything that windows and tray are told, in one value. */
export function appStateOf(parts: StateParts): AppState {
  const { saidThatItKeepsRunning: _, ...ui } = parts.settings.ui;
  const os = systems[parts.platform] ?? "linux";
  return {
    now: instantOf(parts.now),
    version: parts.version,
    language: parts.language,
    accounts: parts.accounts.map((account) => ({ ...account, label: shortLabel(account, parts.accounts) })),
    activeAccount: parts.settings.activeAccount,
    timer: parts.timer,
    ui,
    ownCalendar: nameOfSource(parts.settings.ownCalendar),
    startAtLogin: parts.startAtLogin,
    platform: { os, tray: parts.tray, keychain: keychains[os] },
    settingsProblem: parts.settingsProblem,
    settingsCopy: parts.settingsCopy,
    asides: parts.asides,
    company: parts.company,
    clicksKept: parts.clicksKept,
    writes: parts.writes,
    shortcuts: parts.shortcuts,
    updates: parts.updates,
    favorites: parts.favorites,
    ...(parts.away && {
      away: { id: parts.away.id, kind: parts.away.kind, since: parts.away.since, back: parts.away.back },
    }),
  };
}
