import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "electron";

/** Start at login; `read` asks the system each time, because people change it there too. */
export interface Autostart {
  read(): Promise<boolean | null>;
  set(on: boolean): Promise<void>;
}

const hidden = "--hidden";

/** Quotes an argument of an Exec key as the desktop entry specification wants it. */
function quoted(argument: string): string {
  const escaped = argument.replace(/(["`$\\])/g, "\\$1").replaceAll("%", "%%");
  return `"${escaped.replaceAll("\\", "\\\\")}"`;
}

/**
 * XDG autostart: a desktop entry of ours in the person's autostart folder.
 * @param command executable and arguments that start the app; for an AppImage the file itself, not its mount.
 */
function linuxAutostart(configFolder: string, name: string, command: string[]): Autostart {
  const folder = join(configFolder, "autostart");
  const file = join(folder, name);
  const entry = [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Punchcard",
    `Exec=${[...command, hidden].map(quoted).join(" ")}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
  return {
    async read() {
      try {
        const text = await readFile(file, "utf8");
        return !/^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(text);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ENOENT" ? false : null;
      }
    },
    async set(on) {
      if (!on) return rm(file, { force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(file, entry, { mode: 0o644 });
    },
  };
}

/**
 * @param command what starts the app: its executable, in development with the folder behind it.
 * @param home of the person.
 */
export function createAutostart(
  system: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; home: string; command: string[]; entryName: string },
  app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">,
): Autostart {
  const { platform, env, home, command, entryName } = system;
  if (platform !== "linux") return systemAutostart(app);
  return linuxAutostart(env.XDG_CONFIG_HOME || join(home, ".config"), entryName, command);
}

/** macOS and Windows keep login items themselves. */
function systemAutostart(app: Pick<App, "getLoginItemSettings" | "setLoginItemSettings">): Autostart {
  const args = [hidden];
  return {
    read: async () => app.getLoginItemSettings({ args }).openAtLogin,
    set: async (on) => app.setLoginItemSettings({ openAtLogin: on, args }),
  };
}
