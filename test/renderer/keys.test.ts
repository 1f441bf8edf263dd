import { expect, test } from "vitest";
import { acceleratorOf, capsOf, type Press } from "../../renderer/lib/keys";

const press = (key: string, code: string, ...held: ("ctrlKey" | "altKey" | "shiftKey" | "metaKey")[]): Press => ({
  ...{ key, code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false },
  ...Object.fromEntries(held.map((one) => [one, true])),
});

test.each([
  [press("p", "KeyP", "ctrlKey", "altKey"), "Control+Alt+P"],
  // A German keyboard: the key that others call Y.
  [press("Z", "KeyY", "ctrlKey", "shiftKey"), "Control+Shift+Z"],
  [press("з", "KeyP", "ctrlKey", "altKey"), "Control+Alt+P"],
  [press("π", "KeyP", "altKey"), "Alt+P"],
  [press("!", "Digit1", "ctrlKey", "shiftKey"), "Control+Shift+1"],
  [press("F4", "F4", "metaKey"), "Super+F4"],
  [press("ArrowUp", "ArrowUp", "ctrlKey", "altKey"), "Control+Alt+Up"],
  [press(" ", "Space", "ctrlKey", "altKey"), "Control+Alt+Space"],
  [press("Control", "ControlLeft", "ctrlKey"), null],
  [press("AltGraph", "AltRight"), null],
  [press("MediaPlayPause", "MediaPlayPause"), null],
])("reads a press as Electron writes it", (pressed, accelerator) => {
  expect(acceleratorOf(pressed)).toBe(accelerator);
});

test("draws keys as the system names them", () => {
  expect(capsOf("Super+Control+Alt+P", "macos")).toEqual(["⌘", "⌃", "⌥", "P"]);
  expect(capsOf("Super+Control+Up", "windows")).toEqual(["Win", "Ctrl", "↑"]);
});
