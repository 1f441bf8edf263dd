import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "electron";

/** Start at login; `read` asks the system each time, because people change it there too. */
export interface Autostart {
  read(): Promise<boolean | null>;
  set(on: boolean): Promise<void>;
  /** At each start of the app: what starts it may lie elsewhere than when it was turned on. */
  heal(): Promise<void>;
}

/** Whether login started the app, so that no window opens. macOS passes no arguments to what it starts then. */
export const startedAtLogin = (
  platform: NodeJS.Platform,
  argv: readonly string[],
  app: Pick<App, "getLoginItemSettings">,
): boolean => argv.includes(hidden) || (platform === "darwin" && app.getLoginItemSettings().wasOpenedAtLogin);

const hidden = "--hidden";
/** On Linux: login starts the app and the panel at the same time. */
export const atLogin = "--at-login";

/** Quotes an argument of an Exec key as the desktop entry specification wants it. */
function quoted(argument: string): string {
  const escaped = argument.replace(/(["`$\\])/g, "\\$1").replaceAll("%", "%%");
  return `"${escaped.replaceAll("\\", "\\\\")}"`;
}

/**
 * XDG autostart: a desktop entry of ours in the person's autostart folder.
 * @param command executable and arguments that start the app; for an AppImage the file itself, not its mount.
 */
function linuxAutostart(file: string, command: string[]): Autostart {
  const entry = [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Punchcard",
    `Exec=${[...command, hidden, atLogin].map(quoted).join(" ")}`,
    // A desktop skips the entry once the program is gone.
    `TryExec=${command[0]}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
  const write = async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, entry, { mode: 0o644 });
  };
  const found = () => readFile(file, "utf8");
  return {
    async read() {
      try {
        const text = await found();
        return !/^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(text);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ENOENT" ? false : null;
      }
    },
    async set(on) {
      await (on ? write() : rm(file, { force: true }));
    },
    async heal() {
      if ((await this.read()) && (await found()) !== entry) await write();
    },
  };
}

/** Where a person's desktop looks for what login starts. */
export const autostartFile = (env: NodeJS.ProcessEnv, home: string, entryName: string): string =>
  join(env.XDG_CONFIG_HOME || join(home, ".config"), "autostart", entryName);

/**
 * @param command what starts the app: its executable, in development with the folder behind it.
 * @param home of the person.
 */
export function createAutostart(
  system: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; home: string; command: string[]; entryName: string },
  app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">,
): Autostart {
  const { platform, env, home, command, entryName } = system;
  if (platform !== "linux") return systemAutostart(platform, app);
  return linuxAutostart(autostartFile(env, home, entryName), command);
}

/** macOS and Windows keep login items themselves, by what the app is: there is nothing to heal. */
function systemAutostart(
  platform: NodeJS.Platform,
  app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">,
): Autostart {
  const args = [hidden];
  return {
    async read() {
      const item = app.getLoginItemSettings({ args });
      // The Task Manager's switch leaves the item and only keeps it from being started.
      return platform === "win32" ? item.openAtLogin && item.executableWillLaunchAtLogin : item.openAtLogin;
    },
    set: async (on) => app.setLoginItemSettings({ openAtLogin: on, enabled: on, args }),
    heal: async () => undefined,
  };
}
