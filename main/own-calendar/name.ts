import { basename } from "node:path";
import type { Settings } from "#core/platform/settings";
import type { AppState } from "../ipc/contract/app-state";

/** What a window is told of where the own calendar is from: never a path or an address. */
export function nameOfSource(source: Settings["ownCalendar"]): AppState["ownCalendar"] {
  if (!source) return null;
  const name = source.kind === "file" ? basename(source.path).slice(0, 200) : source.host;
  return { kind: source.kind, name };
}
