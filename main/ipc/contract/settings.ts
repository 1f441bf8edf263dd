import { z } from "zod";
import { appState, uiSettings } from "./app-state";
import { nothing } from "./fields";

/** Settings of the app itself, and what becomes of a file of them that cannot be read. */
export const settingsChannels = {
  /** Goes back to `settingsCopy`. */
  "settings:restore": { request: nothing, response: appState },
  /** Goes on with fresh settings; the broken file and the copies stay. */
  "settings:accept": { request: nothing, response: appState },
  "settings:update": {
    request: uiSettings.partial().extend({ startAtLogin: z.boolean().optional() }),
    response: appState,
  },
} as const;
