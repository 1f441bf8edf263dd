import { expect, test } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import { shortcutActions } from "#main/shortcuts/actions";
import { appState, status, working } from "../fixtures";

const choice = { work: { project: { id: "3", name: "x" } }, text: "", tags: [] };

function pressed(state: AppState, id: Parameters<ReturnType<typeof shortcutActions>>[0], more = {}) {
  const done: unknown[] = [];
  shortcutActions({
    state: () => state,
    act: (action) => done.push(action.do),
    show: (name, task) => done.push(task ? `${name} ${task}` : name),
    isMainInFront: () => false,
    hasTray: true,
    ...more,
  })(id);
  return done;
}

test("clocks in on what was worked on last, out while something runs, and goes on after a break", () => {
  expect(pressed(appState({ status: status(), suggestion: choice }), "clock")).toEqual(["clockIn"]);
  expect(pressed(appState({ status: working() }), "clock")).toEqual(["clockOut"]);
  expect(pressed(appState({ status: status({ state: "break" }) }), "clock")).toEqual(["resume"]);
});

test("opens the timer where it cannot be said what the keys mean, and beside the act where no icon shows it", () => {
  expect(pressed(appState({ status: status() }), "clock")).toEqual(["timer"]);
  expect(pressed(appState(), "clock")).toEqual(["timer"]);
  expect(pressed(appState({ status: working(), stale: true }), "clock")).toEqual(["timer"]);
  const since = "2026-11-19T10:12:00Z";
  expect(pressed(appState({ status: working(), pending: { command: "clock_out", since } }), "clock")).toEqual([
    "timer",
  ]);
  expect(pressed(appState({ status: working() }, { accounts: [] }), "clock")).toEqual(["timer"]);
  expect(pressed(appState({ status: working() }), "clock", { hasTray: false })).toEqual(["timer", "clockOut"]);
});

test("clocks in on nothing only where nothing is needed", () => {
  const [account] = appState().accounts;
  const free = appState({ status: status() }, { accounts: [{ ...account, required: [] } as never] });
  expect(pressed(free, "clock")).toEqual(["clockIn"]);
});

test("opens the palette in the main window where that is in front, else in a window of its own", () => {
  const state = appState({ status: working() });
  expect(pressed(state, "palette")).toEqual(["palette palette"]);
  expect(pressed(state, "switch")).toEqual(["palette work"]);
  expect(pressed(state, "switch", { isMainInFront: () => true })).toEqual(["main work"]);
  expect(pressed(state, "note")).toEqual(["timer text"]);
  expect(pressed(state, "timer")).toEqual(["timer"]);
});
