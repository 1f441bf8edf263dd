import { codeOf } from "../file-system";
import { toFailure, unreadable } from "../refusal";
import { pathsOf } from "../server-entry";
import type { ClientContext, Detected } from "../types";

/** What a path depends on: nothing else may be looked at, so that every system can be tested on every other. */
export type Machine = Pick<ClientContext, "platform" | "env" | "home" | "fs">;

/** The folders in which programs keep things on this system (reference/ai-clients.md §1.1). */
export interface ConfigLocations {
  join(...parts: string[]): string;
  /** Below the home folder. */
  home(...parts: string[]): string;
  /** An absolute folder named by the environment; a relative one counts as unset, as the programs themselves have it. */
  fromEnv(variable: string): string | undefined;
  /** `${XDG_CONFIG_HOME:-~/.config}`, also on macOS for programs that hold with it there. */
  configHome: string;
  /** `%APPDATA%`. */
  roaming: string;
  /** Where an Electron app of that name keeps its data. */
  userData(product: string): string;
  isFolder(path: string): Promise<boolean>;
  exists(path: string): Promise<boolean>;
}

export function configLocationsOf({ platform, env, home, fs }: Machine): ConfigLocations {
  const { join, isAbsolute } = pathsOf(platform);
  const fromEnv = (variable: string) => {
    const value = env[variable];
    return value && isAbsolute(value) ? value : undefined;
  };
  const configHome = fromEnv("XDG_CONFIG_HOME") ?? join(home, ".config");
  const roaming = fromEnv("APPDATA") ?? join(home, "AppData", "Roaming");
  const data =
    platform === "win32" ? roaming : platform === "darwin" ? join(home, "Library", "Application Support") : configHome;
  return {
    join,
    home: (...parts) => join(home, ...parts),
    fromEnv,
    configHome,
    roaming,
    userData: (product) => join(data, product),
    isFolder: async (path) => (await fs.facts(path, { follow: true }))?.kind === "folder",
    exists: async (path) => (await fs.facts(path, { follow: false })) !== null,
  };
}

/** A folder that may not be looked into makes one client unreadable, and must not hide all the others. */
export async function lookFor(detect: () => Promise<Detected>): Promise<Detected> {
  try {
    return await detect();
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    const path = error instanceof Error && "path" in error ? String(error.path) : "Its folder";
    return { installed: true, files: [], problem: toFailure(unreadable(path, code)) };
  }
}
