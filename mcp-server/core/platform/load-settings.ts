import { join } from "node:path";
import type { ClientLimit } from "../domain/permission-profiles";
import { limitOf } from "../domain/permission-profiles";
import type { AccountSettings, SettingsProblem } from "./settings";
import { parseSettings, readSettingsText } from "./settings";
import { homeFiles } from "./state/home-files";

/** Reads the settings for one client. Never throws: what cannot be read is a problem that each tool names. */
export function loadSettings(home: string, client: string): LoadedSettings {
  const file = join(home, homeFiles.settings);
  const none = { accounts: [], activeAccount: null, limits: {} };
  let text: string;
  try {
    text = readSettingsText(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { ...none, problem: null };
    return { ...none, problem: { kind: "unreadable", message: `${file}: ${message}` } };
  }
  const parsed = parseSettings(text);
  if ("problem" in parsed)
    return { ...none, problem: { ...parsed.problem, message: `${file}: ${parsed.problem.message}` } };
  const { accounts, activeAccount, clients } = parsed.settings;
  const limits = Object.fromEntries(accounts.map(({ id }) => [id, limitOf(clients, client, id)]));
  return { accounts, activeAccount, limits, problem: null };
}

/** What the settings say, as far as the server needs it. */
export interface LoadedSettings {
  accounts: AccountSettings[];
  activeAccount: string | null;
  /** By account id, for the client of this process. */
  limits: Partial<Record<string, ClientLimit>>;
  problem: SettingsProblem | null;
}
