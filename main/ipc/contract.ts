import { z } from "zod";
import { toolNames } from "../../mcp-server/access/tool-rules";
import { type Cell, cells, levels } from "../../mcp-server/domain/permission-cells";
import { clientLimits, profileNames } from "../../mcp-server/domain/permission-profiles";
import { answers, questionSchema } from "../../mcp-server/domain/question/question";
import { entriesResult, entryView, statusResult, workResult, workView } from "../../mcp-server/domain/results";
import { serviceIds } from "../../mcp-server/services/descriptors";
import type { InvokeChannel, NotifyChannel } from "./channels";
import { absenceChannels } from "./contract/absences";
import { activityChannels } from "./contract/activity";
import { asideChannels, asideView } from "./contract/asides";
import { awayChannels, awayQuestion, awaySettings } from "./contract/away";
import { bulkChannels, bulkProgress } from "./contract/bulk";
import { companyView } from "./contract/company";
import { draftChannels, draftRef } from "./contract/drafts";
import { customField, entryParts } from "./contract/entry-parts";
import { failure } from "./contract/failure";
import { favoriteChannels, favoritesView } from "./contract/favorites";
import { importChannels, importProgress } from "./contract/imports";
import { type MainPage, mainPages } from "./contract/main-pages";
import { commandNames, outboxRequests, outboxView } from "./contract/outbox";
import { ownCalendarChannels } from "./contract/own-calendar";
import { projectChannels } from "./contract/projects";
import { reminderSettings } from "./contract/reminders";
import { reportChannels } from "./contract/reports";
import { sheetChannels } from "./contract/sheet";
import { shortcutChannels, shortcutsView } from "./contract/shortcuts";
import { tableChannels } from "./contract/tables";
import { updateChannels, updatesView } from "./contract/updates";
import { type WorkChoice, workChoice } from "./contract/work-choice";
import { workingTimeChannels } from "./contract/working-time";

/**
 * Everything that crosses between the app and its windows. Main answers each call with a tagged result and parses each
 * request with the schema here; windows import the types only. No channel carries a secret out of main.
 */

const accountId = z.string().min(1).max(40);
const instant = z.string().max(40);
const day = z.iso.date();
const cell = z.enum(cells as [Cell, ...Cell[]]);
const text = z.string().max(10_000);

export type Failure = z.infer<typeof failure>;

export type { WorkChoice };

const accountView = z.object({
  id: accountId,
  service: z.enum(serviceIds),
  label: z.string(),
  /** Who it is at the service, else the host of its address, or the file of the local sheet. */
  place: z.string(),
  person: z.string().nullable(),
  zone: z.string().nullable(),
  version: z.string().nullable(),
  targetSeconds: z.array(z.number()).nullable(),
  /** Levels of work without which nothing can be booked (`booking.required`); absent where not known yet. */
  required: z.array(z.string()).optional(),
  /** Optional parts of an entry that can be set here (`break`, …); absent where not known yet. */
  fields: z.array(z.string()).optional(),
  /** Kinds of break to choose from; absent where a break is a break, or not known yet. */
  breakTypes: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  /**
   * What the service refuses this person, by permission cell, with the reason; absent where not known yet.
   * `kept_to_person`: Punchcard itself keeps a key that reaches further to its person.
   */
  refused: z.record(z.string(), z.string()).optional(),
  /** The credential can be read on its way: http to another computer. */
  unprotected: z.boolean().optional(),
  /** What an AI may do here was put off: it may do nothing. */
  undecided: z.boolean().optional(),
  /** Whether the last call got through. */
  state: z.enum(["unknown", "ok", "failing"]),
  failure: failure.nullable(),
  readAt: instant.nullable(),
  /** The credential was refused by the keychain and lives only until Punchcard quits. */
  sessionOnly: z.boolean(),
  /** Address of the MCP server where the person signed in through the browser: there is no key, and it may do what they may. */
  signedIn: z.string().optional(),
});
export type AccountView = z.infer<typeof accountView>;

export type { CommandName } from "./contract/outbox";

/** What the timer window and the tray show. Made in main/state, never in a window. */
const timerView = z.object({
  /** `unknown` before the first reading. While something waits: what it will be once that is sent. */
  phase: z.enum(["unknown", "idle", "working", "break"]),
  /** true: the service cannot be reached, `status` is what was known at `readAt`. */
  stale: z.boolean(),
  /**
   * Why this way to the service never tells whether anything runs; `phase` stays `unknown` then, `status` null, and both
   * clocking in and clocking out can be meant.
   */
  unreadable: z.string().optional(),
  status: statusResult.nullable(),
  readAt: instant.nullable(),
  recent: z.array(workChoice),
  /** What "Clock in" starts when nothing else is chosen. */
  suggestion: workChoice.nullable(),
  /** One command is under way; buttons that start another do nothing. */
  pending: z.object({ command: z.enum(commandNames), since: instant }).nullable(),
  /** Clock out can be taken back until then. */
  undo: z
    .object({
      until: instant,
      entry: entryView,
      /** What was saved is shown, but the service cannot make it run again. */
      final: z.literal(true).optional(),
    })
    .nullable(),
  /** A command that the service refused: what was meant when, and why it was not saved. */
  failed: z
    .object({
      command: z.enum(commandNames),
      meantAt: instant,
      failure,
      /** `retry` counts from the click, or from the moment of trying again where the service takes no other time. */
      retries: z.enum(["then", "now"]),
    })
    .nullable(),
  outbox: outboxView,
  /** What the service noted on the last write (rounded, another entry ended, a retried clock out booked earlier). */
  notes: z.array(z.string()),
});
export type TimerView = z.infer<typeof timerView>;

/** What is not sent stays as it is. `begin`: a clock time as it was typed. */
const runningChange = z.object({
  text: text.optional(),
  begin: z.string().max(20).optional(),
  work: workView.optional(),
  tags: z.array(z.string().max(100)).max(50).optional(),
  billable: z.boolean().optional(),
  /** Work and tags that have a name only may be made. */
  createMissing: z.boolean().optional(),
});
export type RunningChange = z.infer<typeof runningChange>;

const uiSettings = z.object({
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

/** Whose time: `everyone`, or people by `#id`; absent: one's own. */
const people = z.array(z.string().min(1).max(200)).min(1).max(50).optional();

const entryInput = z.object({
  day,
  /** Clock times and durations as a person types them: `9:00`, `11.30`, `1,5h`. The server reads them. */
  from: z.string().max(30).optional(),
  to: z.string().max(30).optional(),
  duration: z.string().max(20).optional(),
  break: z.string().max(20).optional(),
  work: workView,
  text: text.default(""),
  tags: z.array(z.string().max(100)).max(50).default([]),
  ...entryParts.shape,
});

const connectRequest = z.object({
  service: z.enum(serviceIds),
  url: z.string().max(2000).optional(),
  user: z.string().max(320).optional(),
  /** Goes in, never out. */
  secret: z.string().max(10_000).optional(),
  caFile: z.string().max(4000).optional(),
  /** Keep the credential only in memory until Punchcard quits: the person chose it where no keychain works. */
  sessionOnly: z.boolean().default(false),
  /**
   * The person confirmed what a key that reaches further than themselves can do (Calamari), or that the token may travel
   * unprotected (Kimai over http, after a failure `unprotected`).
   */
  consent: z.boolean().default(false),
  /** What an AI may do from the start, where that was asked before connecting. */
  profile: z.enum(profileNames).optional(),
  targetSeconds: z.array(z.number().int().min(0).max(86_400)).length(7).nullable().optional(),
});

export const permissionsView = z.object({
  accountId,
  profile: z.enum(profileNames),
  rows: z.array(
    z.object({
      kind: z.string(),
      /** Per action; null where no tool uses the cell. */
      cells: z.record(
        z.string(),
        z
          .object({
            level: z.enum(levels),
            profileLevel: z.enum(levels),
            refused: z.string().nullable(),
            /** The most that the company allows; absent: it does not say. `level` and `profileLevel` are below it. */
            bound: z.enum(levels).exclude(["allow"]).optional(),
          })
          .nullable(),
      ),
    }),
  ),
  tools: z.array(
    z.object({
      name: z.enum(toolNames),
      kind: z.enum(["read", "write", "destructive"]),
      /** `company`: its policy leaves no cell for it. */
      state: z.enum(["on", "switched_off", "no_cell", "company"]),
    }),
  ),
  /** Registered or seen clients and what each may have at most on this account; without a label: unknown programs. */
  clients: z.array(z.object({ id: z.string(), label: z.string(), limit: z.enum(clientLimits) })),
  /** Where nobody can be asked, clients may answer for their person. */
  confirmsItself: z.boolean(),
  /** false: the company does not let any client do so. */
  mayConfirmItself: z.boolean(),
  /** The person put the choice off: AI clients may do nothing with this account yet, whatever the cells say. */
  undecided: z.boolean(),
  changedCells: z.number(),
});
export type PermissionsView = z.infer<typeof permissionsView>;

const clientState = z.enum([
  "not_installed",
  "not_registered",
  "registered",
  "needs_update",
  "disabled_by_user",
  "blocked_by_policy",
  "removed_by_client",
  "foreign",
  "unreadable",
  "snippet_only",
]);

/** Why a client is in its state, where the windows have words of their own for it. */
const clientWhy = z.enum([
  "company",
  "foreign",
  "rewritten",
  "discontinued",
  "some_files",
  "another",
  "launch_missing",
  "switched_off",
  "hard_link",
]);
export type ClientWhy = z.infer<typeof clientWhy>;

const clientView = z.object({
  id: z.string(),
  label: z.string(),
  state: clientState,
  /** Why, in a sentence, for the states that need one. */
  reason: z.string().nullable(),
  /** The same as `reason`, for words in the person's language; missing where only `reason` tells. */
  why: z.array(clientWhy).optional(),
  file: z.string().nullable(),
  /** The client must be quit before, or restarted after, a change. */
  running: z.boolean(),
  needsRestart: z.boolean(),
  /** When a client that rewrites its own file was seen to run with the entry in it. */
  seenAt: z.string().nullable(),
  canRegister: z.boolean(),
  canUnregister: z.boolean(),
  /** The client has an address with which it installs the entry itself, after asking. */
  canOpen: z.boolean(),
});
export type ClientView = z.infer<typeof clientView>;

/** `offered`: there is a file to save that this computer's Claude Desktop can install. */
const extensionView = z.object({ state: z.enum(["none", "offered", "installed"]) });
export type ExtensionView = z.infer<typeof extensionView>;

const clientPlan = z.object({
  clientId: z.string(),
  action: z.enum(["register", "update", "unregister", "nothing"]),
  file: z.string(),
  /** Lines around and in the change; values under env and headers are masked. */
  diff: z.array(z.object({ kind: z.enum(["same", "add", "remove"]), text: z.string() })),
  /** What may follow that is not in the file. `codex_projects`: projects that only switch our entry on fail without it. */
  notes: z.array(z.enum(["codex_projects"])),
  /** Why nothing can be written, with what to do instead. */
  refusal: failure.nullable(),
});
export type ClientPlan = z.infer<typeof clientPlan>;

/** What became of one client when all entries were taken out. */
const clientRemoval = z.object({ clientId: z.string(), label: z.string(), failure: failure.nullable() });
export type ClientRemoval = z.infer<typeof clientRemoval>;

const snippet = z.object({
  id: z.string(),
  label: z.string(),
  language: z.string(),
  text: z.string(),
  where: z.string(),
});
export type Snippet = z.infer<typeof snippet>;

const check = z.object({
  id: z.string(),
  verdict: z.enum(["ok", "note", "problem"]),
  message: z.string(),
  /** What to do about a problem. */
  next: z.string().optional(),
  milliseconds: z.number().optional(),
});
export type Check = z.infer<typeof check>;

/** What an AI client asks to do; see domain/question/question.ts. */
const confirmQuestion = questionSchema.extend({
  tool: z.enum(toolNames),
  /** `label`: what Punchcard itself calls this client; null where it knows none of that id. */
  client: questionSchema.shape.client.extend({ label: z.string().nullable() }),
});
export type ConfirmQuestion = z.infer<typeof confirmQuestion>;

export const windowNames = ["timer", "main", "onboarding", "confirm", "away", "palette", "restore"] as const;
/** The confirmation opens by itself, when something is asked; the palette by the tray and its keys. */
const openable = z.enum(windowNames).exclude(["confirm", "palette"]);
/** What a window does as soon as it is shown: edit the running text, find anything, or only work to switch to. */
const windowTasks = ["text", "palette", "work"] as const;
export type WindowTask = (typeof windowTasks)[number];
export type { MainPage };

const nothing = z.void();
const timerAnswer = timerView;

export const contract = {
  "app:snapshot": { request: nothing, response: appState },
  "app:refresh": { request: nothing, response: timerAnswer },
  "app:openWindow": {
    request: z.object({ name: openable, page: z.enum(mainPages).optional() }),
    response: nothing,
  },
  "app:closeWindow": { request: nothing, response: nothing },
  /** What the window that asks was shown for, once. */
  "app:takeTask": { request: nothing, response: z.object({ task: z.enum(windowTasks).nullable() }) },
  "app:openLink": {
    /** Outside: a page of a connected service's own origin, or where people get a service's credential. */
    request: z.discriminatedUnion("link", [
      z.object({ link: z.literal("release_page") }),
      z.object({ link: z.literal("service_page"), url: z.string().max(2000).optional() }),
      z.object({
        link: z.literal("credential_page"),
        service: z.enum(serviceIds),
        url: z.string().max(2000).optional(),
      }),
    ]),
    response: nothing,
  },
  "app:quit": { request: nothing, response: nothing },
  "timer:clockIn": { request: workChoice.extend({ createMissing: z.boolean().default(false) }), response: timerAnswer },
  "timer:clockOut": { request: nothing, response: timerAnswer },
  "timer:takeBreak": {
    /** `typeId`: the kind of break; absent: the service's usual. */
    request: z.object({ typeId: z.string().min(1).max(200).optional() }).optional(),
    response: timerAnswer,
  },
  "timer:resume": { request: nothing, response: timerAnswer },
  "timer:undo": { request: nothing, response: timerAnswer },
  /** Tries again what was refused, and all that waits. */
  "timer:retry": { request: nothing, response: timerAnswer },
  "timer:discard": { request: outboxRequests.discard, response: timerAnswer },
  "timer:decide": { request: outboxRequests.decide, response: timerAnswer },
  "timer:cancel": { request: nothing, response: timerAnswer },
  "timer:edit": {
    request: runningChange,
    response: timerAnswer,
  },
  "timer:useAccount": { request: z.object({ accountId }), response: timerAnswer },
  "work:search": {
    /** `within`: only what can be booked together with it (activities of a chosen project); the query may be empty. */
    request: z.object({ query: z.string().max(200), within: workView.optional() }),
    response: workResult,
  },
  /** Another list ends the one under way, which then fails as `cancelled`. */
  "entries:list": { request: z.object({ from: day, to: day, people }), response: entriesResult },
  /** Ends the list under way. */
  "entries:cancelList": { request: nothing, response: nothing },
  /** The latest entries of the year before that day with these words in their description. */
  "entries:find": {
    request: z.object({ query: z.string().min(1).max(200), before: day }),
    response: z.object({ entries: entriesResult.shape.entries, total: z.number() }),
  },
  /**
   * Entries of these days in whose description, tags or work the longest word of the search stands, newest first.
   * `partial`: there are more than are told. Another search ends the one under way, which then fails as `cancelled`.
   */
  "entries:search": {
    request: z.object({ query: z.string().min(1).max(200), from: day, to: day, people }),
    response: z.object({ entries: entriesResult.shape.entries, partial: z.boolean() }),
  },
  "entries:cancelSearch": { request: nothing, response: nothing },
  /** Custom fields that entries here can have; empty where the service has none, or does not tell them. */
  "entries:customFields": { request: nothing, response: z.array(customField) },
  "entries:log": {
    /** `draft`: what is dropped once it is saved, also where the window is gone by then. */
    request: entryInput.extend({ createMissing: z.boolean().default(false), draft: draftRef.optional() }),
    response: z.object({ notes: z.array(z.string()) }),
  },
  "entries:update": {
    // Without the defaults of `entryInput`: what is not sent stays as it is.
    request: entryInput.partial().extend({
      id: z.string().min(1).max(200),
      text: text.optional(),
      tags: z.array(z.string().max(100)).max(50).optional(),
      createMissing: z.boolean().default(false),
      draft: draftRef.optional(),
    }),
    response: z.object({ notes: z.array(z.string()) }),
  },
  "entries:delete": { request: z.object({ ids: z.array(z.string().max(200)).min(1).max(500) }), response: nothing },
  ...bulkChannels,
  ...draftChannels,
  ...ownCalendarChannels,
  ...absenceChannels,
  ...workingTimeChannels,
  ...projectChannels,
  ...reportChannels,
  ...activityChannels,
  ...importChannels,
  ...asideChannels,
  ...sheetChannels,
  ...tableChannels,
  ...awayChannels,
  ...shortcutChannels,
  ...favoriteChannels,
  ...updateChannels,
  "accounts:connect": { request: connectRequest, response: accountView },
  /** Where people sign in who use Calamari's own MCP server at this address; opens nothing. */
  "accounts:findSignIn": {
    request: z.object({ url: z.string().max(2000), caFile: z.string().max(4000).optional() }),
    response: z.object({ origin: z.string() }),
  },
  /** Opens the browser at the origin that was shown, waits for the person, and connects. */
  "accounts:signIn": {
    request: z.object({
      url: z.string().max(2000),
      origin: z.string().max(2000),
      caFile: z.string().max(4000).optional(),
      sessionOnly: z.boolean().default(false),
      profile: z.enum(profileNames).optional(),
    }),
    response: accountView,
  },
  "accounts:cancelConnect": { request: nothing, response: nothing },
  "accounts:disconnect": { request: z.object({ accountId }), response: nothing },
  "accounts:setTarget": {
    request: z.object({ accountId, targetSeconds: z.array(z.number().int().min(0).max(86_400)).length(7).nullable() }),
    response: nothing,
  },
  "accounts:chooseCaFile": { request: nothing, response: z.object({ path: z.string().nullable() }) },
  "permissions:get": { request: z.object({ accountId }), response: permissionsView },
  "permissions:setProfile": {
    request: z.object({ accountId, profile: z.enum(profileNames) }),
    response: permissionsView,
  },
  "permissions:putOff": { request: z.object({ accountId }), response: permissionsView },
  "permissions:setCell": {
    request: z.object({ accountId, cell, level: z.enum(levels) }),
    response: permissionsView,
  },
  "permissions:setTool": {
    request: z.object({ accountId, tool: z.string().max(60), on: z.boolean() }),
    response: permissionsView,
  },
  "permissions:setConfirmsItself": { request: z.object({ accountId, on: z.boolean() }), response: permissionsView },
  "permissions:reset": { request: z.object({ accountId }), response: permissionsView },
  "permissions:limitClient": {
    request: z.object({ accountId, clientId: z.string().max(60), limit: z.enum(clientLimits) }),
    response: permissionsView,
  },
  "clients:list": { request: nothing, response: z.array(clientView) },
  /** Without `action`: what a click on the client's button would do now. */
  "clients:plan": {
    request: z.object({ clientId: z.string().max(60), action: z.enum(["register", "unregister"]).optional() }),
    response: clientPlan,
  },
  "clients:register": { request: z.object({ clientId: z.string().max(60) }), response: clientView },
  "clients:unregister": { request: z.object({ clientId: z.string().max(60) }), response: clientView },
  "clients:unregisterAll": { request: nothing, response: z.array(clientRemoval) },
  /** Has the client install the entry itself; the address is made in main. */
  "clients:open": { request: z.object({ clientId: z.string().max(60) }), response: nothing },
  /** While on, `clients:changed` tells of what happens to the clients' files. Ends with the page that asked. */
  "clients:watch": { request: z.object({ on: z.boolean() }), response: nothing },
  "clients:reveal": { request: z.object({ clientId: z.string().max(60) }), response: nothing },
  /** Claude Desktop's other way in. */
  "clients:extension": { request: nothing, response: extensionView },
  /** Asks where, writes the extension there and shows it in its folder. */
  "clients:saveExtension": { request: nothing, response: z.object({ saved: z.boolean() }) },
  "clients:snippets": { request: nothing, response: z.array(snippet) },
  "clipboard:copy": { request: z.object({ text: z.string().max(100_000) }), response: nothing },
  /** Only the confirmation window gets an answer to these two. */
  "confirm:current": { request: nothing, response: confirmQuestion.nullable() },
  "confirm:answer": { request: z.object({ id: z.string().max(64), answer: z.enum(answers) }), response: nothing },
  /** Goes back to `settingsCopy`. */
  "settings:restore": { request: nothing, response: appState },
  /** Goes on with fresh settings; the broken file and the copies stay. */
  "settings:accept": { request: nothing, response: appState },
  "settings:update": {
    request: uiSettings.partial().extend({ startAtLogin: z.boolean().optional() }),
    response: appState,
  },
  "diagnostics:run": { request: nothing, response: z.array(check) },
  "diagnostics:copy": { request: nothing, response: nothing },
  "diagnostics:openLog": { request: nothing, response: nothing },
} as const satisfies Record<InvokeChannel, { request: z.ZodType; response: z.ZodType }>;

export const notifications = {
  "state:changed": appState,
  "clients:changed": z.array(clientView),
  "permissions:changed": permissionsView,
  /** Also when its window appears: from then on the question can be read. */
  "confirm:changed": confirmQuestion.nullable(),
  "away:changed": awayQuestion.nullable(),
  /** There is something to do: `app:takeTask` tells what. */
  "window:task": z.null(),
  "entries:progress": bulkProgress,
  "imports:progress": importProgress,
  /** How many of the entries that are made of the own calendar have been written. */
  "calendar:progress": z.object({ done: z.number(), total: z.number() }),
} as const satisfies Record<NotifyChannel, z.ZodType>;

export type Contract = typeof contract;
export type Request<C extends InvokeChannel> = z.input<Contract[C]["request"]>;
export type Response<C extends InvokeChannel> = z.output<Contract[C]["response"]>;
export type Notification<C extends NotifyChannel> = z.output<(typeof notifications)[C]>;

/** What `window.punchcard.invoke` resolves with; it never rejects. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The bridge that the preload puts on `window`. */
export interface Bridge {
  invoke<C extends InvokeChannel>(channel: C, request?: Request<C>): Promise<Answer<Response<C>>>;
  /** @returns stops listening. */
  on<C extends NotifyChannel>(channel: C, listener: (value: Notification<C>) => void): () => void;
  /** Whether a channel is answered at all; absent: each is, as in the app. */
  offers?(channel: InvokeChannel): boolean;
}
