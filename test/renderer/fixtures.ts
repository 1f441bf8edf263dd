import type { QuestionPart } from "#core/domain/question/parts";
import { emptySettings } from "#core/platform/settings";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { AppState } from "#main/ipc/contract/app-state";
import type { ClientPlan, ClientView, Snippet } from "#main/ipc/contract/clients";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import type { Check } from "#main/ipc/contract/diagnostics";
import type { Failure, Response } from "#main/ipc/contract/index";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { said as lineOf } from "#server/tools/lib/question/english";

/** Invented people and hosts. "Now" is Thursday 19 November 2026, 11:12 in Berlin. */
export const now = "2026-11-19T11:12:00+01:00";
const zone = "Europe/Berlin";

type Status = NonNullable<TimerView["status"]>;
type Entry = NonNullable<Status["running"]>;

const museum = { id: "3", name: "Brightwater Museum" };
const optics = { id: "4", name: "Lindqvist Optics" };
const depot = { id: "5", name: "Harbour Depot" };
const own = { id: "6", name: "Hollmann & Ree" };
const projects = {
  relaunch: { customer: museum, project: { id: "11", name: "Website relaunch" } },
  care: { customer: museum, project: { id: "12", name: "Website care" } },
  configurator: { customer: optics, project: { id: "13", name: "Product configurator" } },
  warehouse: { customer: depot, project: { id: "14", name: "Warehouse app" } },
  studio: { customer: own, project: { id: "15", name: "Studio" } },
};
const activities = {
  design: { id: "21", name: "Design" },
  support: { id: "22", name: "Support" },
  development: { id: "23", name: "Development" },
  review: { id: "24", name: "Review" },
  meeting: { id: "25", name: "Meeting" },
};
const work = (project: keyof typeof projects, activity: keyof typeof activities): WorkChoice["work"] => ({
  ...projects[project],
  activity: activities[activity],
});

export const choices = {
  relaunch: { work: work("relaunch", "design"), text: "Ticket page, final icons", tags: [] },
  warehouse: { work: work("warehouse", "support"), text: "", tags: [] },
  configurator: { work: work("configurator", "development"), text: "", tags: [] },
  review: { work: work("relaunch", "review"), text: "", tags: [] },
  studio: { work: work("studio", "meeting"), text: "Weekly planning", tags: [] },
  care: { work: work("care", "support"), text: "Winter opening hours", tags: [] },
} satisfies Record<string, WorkChoice>;
const recent = Object.values(choices);

const at = (day: number, time: string) => `2026-11-${day}T${time}:00+01:00`;
function entry(
  id: string,
  day: number,
  from: string,
  to: string | null,
  choice: WorkChoice,
  more: Partial<Entry> = {},
): Entry {
  const begin = at(day, from);
  const end = to === null ? null : at(day, to);
  const seconds = (Date.parse(end ?? now) - Date.parse(begin)) / 1000;
  return { id, begin, end, seconds, work: choice.work, text: choice.text, tags: [], ...more };
}

const running = entry("101", 19, "10:07", null, choices.relaunch);
const last = entry("100", 19, "08:35", "10:00", { ...choices.warehouse, text: "Handheld rollout questions" });

export const kimai: AccountView = {
  id: "kimai",
  service: "kimai",
  label: "Kimai",
  place: "kimai.hollmann-ree.example",
  person: "Marta Kowalczyk",
  zone,
  version: "2.66.0",
  targetSeconds: [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0],
  required: ["project", "activity"],
  state: "ok",
  failure: null,
  readAt: "2026-11-19T10:11:48Z",
  sessionOnly: false,
};
export const calamari: AccountView = {
  ...kimai,
  id: "calamari",
  service: "calamari",
  label: "Calamari · fjordworks.calamari.io",
  place: "nora.lind@fjordworks.example",
  person: "Nora Lind",
  version: null,
  required: [],
};

/** Connected through Calamari's own MCP server: without a key, and without a timer to read. */
const mcpServer = "https://gateway.eu-west-1.calamari.io/mcp-server/mcp";
export const signedIn: AccountView = { ...calamari, label: "Calamari", signedIn: mcpServer };

export const clockodo: AccountView = {
  ...kimai,
  id: "clockodo",
  service: "clockodo",
  label: "Clockodo",
  place: "marta@hollmann-ree.example",
  version: null,
  required: ["customer", "activity"],
};
export const local: AccountView = {
  ...kimai,
  id: "local",
  service: "local",
  label: "This computer",
  place: "/home/marta/.punchcard/timesheet.db",
  person: "marta",
  version: null,
  targetSeconds: null,
  required: [],
};

const day = (date: number, seconds: number, target: number) => ({ day: `2026-11-${date}`, seconds, target });
const week: Status["week"] = {
  first: "2026-11-16",
  number: 47,
  seconds: 92_700,
  target: 144_000,
  days: [
    day(16, 29_100, 28_800),
    day(17, 27_600, 28_800),
    day(18, 27_000, 28_800),
    day(19, 9000, 28_800),
    day(20, 0, 28_800),
    day(21, 0, 0),
    day(22, 0, 0),
  ],
};
const status: Status = {
  account: { id: "kimai", service: "kimai", label: "Kimai" },
  now,
  zone,
  state: "working",
  running,
  break: null,
  today: { day: "2026-11-19", seconds: 9000, running: 3900, target: 28_800 },
  week,
  last,
};

const timer: TimerView = {
  phase: "working",
  stale: false,
  status,
  readAt: "2026-11-19T10:11:48Z",
  revision: 1,
  recent,
  suggestion: choices.relaunch,
  pending: null,
  undo: null,
  failed: null,
  outbox: { waiting: [], question: null, offline: null, assumed: null },
  notes: [],
};

export const working: AppState = {
  now,
  version: "0.1.0",
  language: "en-GB",
  accounts: [kimai],
  activeAccount: "kimai",
  timer,
  ui: {
    language: "system",
    theme: "system",
    trayIcon: "automatic",
    zoom: 100,
    keepRunning: true,
    updates: "ask",
    zoneKept: "America/New_York",
    entriesView: "list",
    calendarStep: 15,
    ownCalendarShown: false,
    away: { minutes: 10, always: null },
    reminders: emptySettings().ui.reminders,
  },
  startAtLogin: true,
  platform: { os: "linux", tray: true, keychain: "Secret Service" },
  settingsProblem: null,
  settingsCopy: null,
  asides: [],
  company: null,
  updates: {
    ...{ owner: "packages", phase: "idle", version: null, notes: [], percent: 0 },
    ...{ problem: null, checkedAt: null, isCurrent: false },
  },
  clicksKept: true,
  ownCalendar: null,
  writes: 0,
  favorites: [],
  shortcuts: {
    by: "system",
    list: [
      { id: "timer", keys: "Control+Alt+P", problem: null },
      { id: "clock", keys: null, problem: null },
      { id: "switch", keys: null, problem: null },
      { id: "note", keys: null, problem: null },
      { id: "palette", keys: "Control+Alt+K", problem: "refused" },
    ],
  },
};

/** The page Entries shows its week as a calendar. */
export const calendar: AppState = { ...working, ui: { ...working.ui, entriesView: "week" } };

/** The state with a part of its timer changed. */
export const withTimer = (state: AppState, change: Partial<TimerView>): AppState => ({
  ...state,
  timer: { ...state.timer, ...change },
});

const fixed = "The shift still runs, and Calamari changes only what has ended.";
/** A service that changes only what has ended. */
export const workingFixed = withTimer(working, { status: { ...status, running: { ...running, fixed } } });

const ended: Entry = { ...running, end: now };
export const idle = withTimer(working, {
  phase: "idle",
  status: { ...status, state: "idle", running: null, last: ended, today: { ...status.today, running: 0 } },
});
export const justOut = withTimer(idle, { undo: { until: "2026-11-19T10:12:08Z", entry: ended } });
const onBreak = withTimer(working, {
  phase: "break",
  status: {
    ...status,
    state: "break",
    running: null,
    now: "2026-11-19T12:44:00+01:00",
    break: { since: "2026-11-19T12:30:00+01:00", entry: { ...running, end: "2026-11-19T12:30:00+01:00" } },
    today: { ...status.today, seconds: 13_680, running: 0 },
    week: { ...week, seconds: 97_380 },
  },
  readAt: "2026-11-19T11:43:40Z",
});
export const onBreakNow: AppState = { ...onBreak, now: "2026-11-19T12:44:00+01:00" };

export const failures = {
  timeout: {
    code: "timeout",
    message: "Kimai did not answer within 20 s, and reading back failed too.",
    saved: "no",
    next: "Try again; it still ends at the time first meant.",
  },
  unsure: { code: "timeout", message: "Kimai did not answer within 20 s.", saved: "unknown" },
  offline: { code: "offline", message: "connect ECONNREFUSED", saved: "no", detail: "ECONNREFUSED" },
  tls: {
    code: "tls",
    message:
      "The server answered, but its certificate is signed by “Hollmann & Ree Internal CA”, which this computer does not know.",
    saved: "no",
    detail: "SELF_SIGNED_CERT_IN_CHAIN",
  },
  unauthorized: { code: "unauthorized", message: "401", saved: "no", detail: "HTTP 401" },
  badKey: {
    code: "unauthorized",
    message: "Clockodo does not accept the e-mail address and API key, or got none.",
    saved: "no",
    detail: "HTTP 401",
  },
  keychain: {
    code: "keychain",
    message: "No Secret Service answers on the session bus.",
    saved: "no",
    next: "Start gnome-keyring, then try again.",
  },
  time: {
    code: "time",
    message: "25:00 is no time of day",
    saved: "no",
    next: "Write it as 9:00 or 17.30.",
    fields: { to: "25:00 is no time of day" },
  },
} satisfies Record<string, Failure>;

const failing: AccountView = { ...kimai, state: "failing", failure: failures.timeout, readAt: "2026-11-19T09:58:00Z" };
export const stale: AppState = withTimer(
  { ...working, accounts: [failing] },
  {
    stale: true,
    readAt: "2026-11-19T09:58:00Z",
    status: {
      ...status,
      now: "2026-11-19T10:58:00+01:00",
      running: { ...running, seconds: 3060 },
      today: { ...status.today, seconds: 8160, running: 3060 },
    },
  },
);
export const refused = {
  command: "clock_out",
  meantAt: "2026-11-19T10:12:00Z",
  failure: failures.timeout,
  retries: "then",
} as const;
export const offline = withTimer(stale, { outbox: { ...timer.outbox, offline: "kept" } });
/** Yesterday's clock out and today's clock in have not got through. */
export const waiting = withTimer(offline, {
  phase: "working",
  outbox: {
    ...timer.outbox,
    offline: "kept",
    waiting: [
      {
        ...{ id: "1", command: "clock_out", meantAt: "2026-11-18T16:42:00Z", state: "waiting" },
        ...{ work: choices.warehouse.work, text: "" },
      },
      {
        ...{ id: "2", command: "clock_in", meantAt: "2026-11-19T07:31:00Z", state: "waiting" },
        ...{ work: choices.relaunch.work, text: "" },
      },
    ],
    assumed: { work: choices.relaunch.work, text: "", since: "2026-11-19T07:31:00Z" },
  },
});
const endedElsewhere: Entry = { ...running, end: "2026-11-18T18:00:00+01:00" };
export const contradicted = withTimer(waiting, {
  stale: false,
  status: { ...status, state: "idle", running: null, last: endedElsewhere, today: { ...status.today, running: 0 } },
  outbox: {
    ...waiting.timer.outbox,
    offline: null,
    question: {
      ...{ id: "1", command: "clock_out", meantAt: "2026-11-18T16:42:00Z", canInsist: true },
      stands: { is: "ended", entry: endedElsewhere, at: "2026-11-18T18:00:00+01:00" },
    },
  },
});
const first: AppState = withTimer(
  { ...working, accounts: [{ ...kimai, state: "unknown", readAt: null }] },
  { phase: "unknown", status: null, readAt: null, recent: [], suggestion: null },
);
export const firstFailed: AppState = {
  ...first,
  accounts: [{ ...kimai, state: "failing", failure: failures.unauthorized, readAt: null }],
};
export const noAccount: AppState = { ...first, accounts: [], activeAccount: null };
export const unreadable: AppState = withTimer(
  { ...first, accounts: [signedIn], activeAccount: "calamari" },
  { unreadable: "Calamari's own MCP server cannot tell whether you are working, nor how long." },
);
export const localIdle: AppState = withTimer(
  { ...idle, accounts: [local], activeAccount: "local" },
  {
    recent: [],
    suggestion: null,
    status: {
      ...status,
      account: { id: "local", service: "local", label: "This computer" },
      state: "idle",
      running: null,
      last: null,
      today: { day: "2026-11-19", seconds: 0, running: 0, target: null },
      week: {
        ...week,
        seconds: 0,
        target: null,
        days: week.days.map(({ day: date }) => ({ day: date, seconds: 0, target: null })),
      },
    },
  },
);
export const twoAccounts: AppState = { ...working, accounts: [kimai, { ...local, sessionOnly: false }] };

export const search: Response<"work:search"> = {
  items: [
    { level: "project", id: "11", name: "Website relaunch", parents: { customer: museum }, bookable: true },
    { level: "project", id: "12", name: "Website care", parents: { customer: museum }, bookable: true },
    { level: "activity", id: "26", name: "Web analytics", parents: projects.relaunch, bookable: true },
  ],
  recent: [choices.relaunch, choices.care],
  more: 3,
};
/** What can be done in "Website relaunch"; the last one belongs to another project. */
export const searchWithin: Response<"work:search"> = {
  items: [
    { level: "activity", id: "21", name: "Design", parents: {}, bookable: true },
    { level: "activity", id: "26", name: "Web analytics", parents: projects.relaunch, bookable: true },
    { level: "activity", id: "27", name: "Picking", parents: projects.warehouse, bookable: true },
  ],
  recent: [],
  more: 0,
};

const said = (choice: WorkChoice, text: string): WorkChoice => ({ ...choice, text });
const develop = (project: keyof typeof projects, text: string): WorkChoice => ({
  work: work(project, "development"),
  text,
  tags: [],
});
export const entries: Response<"entries:list"> = {
  zone,
  period: "16–22 Nov 2026",
  from: at(16, "00:00"),
  to: "2026-11-23T00:00:00+01:00",
  total: { entries: 12, seconds: 92_700 },
  entries: [
    running,
    last,
    entry("90", 18, "13:15", "18:00", develop("relaunch", "Opening hours, ticket page")),
    entry("89", 18, "11:15", "12:30", said(choices.relaunch, "Ticket page, first layout"), { tags: ["layout"] }),
    entry("88", 18, "08:30", "10:00", develop("configurator", "Coating price rules")),
    entry("80", 17, "14:30", "16:45", { work: work("configurator", "meeting"), text: "Lens data workshop", tags: [] }),
    entry("79", 17, "12:45", "15:00", said(choices.review, "Accessibility pass with Aylin")),
    entry("78", 17, "08:50", "12:00", develop("warehouse", "Offline queue for pick lists"), { exported: true }),
    entry("70", 16, "13:00", "17:50", develop("warehouse", "Barcode scanning on older handhelds"), { exported: true }),
    entry("69", 16, "08:45", "12:00", develop("relaunch", "Ticket page, markup"), {
      locked: "November 16 is closed in Kimai.",
    }),
  ],
};

export const entriesFixed = { ...entries, entries: [{ ...running, fixed }, ...entries.entries.slice(1)] };

const row = (kind: string, cells: [string, string][], refused?: string): PermissionsView["rows"][number] => {
  const level = (name: string) => (name === "allow" || name === "ask" ? name : "off");
  const names = ["read", "create", "update", "delete", "decide"];
  return {
    kind,
    cells: Object.fromEntries(
      names.map((name, index) => {
        const pair = cells[index];
        if (!pair || pair[0] === "") return [name, null];
        return [
          name,
          { level: level(pair[0]), profileLevel: level(pair[1]), refused: pair[0] === "no" ? (refused ?? null) : null },
        ];
      }),
    ),
  };
};
const allow: [string, string] = ["allow", "allow"];
const ask: [string, string] = ["ask", "ask"];
const off: [string, string] = ["off", "off"];
const none: [string, string] = ["", ""];
const no: [string, string] = ["no", "off"];
export const permissions: PermissionsView = {
  accountId: "kimai",
  profile: "track",
  rows: [
    row("timer", [allow, allow, allow, none]),
    row("time", [allow, allow, allow, ask]),
    row("absence", [allow, allow, allow, ask, off]),
    row("others_time", [no, no, no, no], "your Kimai role has no right to see other people's time"),
    row("others_absence", [off, no, no, no], "your Kimai role has no right to see other people's absences"),
    row("customer", [allow, off, none, none]),
    row("project", [allow, ["ask", "off"], none, none]),
    row("activity", [allow, ["ask", "off"], none, none]),
    row("tag", [allow, allow, none, none]),
    row("comment", [allow, off, off, off]),
    row("rate", [no, no, none, no], "your Kimai role has no right to see rates"),
    row("person", [no, none, none, none], "your Kimai role has no right to create people"),
    row("team", [off, no, no, no], "your Kimai role has no right to create teams"),
    row("month_lock", [none, off, none, off]),
  ],
  tools: [
    { name: "get_status", kind: "read", state: "on" },
    { name: "clock_in", kind: "write", state: "on" },
    { name: "clock_out", kind: "write", state: "on" },
    { name: "take_break", kind: "write", state: "switched_off" },
    { name: "list_time", kind: "read", state: "on" },
    { name: "log_time", kind: "write", state: "on" },
    { name: "update_time", kind: "write", state: "on" },
    { name: "delete_time", kind: "destructive", state: "no_cell" },
    { name: "find_work", kind: "read", state: "on" },
    { name: "report_time", kind: "read", state: "on" },
    { name: "list_absences", kind: "read", state: "on" },
    { name: "get_leave_balance", kind: "read", state: "on" },
    { name: "request_absence", kind: "write", state: "on" },
    { name: "update_absence", kind: "destructive", state: "on" },
    { name: "get_account", kind: "read", state: "on" },
    { name: "list_records", kind: "read", state: "on" },
    { name: "save_record", kind: "write", state: "no_cell" },
    { name: "delete_record", kind: "destructive", state: "no_cell" },
  ],
  clients: [
    { id: "claude-desktop", label: "Claude Desktop", limit: "same" },
    { id: "vscode", label: "VS Code", limit: "look" },
    { id: "cli", label: "", limit: "track" },
  ],
  confirmsItself: false,
  mayConfirmItself: true,
  undecided: false,
  changedCells: 2,
};

const client = (id: string, label: string, state: ClientView["state"], more: Partial<ClientView> = {}): ClientView => ({
  id,
  label,
  state,
  reason: null,
  file: `/home/marta/.config/${id}.json`,
  running: false,
  needsRestart: false,
  seenAt: null,
  canRegister: !["not_installed", "registered", "foreign", "unreadable"].includes(state),
  canUnregister: ["registered", "needs_update"].includes(state),
  canOpen: false,
  ...more,
});
export const clients: ClientView[] = [
  client("claude-desktop", "Claude Desktop", "registered", {
    ...{ running: true, needsRestart: true, seenAt: "2026-11-19T10:40:00+01:00" },
  }),
  client("vscode", "VS Code", "not_registered", { canOpen: true }),
  client("cursor", "Cursor", "needs_update", { reason: "It starts an older Punchcard." }),
  client("codex", "Codex and ChatGPT", "removed_by_client", { reason: "Its file was rewritten on 17 November." }),
  client("zed", "Zed", "unreadable", { reason: "The file is not valid JSON." }),
  client("claude-code", "Claude Code", "blocked_by_policy", {
    reason:
      "Your organisation sets which servers Claude Code may start, and Punchcard is not among them. Ask those who set allowedMcpServers in /etc/claude-code to allow Punchcard.",
    canRegister: false,
  }),
  client("gemini", "Gemini CLI", "not_installed", { reason: "Not found on this computer.", file: null }),
];
export const plan: ClientPlan = {
  clientId: "vscode",
  action: "register",
  file: "/home/marta/.config/Code/User/mcp.json",
  diff: [
    { kind: "same", text: "{" },
    { kind: "same", text: '  "servers": {' },
    { kind: "add", text: '    "punchcard": {' },
    { kind: "add", text: '      "type": "stdio",' },
    { kind: "add", text: '      "command": "/home/marta/.punchcard/bin/punchcard-mcp",' },
    { kind: "add", text: '      "args": ["--client=vscode"]' },
    { kind: "add", text: "    }," },
    { kind: "same", text: "    // company wiki" },
    { kind: "same", text: '    "wiki": { "type": "http", "url": "https://wiki.hollmann-ree.example/mcp" }' },
  ],
  notes: [],
  refusal: null,
};
export const snippets: Snippet[] = [
  {
    id: "mcpServers",
    label: "mcpServers",
    language: "json",
    text: '{\n  "mcpServers": {\n    "punchcard": { "command": "/home/marta/.punchcard/bin/punchcard-mcp",\n                   "args": ["--client=other"] }\n} }',
    where: "Cursor: ~/.cursor/mcp.json · Junie: ~/.junie/mcp/mcp.json",
  },
  {
    id: "toml",
    label: "TOML",
    language: "toml",
    text: '[mcp_servers.punchcard]\ncommand = "/home/marta/.punchcard/bin/punchcard-mcp"\nargs = ["--client=other"]',
    where: "Codex and the ChatGPT desktop app: ~/.codex/config.toml",
  },
];
export const checks: Check[] = [
  { id: "keychain", verdict: "ok", message: "Secret Service responds", milliseconds: 6 },
  { id: "server", verdict: "ok", message: "starts, 10 tools", milliseconds: 140 },
  { id: "account:kimai", verdict: "ok", message: "Kimai 2.66.0 responds", milliseconds: 120 },
  { id: "settings", verdict: "ok", message: "can be read and written" },
  {
    id: "tray",
    verdict: "note",
    message: "shown; clicks open the menu on this desktop, so the timer opens from there",
  },
  { id: "launcher", verdict: "ok", message: "in ~/.punchcard/bin" },
  { id: "clients", verdict: "problem", message: "2 registered. Cursor needs an update, Codex dropped its entry." },
];

/** The lines of a question as the server makes them. */
export const linesOf = (...parts: QuestionPart[]) => ({ lines: parts.map((part) => lineOf(part).text), parts });

const meeting = (
  id: string,
  day: string,
  [begin, end, length]: [string, string, string],
  text?: string,
): QuestionPart => ({
  kind: "entry",
  as: "is",
  entry: {
    id,
    day,
    begin,
    end,
    length,
    work: ["Lindqvist Optics", "Product configurator", "Meeting"],
    ...(text && { text }),
  },
});

export const question: ConfirmQuestion = {
  id: "a".repeat(32),
  at: "2026-11-19T10:09:30Z",
  expires: "2026-11-19T10:14:30Z",
  client: { id: "claude-desktop", says: "claude-ai", label: "Claude Desktop" },
  account: { id: "kimai", label: "Kimai · kimai.hollmann-ree.example" },
  tool: "delete_time",
  count: 3,
  others: false,
  ...linesOf(
    { kind: "head", act: "delete", of: "entry", count: 3 },
    meeting("88", "2026-11-17", ["14:30", "16:45", "2:15"], "Lens data workshop"),
    meeting("74", "2026-11-12", ["09:00", "11:00", "2:00"]),
    meeting("61", "2026-11-05", ["09:00", "10:00", "1:00"]),
    { kind: "bringBack", back: "part" },
  ),
};
export const othersQuestion: ConfirmQuestion = {
  ...question,
  id: "b".repeat(32),
  client: { id: "cursor", says: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", label: null },
  tool: "update_time",
  count: 1,
  others: true,
  ...linesOf(
    { kind: "head", act: "change", of: "entry", count: 1 },
    ...[
      { as: "is", end: "16:45", length: "2:15" } as const,
      { as: "becomes", end: "17:00", length: "2:30" } as const,
    ].map(
      ({ as, ...span }): QuestionPart => ({
        kind: "entry",
        as,
        entry: { id: "9", day: "2026-11-17", begin: "14:30", work: ["Studio"], ...span },
      }),
    ),
  ),
};

const damage: Failure = {
  code: "damaged",
  message: "The time sheet /home/marta/.punchcard/timesheet.db is damaged.",
  saved: "no",
  next: "Choose how to go on.",
};
export const damagedSheet: AppState = {
  ...localIdle,
  accounts: [{ ...local, state: "failing", failure: damage }],
  timer: { ...localIdle.timer, phase: "unknown", stale: true, status: null },
};
export const sheetCopies: Response<"sheet:read"> = {
  file: local.place,
  state: "damaged",
  foundAt: "2026-11-19T07:12:00Z",
  copies: [
    { name: "2026-11-18T170211Z.db", at: "2026-11-18T17:02:11Z", entries: 1_284 },
    { name: "2026-11-17T170511Z.db", at: "2026-11-17T17:05:11Z", entries: 1_280 },
    { name: "2026-11-16T171011Z.db", at: "2026-11-16T17:10:11Z", entries: 1_276 },
    { name: "2026-11-13T170011Z.db", at: "2026-11-13T17:00:11Z", entries: 1_260 },
  ],
};
export const workingTime: Response<"workingTime:get"> = {
  targets: [
    { id: "1", first: "2026-01-01", week: [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0] },
    { id: "2", first: "2027-03-01", week: [28_800, 28_800, 28_800, 28_800, 14_400, 0, 0] },
  ],
  before: [23_040, 23_040, 23_040, 23_040, 23_040, 0, 0],
  firstDay: "2026-01-01",
  opening: 15_000,
  balance: 32_100,
  carry: { id: "4", days: 5, until: "2026-03-31" },
  leaveLeft: 6.5,
  leaveDays: 28,
  country: "DE",
  region: "HH",
  holidays: [
    { day: "2026-12-25", name: "1. Weihnachtstag", half: false },
    { day: "2026-12-31", name: "Silvester", half: true },
  ],
  ownDays: [
    { id: "1", name: "Company outing", day: "2026-06-05", yearly: false, half: false },
    { id: "2", name: "Christmas Eve", day: "2026-12-24", yearly: true, half: true },
  ],
};

/** Away over lunch, with the timer running. */
export const away: AwayQuestion = {
  id: "lunch",
  kind: "away",
  entry: { begin: at(19, "10:07"), ...choices.relaunch },
  zone,
  since: at(19, "12:02"),
  back: at(19, "12:47"),
  reason: "locked",
  suggestions: [],
  stamps: false,
  always: [60],
};
export const overnight: AwayQuestion = {
  ...away,
  id: "night",
  kind: "overnight",
  entry: { begin: at(18, "17:30"), ...choices.warehouse },
  since: at(18, "17:42"),
  back: at(19, "08:20"),
  suggestions: [
    { at: at(18, "17:42"), reason: "locked" },
    { at: at(18, "18:00"), reason: "dayEnd" },
    { at: at(18, "20:15"), reason: "asleep" },
  ],
  always: [],
};

/** The settings file was put aside at this start, and a copy of the day before is there. */
export const brokenSettings: AppState = {
  ...noAccount,
  settingsProblem: {
    code: "settings_corrupt",
    message: "The settings could not be used (not valid JSON). Punchcard started with fresh ones.",
    saved: "yes",
    next: "The old file is kept as /home/marta/.punchcard/settings.json.broken-20261119T100000Z.",
  },
  settingsCopy: { at: "2026-11-18T17:02:00Z", accounts: ["Kimai · kimai.example", "This computer"] },
};

/** Files that could not be used, also while clicks cannot be kept. */
export const putAside: AppState = {
  ...working,
  clicksKept: false,
  asides: [
    {
      kind: "timesheet",
      file: "/home/marta/.punchcard/timesheet.db.damaged-2026-11-19T08-12-00",
      at: "2026-11-19T08:12:00Z",
    },
    {
      kind: "commands",
      file: "/home/marta/.punchcard/timer-commands.json.broken-20261118T170000Z",
      at: "2026-11-18T17:00:00Z",
    },
  ],
};
