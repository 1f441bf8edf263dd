import type { AppState } from "#main/ipc/contract/app-state";
import type { ShortcutId } from "#main/ipc/contract/shortcuts";

type Os = AppState["platform"]["os"];

/** What is read of a key press. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

const codes: Partial<Record<string, string>> = {
  Comma: ",",
  Period: ".",
  Slash: "/",
  Semicolon: ";",
  Quote: "'",
  BracketLeft: "[",
  BracketRight: "]",
  Backslash: "\\",
  Backquote: "`",
  Equal: "=",
  Minus: "-",
  Space: "Space",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};
const same = ["Tab", "Backspace", "Delete", "Insert", "Enter", "Home", "End", "PageUp", "PageDown"];

/** The key itself, by its letter where it has one: on a German keyboard Z is where others have Y. */
function keyOf({ key, code }: Press): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^F\d{1,2}$/.test(code) || same.includes(code)) return code;
  // Another alphabet, or a sign that a modifier made of it.
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1] ?? codes[code] ?? null;
}

/** Modifiers that are held, in Electron's names and order. */
const heldIn = ({ ctrlKey, altKey, shiftKey, metaKey }: Press) =>
  [metaKey && "Super", ctrlKey && "Control", altKey && "Alt", shiftKey && "Shift"].filter((one) => one !== false);

/** The keys as Electron writes them; null: only modifiers so far, or a key that has no name. */
export function acceleratorOf(press: Press): string | null {
  const key = keyOf(press);
  return key === null ? null : [...heldIn(press), key].join("+");
}

const caps: Record<Os, Partial<Record<string, string>>> = {
  linux: { Control: "Ctrl" },
  windows: { Control: "Ctrl", Super: "Win" },
  macos: { Super: "⌘", Control: "⌃", Alt: "⌥", Shift: "⇧" },
};
const arrows: Partial<Record<string, string>> = { Up: "↑", Down: "↓", Left: "←", Right: "→" };

/** Key caps of an accelerator: `Control+Alt+P` is `Ctrl`, `Alt`, `P`. */
export const capsOf = (accelerator: string, os: Os): string[] =>
  accelerator.split("+").map((part) => caps[os][part] ?? arrows[part] ?? part);

/** Key caps of what works from anywhere; null: not set, or the system did not take it. */
export function globalCaps({ shortcuts, platform }: AppState, id: ShortcutId): string[] | null {
  const found = shortcuts.list.find((one) => one.id === id);
  return found?.keys && !found.problem && shortcuts.by !== "none" ? capsOf(found.keys, platform.os) : null;
}
