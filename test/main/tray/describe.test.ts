import { expect, test } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import { translator } from "#main/locales/index";
import { describe, type TrayItem } from "#main/tray/describe";
import { noUpdates } from "#main/updates/view";
import { appState, entry, nothingWaits, offline, status, thursday, working } from "../fixtures";

const t = translator("en");
const words = (items: TrayItem[]): string[] =>
  items.map((item) => {
    if (item.type === "separator") return "-";
    if (item.type === "line") return `(${item.label})`;
    if (item.type === "menu") return `${item.label} > ${words(item.items).join(" | ")}`;
    return item.enabled ? item.label : `(${item.label})`;
  });
const shown = (state: AppState, now = thursday, bookable = false) => {
  const view = describe(state, now, t, bookable);
  return { ...view, menu: words(view.menu) };
};
const recent = ["Warehouse app", "Studio"].map((name) => ({
  work: { project: { id: name, name } },
  text: "",
  tags: [],
}));
const end = ["-", "Open timer", "Find and do…", "Open Punchcard", "Settings…", "-"];

test("working: what, since when, today, and the three things to do", () => {
  const view = shown(appState({ status: working(), recent }));
  expect(view).toMatchObject({ icon: "working", title: "1:05", tooltip: "Website relaunch · 1:05 · today 2:30" });
  expect(view.menu).toEqual([
    "(Website relaunch · Design · 1:05)",
    "(Since 10:07 · today 2:30 of 8:00)",
    "-",
    "Clock out",
    "Take a break",
    "Switch to > Warehouse app | Studio | - | Search…",
    ...end,
    "(Kimai · updated at 11:12)",
    "Quit Punchcard",
  ]);
});

test("working with a break in it: what was worked is told, as in the windows, not the time since the begin", () => {
  const running = entry({ begin: "2026-11-19T08:12:00+01:00", seconds: 9_000, breakSeconds: 1_800 });
  const view = shown(appState({ status: working({ running }) }), thursday + 60_000);
  expect(view).toMatchObject({ title: "2:31", tooltip: "Website relaunch · 2:31 · today 2:31" });
  expect(view.menu.slice(0, 2)).toEqual(["(Website relaunch · Design · 2:31)", "(Since 08:12 · today 2:31 of 8:00)"]);
});

test("working since yesterday: today's part grows", () => {
  const running = entry({ begin: "2026-11-18T22:00:00+01:00", seconds: 3_600 });
  const today = { day: "2026-11-19", seconds: 1_800, running: 1_800, target: null };
  const view = shown(appState({ status: working({ running, today }) }), thursday + 600_000);
  expect(view.tooltip).toBe("Website relaunch · 1:10 · today 0:40");
});

test("not working: since when, what clock in would start, recents, undo", () => {
  const last = entry({ end: "2026-11-19T11:12:00+01:00" });
  const suggestion = { work: last.work, text: last.text, tags: [] };
  const undo = { until: "2026-11-19T10:12:08Z", entry: last };
  const view = shown(appState({ status: status({ last }), recent: [...recent, suggestion], suggestion, undo }));
  expect(view).toMatchObject({ icon: "idle", title: "", tooltip: "Clocked out · today 2:30 of 8:00" });
  expect(view.menu.slice(0, 6)).toEqual([
    "(Clocked out since 11:12)",
    "(Today 2:30 of 8:00)",
    "-",
    "Clock in: Website relaunch · Design",
    "Clock in on > Warehouse app | Studio | - | Search…",
    "Undo clock out at 11:12",
  ]);
});

test("where there are kinds of break each stands by its name; one kind is no choice", () => {
  const types = [
    { id: "2", name: "Lunch" },
    { id: "3", name: "Coffee" },
  ];
  const state = appState({ status: working(), recent });
  const withTypes = (breakTypes: typeof types): AppState => ({
    ...state,
    accounts: state.accounts.map((one) => ({ ...one, breakTypes })),
  });
  expect(shown(withTypes(types)).menu).toContain("Take a break > Lunch | Coffee");
  const menu = describe(withTypes(types), thursday, t).menu.find((item) => item.type === "menu");
  expect(menu).toMatchObject({ items: [{ action: { do: "takeBreak", typeId: "2" } }, { action: { typeId: "3" } }] });
  expect(shown(withTypes(types.slice(1))).menu).toContain("Take a break");
});

test("what cannot be taken back is not offered to be", () => {
  const last = entry({ end: "2026-11-19T11:12:00+01:00" });
  const undo = { until: "2026-11-19T10:12:08Z", entry: last, final: true as const };
  expect(shown(appState({ status: status({ last }), recent, undo })).menu.join()).not.toContain("Undo");
});

test("since when is only said of today", () => {
  const last = entry({ end: "2026-11-18T17:00:00+01:00" });
  expect(shown(appState({ status: status({ last }) })).menu[0]).toBe("(Clocked out)");
});

test("a break: how long, of what, and how to go on", () => {
  const paused = { since: "2026-11-19T10:58:00+01:00", entry: entry({ end: "2026-11-19T10:58:00+01:00" }) };
  const view = shown(appState({ status: status({ state: "break", break: paused }) }));
  expect(view).toMatchObject({ icon: "break", tooltip: "On a break since 10:58 · today 2:30 of 8:00" });
  expect(view.menu.slice(0, 6)).toEqual([
    "(On a break · 0:14)",
    "(Website relaunch · Design · break since 10:58)",
    "(Today 2:30 of 8:00)",
    "-",
    "Resume",
    "Clock out",
  ]);
});

test("out of reach: last known with its time, no running clock, nothing but trying again", () => {
  const state = appState({ status: working({ now: "2026-11-19T10:58:00+01:00" }), stale: true, recent });
  const view = shown(state, thursday + 3_600_000);
  expect(view).toMatchObject({ icon: "unreachable", title: "", tooltip: "Cannot reach Kimai · last known 10:58" });
  expect(view.menu).toEqual([
    "(Cannot reach Kimai since 10:58)",
    "(Last known: working since 10:07)",
    "-",
    "(Clock out)",
    "(Take a break)",
    "Switch to > (Warehouse app) | (Studio) | - | Search…",
    "Try again now",
    ...end,
    "Quit Punchcard",
  ]);
});

test.each([
  ["unauthorized", "(Kimai did not accept the credential)"],
  ["not_this_product", "(Kimai cannot be read; the window says why)"],
])("a service that answers %s is not said to be out of reach", (code, line) => {
  const state = appState({ stale: true });
  const refused = { code, message: "In English.", saved: "no" as const };
  state.accounts = state.accounts.map((account) => ({ ...account, failure: refused }));
  expect(shown(state).menu[0]).toBe(line);
});

test("what the service refused stands there with its time and both ways out", () => {
  const failed = { command: "clock_out" as const, meantAt: "2026-11-19T10:12:00Z", failure: offline };
  const menu = shown(appState({ status: working(), failed: { ...failed, retries: "then" } })).menu;
  expect(menu).toContain("(Clock-out at 11:12 was not saved)");
  expect(menu).toContain("Try again with 11:12");
  expect(menu).toContain("Discard");
});

const waiting = (id: string, command: "clock_out" | "clock_in", meantAt: string) =>
  ({ id, command, meantAt, work: null, text: "", state: "waiting" }) as const;
const twoWait = {
  ...nothingWaits,
  offline: "kept" as const,
  waiting: [waiting("1", "clock_out", "2026-11-18T16:42:00Z"), waiting("2", "clock_in", "2026-11-19T07:31:00Z")],
  assumed: { work: entry().work, text: "", since: "2026-11-19T07:31:00Z" },
};

test("clicks that wait are listed in their order, and the menu goes on from them", () => {
  const view = shown(appState({ status: status(), phase: "working", stale: true, outbox: twoWait, recent }));
  expect(view.icon).toBe("unreachable");
  expect(view.tooltip).toBe("Cannot reach Kimai · 2 not sent yet");
  expect(view.menu.slice(0, 12)).toEqual([
    "(Cannot reach Kimai)",
    "(Website relaunch · Design since 08:31 · not sent yet)",
    "-",
    "(Waiting for Kimai: clock out at 17:42 (Wed Nov 18))",
    "(Waiting for Kimai: clock in at 08:31)",
    "Send now",
    "Discard…",
    "-",
    "Clock out",
    "Take a break",
    "Switch to > Warehouse app | Studio | - | Search…",
    "-",
  ]);
});

test("where the service shows something else, the menu leads to where that is decided and sends nothing", () => {
  const stands = { is: "ended", entry: entry(), at: "2026-11-18T17:00:00Z" } as const;
  const question = { id: "1", command: "clock_out", meantAt: "2026-11-18T16:42:00Z", stands, canInsist: true } as const;
  const { menu } = shown(appState({ status: status(), phase: "working", outbox: { ...twoWait, question } }));
  expect(menu).toContain("Kimai shows something else: decide…");
  expect(menu).not.toContain("Send now");
});

test("while the service does not answer, a click is offered only where it can be kept", () => {
  const offered = (offline: "kept" | "not_kept") =>
    shown(appState({ status: working(), stale: true, outbox: { ...nothingWaits, offline } })).menu;
  expect(offered("kept")).toContain("Clock out");
  expect(offered("not_kept")).toContain("(Clock out)");
});

test("while something is under way it says so, and nothing else can be started", () => {
  const pending = { command: "clock_out" as const, since: "2026-11-19T10:12:00Z" };
  const menu = shown(appState({ status: working(), pending })).menu;
  expect(menu[0]).toBe("(Clocking out…)");
  expect(menu).toContain("(Clock out)");
  expect(menu).toContain("(Take a break)");
});

test("nothing connected leads to the setting up; nothing read yet offers nothing that might be wrong", () => {
  expect(shown(appState({}, { accounts: [], activeAccount: null })).menu).toEqual([
    "(No account connected)",
    "-",
    "Set up Punchcard…",
    "-",
    "Quit Punchcard",
  ]);
  expect(shown(appState()).menu.slice(0, 3)).toEqual(["(Loading Kimai…)", "-", "(Clock in…)"]);
});

test("with nothing to suggest, clock in asks for work unless the sheet needs none", () => {
  const state = appState({ status: status() });
  const find = (bookable: boolean) => describe(state, thursday, t, bookable).menu[3];
  expect(find(false)).toMatchObject({ label: "Clock in…", action: { do: "openTimer" } });
  expect(find(true)).toMatchObject({ label: "Clock in", action: { do: "clockIn", choice: { work: {} } } });
});

test("the day's total grows with the minute while working, and only then", () => {
  const later = thursday + 10 * 60_000;
  expect(shown(appState({ status: working() }), later).tooltip).toBe("Website relaunch · 1:15 · today 2:40");
  expect(shown(appState({ status: status() }), later).tooltip).toBe("Clocked out · today 2:30 of 8:00");
});

test("times are those of the account's zone, wherever the computer is", () => {
  const state = appState({ status: working({ zone: "America/New_York" }) });
  expect(shown(state).menu[1]).toBe("(Since 04:07 · today 2:30 of 8:00)");
});

test("long names are cut and stay one line", () => {
  const name = "A project with a name that nobody in their right mind would ever choose, but did";
  const first = shown(appState({ status: working({ running: entry({ work: { project: { id: "1", name } } }) }) }))
    .menu[0];
  expect(first?.length).toBeLessThan(60);
  expect(first).toMatch(/… · 1:05\)$/);
});

test("keys that the system took stand beside what they do, and no others", () => {
  const list = [
    { id: "timer" as const, keys: "Control+Alt+P", problem: null },
    { id: "palette" as const, keys: "Control+Alt+K", problem: "refused" as const },
  ];
  const { menu } = describe(appState({ status: status() }, { shortcuts: { by: "system", list } }), thursday, t);
  const keys = menu.flatMap((item) => (item.type === "action" && item.keys ? [[item.label, item.keys]] : []));
  expect(keys).toEqual([["Open timer", "Control+Alt+P"]]);
});

test("favorites come first below what to start, and one whose work is gone says so", () => {
  const work = { project: { id: "7", name: "Seven" } };
  const favorites = [
    { id: "a", name: "Daily", work, text: "standup", tags: ["x"], gone: null },
    { id: "b", name: "Old", work: { project: { id: "8", name: "Eight" } }, text: "", tags: [], gone: "It is closed." },
    { id: "c", name: "Studio time", ...(recent[1] as (typeof recent)[number]), gone: null },
  ];
  const { menu } = describe(appState({ status: status(), recent }, { favorites }), thursday, t);
  expect(words(menu)).toContain(
    "Clock in on > Daily | (Old (not there any more)) | Studio time | - | Warehouse app | - | Search…",
  );
  const list = menu.find((item) => item.type === "menu");
  const first = list?.type === "menu" ? list.items[0] : undefined;
  expect(first).toMatchObject({ action: { do: "clockIn", choice: { work, text: "standup", tags: ["x"] } } });
});

test("accounts are a choice where there is more than one", () => {
  const [one] = appState().accounts as [AppState["accounts"][number]];
  const accounts = [one, { ...one, id: "local-1", label: "This computer" }];
  const find = (state: AppState) =>
    describe(state, thursday, t).menu.find((item) => item.type === "menu" && item.label === "Account");
  expect(find(appState({ status: status() }))).toBe(undefined);
  expect(find(appState({ status: status() }, { accounts }))).toMatchObject({
    items: [
      { label: one.label, chosen: true, action: { do: "useAccount", accountId: "kimai-1" } },
      { label: "This computer", chosen: false },
    ],
  });
});

test("a new version that is ready is one click away, and one that is not is not in the menu", () => {
  const menu = (phase: AppState["updates"]["phase"]) =>
    shown(appState({ status: working() }, { updates: { ...noUpdates, owner: "app", phase, version: "2.0.0" } })).menu;
  expect(menu("ready")).toContain("Restart to update");
  for (const phase of ["idle", "available", "downloading", "installing"] as const)
    expect(menu(phase)).not.toContain("Restart to update");
});
