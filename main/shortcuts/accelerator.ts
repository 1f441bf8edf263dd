import type { ShortcutProblem } from "../ipc/contract/shortcuts";

/** Modifiers in the order in which they are written; Electron's names. `Super` is the Windows key, ⌘ on a Mac. */
const modifiers = ["Super", "Control", "Alt", "Shift"] as const;
type Modifier = (typeof modifiers)[number];

const named = [
  ...["Space", "Tab", "Backspace", "Delete", "Insert", "Enter", "Up", "Down", "Left", "Right"],
  ...["Home", "End", "PageUp", "PageDown"],
];
const isKey = (key: string) => /^([A-Z0-9]|F([1-9]|1\d|2[0-4])|[,./;'[\]\\`=-])$/.test(key) || named.includes(key);

/** Of the system, or of every program: taken away from them, people would not find out why they no longer work. */
const reserved = [
  ...["Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Alt+Space", "Alt+Enter", "Control+Alt+Delete", "Control+Alt+Backspace"],
  ...["Super+L", "Super+D", "Super+Tab", "Super+Space", "Super+Shift+S", "Control+Super+Q", "Super+Alt+F4"],
  ...["Super+Shift+3", "Super+Shift+4", "Super+Shift+5", "Super+Shift+Z", "Super+Shift+Q"],
];
/** With AltGr, which Windows takes for Control and Alt: Polish letters, and @ € µ and \ of German keyboards. */
const typed = new Set([..."ACELNOSXZQMU"]);

interface Parts {
  modifiers: Set<Modifier>;
  key: string;
}

function partsOf(accelerator: string): Parts | null {
  const parts = accelerator.split("+");
  const key = parts.at(-1) ?? "";
  const held = parts.slice(0, -1);
  const known = held.every((part): part is Modifier => modifiers.some((one) => one === part));
  return known && new Set(held).size === held.length && isKey(key) ? { modifiers: new Set(held), key } : null;
}

/** The same keys in one way of writing, so that two of them can be compared; null: these are no keys. */
export function canonical(accelerator: string): string | null {
  const parts = partsOf(accelerator);
  if (!parts) return null;
  return [...modifiers.filter((one) => parts.modifiers.has(one)), parts.key].join("+");
}

/** Why keys cannot be a shortcut from anywhere, before the system is asked; null: they can. */
export function problemOf(accelerator: string, platform: NodeJS.Platform): ShortcutProblem | null {
  const parts = partsOf(accelerator);
  if (!parts) return "invalid";
  const { modifiers: held, key } = parts;
  const isFunction = /^F\d+$/.test(key);
  const strong = [...held].filter((one) => one !== "Shift");
  // Without a modifier, a key does something wherever one types; F13 and up are on no keyboard's usual rows.
  if (strong.length === 0) return isFunction && Number(key.slice(1)) > 12 ? null : "modifier";
  if (reserved.includes(canonical(accelerator) ?? "")) return "reserved";
  const isLinuxConsole = platform === "linux" && isFunction && held.has("Control") && held.has("Alt");
  if (isLinuxConsole) return "reserved";
  if (isFunction) return null;
  // Each program's own: Ctrl C, ⌘ S.
  const programs = platform === "darwin" ? "Super" : "Control";
  if (strong.length === 1 && strong[0] === programs) return "reserved";
  const writes = held.has("Alt") && (platform === "darwin" ? strong.length === 1 : false);
  const isAltGr =
    platform === "win32" && held.has("Control") && held.has("Alt") && !held.has("Super") && typed.has(key);
  return writes || isAltGr ? "types" : null;
}
