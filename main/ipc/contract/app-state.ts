import { z } from "zod";
import { accountView } from "./accounts";
import { asideView } from "./asides";
import { companyView } from "./company";
import { failure } from "./failure";
import { accountId, instant } from "./fields";
import { reminderSettings } from "./reminders";
import { shortcutsView } from "./shortcuts";
import { awayQuestion, awaySettings } from "./timer/away";
import { favoritesView } from "./timer/favorites";
import { timerView } from "./timer/timer";
import { updatesView } from "./updates";

export const uiSettings = z.object({
  language: z.enum(["system", "en", "de", "pl"]),
  theme: z.enum(["system", "light", "dark"]),
  trayIcon: z.enum(["automatic", "light", "dark"]),
  zoom: z.number().int().min(85).max(160),
  keepRunning: z.boolean(),
  /** Whether new versions are looked for, and fetched without being asked. */
  updates: z.enum(["ask", "automatic", "never"]),
  entriesView: z.enum(["list", "week"]),
  /** Minutes to which the calendar of entries snaps. */
  calendarStep: z.literal([60, 30, 15, 5]),
  ownCalendarShown: z.boolean(),
  away: awaySettings,
  reminders: reminderSettings,
  /** The computer's zone in which new entries stay in the time sheet's own. */
  zoneKept: z.string().max(100).nullable(),
});

export const appState = z.object({
  /** Main's clock; windows count elapsed time from their own clock corrected by it. */
  now: instant,
  version: z.string(),
  /** BCP 47 tag of the language in force. */
  language: z.string(),
  accounts: z.array(accountView),
  activeAccount: accountId.nullable(),
  timer: timerView,
  ui: uiSettings,
  /** Read back from the system; null where the system does not tell. */
  startAtLogin: z.boolean().nullable(),
  platform: z.object({ os: z.enum(["linux", "macos", "windows"]), tray: z.boolean(), keychain: z.string() }),
  /** The settings file could not be read and was put aside, or cannot be written; in words. */
  settingsProblem: failure.nullable(),
  /** The settings to go back to, while a broken file waits for the person's word. */
  settingsCopy: z.object({ at: instant, accounts: z.array(z.string()) }).nullable(),
  /** Files that could not be used and were put aside, until they are dismissed or gone. */
  asides: z.array(asideView),
  /** null: no company has a policy here. */
  company: companyView.nullable(),
  /** false: what is clicked cannot be written to the disk, and is forgotten when Punchcard quits. */
  clicksKept: z.boolean(),
  /** The own calendar beside the entries: the name of its file, or the host of its address. */
  ownCalendar: z.object({ kind: z.enum(["file", "address"]), name: z.string() }).nullable(),
  /** Goes up with each write, ours or an AI client's: what was read before it is old. */
  writes: z.number(),
  /** An absence that waits for its answer; absent: none. */
  away: awayQuestion.pick({ id: true, kind: true, since: true, back: true }).optional(),
  shortcuts: shortcutsView,
  updates: updatesView,
  /** Of the account in use. */
  favorites: favoritesView,
});
export type AppState = z.infer<typeof appState>;
