import { expect, it } from "vitest";
import { EarlyWindows } from "#main/windows/early";

function madeWindows() {
  const calls: unknown[][] = [];
  return {
    calls,
    show: (...args: unknown[]) => void calls.push(["show", ...args]),
    showFirst: () => void calls.push(["showFirst"]),
    destroy: (...args: unknown[]) => void calls.push(["destroy", ...args]),
    isInFront: (name: string) => name === "main",
  };
}

it("a click before the windows are made shows its window when they are, once and in its order", () => {
  const windows = madeWindows();
  const early = new EarlyWindows();
  early.show("main", "general");
  early.showFirst();
  early.destroy("away");
  expect(early.isInFront("main")).toBe(false);
  expect(windows.calls).toEqual([]);
  early.become(windows);
  expect(windows.calls).toEqual([["show", "main", "general"], ["showFirst"], ["destroy", "away"]]);
});

it("what is asked later is passed on at once", () => {
  const windows = madeWindows();
  const early = new EarlyWindows();
  early.become(windows);
  early.show("timer");
  expect(windows.calls).toEqual([["show", "timer"]]);
  expect([early.isInFront("main"), early.isInFront("timer")]).toEqual([true, false]);
});
