import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Cell, cells, levels } from "../domain/permission-cells";
import { clientLimits, profileNames } from "../domain/permission-profiles";
import { serviceIds } from "../service-catalog/descriptors";

/**
 * The settings file: written by the app (while it runs only by it; else also by import/), read and watched by every
 * running server. It holds no secret; credentials are in the OS keychain under the account's id (keychain.ts).
 */
export const settingsVersion = 1;

const accountId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

const permissions = z.object({
  profile: z.enum(profileNames).default("track"),
  cells: z.partialRecord(z.enum(cells as [Cell, ...Cell[]]), z.enum(levels)).default({}),
  tools: z.record(z.string(), z.boolean()).default({}),
  confirmsItself: z.boolean().optional(),
  undecided: z.boolean().optional(),
});

const ref = z.object({ id: z.string().max(200), name: z.string().max(500) });
/** Work to start with one click, by the name that its person gave it; the work as the windows know it. */
export const favorite = z.object({
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(120),
  work: z.object({
    customer: ref.optional(),
    project: ref.optional(),
    subproject: ref.optional(),
    activity: ref.optional(),
  }),
  text: z.string().max(10_000).default(""),
  tags: z.array(z.string().max(200)).max(50).default([]),
});
export type Favorite = z.infer<typeof favorite>;
export const mostFavorites = 30;

export const accountSettings = z.object({
  id: accountId,
  service: z.enum(serviceIds),
  /** What the person reads: `Kimai · kimai.example.org`. */
  label: z.string().min(1).max(120),
  /** Base address without `/api` (Kimai, Calamari). */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Calamari's own MCP server, where the person is signed in through the browser instead of an API key. */
  mcpUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** E-mail of the person, where the service needs it beside the credential (Clockodo, Calamari). */
  user: z.string().optional(),
  /** true, false (a person's explicit choice), or the path of a file with CA certificates. */
  tlsVerify: z.union([z.boolean(), z.string().min(1)]).default(true),
  /** Where the time sheet lies (local). */
  file: z.string().optional(),
  /** Seconds to work per weekday, Monday first (local; the other services keep their own). */
  targetSeconds: z.array(z.number().int().min(0).max(86_400)).length(7).nullable().default(null),
  permissions: permissions.prefault({}),
  /** In their person's order. */
  favorites: z.array(favorite).max(mostFavorites).default([]),
});
export type AccountSettings = z.infer<typeof accountSettings>;

const clock = z.number().int().min(0).max(1439);
const remindAt = (at: number) => z.object({ on: z.boolean().default(false), at: clock.default(at) }).prefault({});
const remindAfter = (minutes: number) =>
  z.object({ on: z.boolean().default(false), after: z.number().int().min(60).max(1440).default(minutes) }).prefault({});
/** Reminders by kind, in minutes after midnight or of work; all are off until the person wants them. */
const reminders = z.object({
  begin: remindAt(9 * 60 + 15),
  end: remindAt(18 * 60),
  break: remindAfter(6 * 60),
  long: remindAfter(10 * 60),
  week: remindAt(9 * 60 + 30),
  month: remindAt(16 * 60),
  quiet: z
    .object({ on: z.boolean().default(true), from: clock.default(19 * 60), to: clock.default(7 * 60 + 30) })
    .prefault({}),
});

/** What can be done by keys from anywhere, in the order in which it is shown. */
export const shortcutIds = ["timer", "clock", "switch", "note", "palette"] as const;
/** Keys as Electron's accelerator; none is taken from other programs until its person wants it. */
const keys = z.string().max(60).nullable().default(null);
const shortcuts = z.object({ timer: keys, clock: keys, switch: keys, note: keys, palette: keys });

export const settingsSchema = z.object({
  version: z.literal(settingsVersion),
  accounts: z.array(accountSettings).default([]),
  /** The account that the tray shows. */
  activeAccount: accountId.nullable().default(null),
  /** Less for one client: by client id, then by account id. A client that is not named has `same`. */
  clients: z.record(z.string(), z.record(accountId, z.enum(clientLimits))).default({}),
  /** The person's own calendar: a file, or an address, which is in the keychain because it can be a secret as a whole. */
  ownCalendar: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("file"), path: z.string().min(1).max(4000) }),
      z.object({ kind: z.literal("address"), host: z.string().min(1).max(300) }),
    ])
    .nullable()
    .default(null),
  ui: z
    .object({
      language: z.enum(["system", "en", "de", "pl"]).default("system"),
      theme: z.enum(["system", "light", "dark"]).default("system"),
      trayIcon: z.enum(["automatic", "light", "dark"]).default("automatic"),
      /** Percent. */
      zoom: z.number().int().min(85).max(160).default(100),
      keepRunning: z.boolean().default(true),
      /** New versions: looked for daily and told, fetched too, or neither. */
      updates: z.enum(["ask", "automatic", "never"]).default("ask"),
      /** How the page Entries shows a week, and the minutes to which its calendar snaps. */
      entriesView: z.enum(["list", "week"]).default("list"),
      calendarStep: z.literal([60, 30, 15, 5]).default(15),
      /** Whether the calendar of entries shows the own one too. */
      ownCalendarShown: z.boolean().default(false),
      saidThatItKeepsRunning: z.boolean().default(false),
      reminders: reminders.prefault({}),
      shortcuts: shortcuts.prefault({}),
      /** The computer's zone in which the person said that new entries stay in the time sheet's own. */
      zoneKept: z.string().max(100).nullable().default(null),
      /** Minutes from which on an absence with a running timer is asked about (0: never), and the rule for short ones. */
      away: z
        .object({
          minutes: z.number().int().min(0).max(240).default(10),
          always: z
            .object({ answer: z.enum(["keep", "end", "goOn", "break"]), under: z.number().int().min(1).max(240) })
            .nullable()
            .default(null),
        })
        .prefault({}),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export const emptySettings = (): Settings => settingsSchema.parse({ version: settingsVersion });

/** `company`: the settings are all right, but a policy leaves nothing of them to this client. */
export type SettingsProblem = { kind: "missing" | "unreadable" | "corrupt" | "newer" | "company"; message: string };

/** A person has a handful of accounts; more than this was not written by Punchcard, and each would be listed and asked. */
const mostAccounts = 200;
const largest = 2_000_000;

/**
 * The text of a settings file. Opened without waiting: a pipe in its place would hold up whoever reads it for ever.
 * @throws errors of the file system; an `Error` in words where it is no regular file, or one of more than 2 MB
 */
export function readSettingsText(file: string): string {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new Error("it is not a regular file");
    if (stats.size > largest) throw new Error("it is larger than 2 MB");
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}

function tooMuch(data: unknown): string | null {
  const { accounts } = (data ?? {}) as { accounts?: unknown };
  if (!Array.isArray(accounts)) return null;
  if (accounts.length > mostAccounts) return `${accounts.length} accounts, of which ${mostAccounts} are the most`;
  const ids = accounts.map((account: { id?: unknown } | null) => account?.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  // Which of them a client, a limit or a credential means could not be told.
  return twice === undefined ? null : `two accounts have the id ${JSON.stringify(twice).slice(0, 60)}`;
}

/** Reads settings text, also with a byte order mark; never throws. A newer version is a problem of its own: an older server must not guess. */
export function parseSettings(text: string): { settings: Settings } | { problem: SettingsProblem } {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return { problem: { kind: "corrupt", message: `not valid JSON: ${(error as Error).message}` } };
  }
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > settingsVersion)
    return { problem: { kind: "newer", message: `written by a newer Punchcard (version ${version})` } };
  const wrong = tooMuch(data);
  if (wrong !== null) return { problem: { kind: "corrupt", message: wrong } };
  const parsed = settingsSchema.safeParse(data);
  if (parsed.success) return { settings: parsed.data };
  return { problem: { kind: "corrupt", message: z.prettifyError(parsed.error) } };
}
