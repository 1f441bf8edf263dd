import { homedir } from "node:os";
import { join, posix, win32 } from "node:path";

/** `~/.punchcard`: everything that the server writes lies here (packaged Windows clients redirect writes under AppData). */
export const defaultHome = () => join(homedir(), ".punchcard");

/** Files below the home folder that more than one process knows. */
export const homeFiles = {
  settings: "settings.json",
  /** Touched by the server after each write; the tray watches it. */
  changed: "changed",
  /** SHA-256 of the key by which the running app proves itself to its own server, and the app's process id. */
  trayKey: "tray.json",
  /** Questions of servers to the person, answered in a window of the running app (domain/question/question.ts). */
  confirmations: "confirmations",
  log: "log",
  /** Default time sheet of the local account. */
  timeSheet: "timesheet.db",
} as const;

/** What clients start, at a place that stays whatever becomes of the app's. */
export const launcherFile = (home: string, platform: NodeJS.Platform): string =>
  platform === "win32" ? win32.join(home, "bin", "punchcard-mcp.exe") : posix.join(home, "bin", "punchcard-mcp");

/** Windows: says what clients start, which is the app itself where the launcher cannot be used. */
export const launchDescription = (home: string): string => win32.join(home, "bin", "punchcard-mcp.json");
