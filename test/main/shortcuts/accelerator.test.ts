import { expect, test } from "vitest";
import { canonical, problemOf } from "#main/shortcuts/accelerator";
import * as fc from "../../property";

test("writes the same keys in one way", () => {
  expect(canonical("Shift+Alt+Control+P")).toBe("Control+Alt+Shift+P");
  for (const wrong of ["", "Control", "Control+", "Control+Control+P", "Hyper+P", "Control+Π", "p", "Control+F25"])
    expect(canonical(wrong), wrong).toBe(null);
});

test.each([
  ["Control+Alt+P", "linux", null],
  ["Super+Shift+F1", "linux", null],
  ["F13", "linux", null],
  ["Control+Shift+Space", "win32", "reserved"],
  ["Control+Alt+P", "win32", null],
  ["Super+Alt+P", "darwin", null],
  ["nonsense", "linux", "invalid"],
  ["P", "linux", "modifier"],
  ["Shift+P", "linux", "modifier"],
  ["F5", "linux", "modifier"],
  ["Control+C", "linux", "reserved"],
  ["Control+Shift+T", "win32", "reserved"],
  ["Super+C", "darwin", "reserved"],
  ["Alt+F4", "linux", "reserved"],
  ["Alt+Control+Delete", "win32", "reserved"],
  ["Control+Alt+F3", "linux", "reserved"],
  ["Control+Alt+F3", "win32", null],
  ["Control+Alt+E", "win32", "types"],
  ["Control+Alt+Shift+Z", "win32", "types"],
  ["Control+Alt+E", "linux", null],
  ["Alt+L", "darwin", "types"],
] as const)("says of %s on %s: %s", (keys, platform, problem) => {
  expect(problemOf(keys, platform)).toBe(problem);
});

test("judges keys alike in whatever order their modifiers are written", () => {
  const modifiers = fc.shuffledSubarray(["Super", "Control", "Alt", "Shift"]);
  const key = fc.constantFrom("A", "P", "7", "F4", "F13", "Delete", "Space", ",");
  const platform = fc.constantFrom("linux", "win32", "darwin");
  fc.assert(
    fc.property(modifiers, key, platform, (held, last, system) => {
      const keys = [...held, last].join("+");
      expect(problemOf(keys, system)).toBe(problemOf(canonical(keys) ?? "", system));
    }),
  );
});
