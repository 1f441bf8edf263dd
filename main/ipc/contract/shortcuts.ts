import { z } from "zod";
import { shortcutIds } from "#core/platform/settings";

const shortcutId = z.enum(shortcutIds);
export type ShortcutId = z.infer<typeof shortcutId>;

/** Why keys do nothing. `refused`: another program has them, or the system keeps them to itself. */
const shortcutProblem = z.enum(["invalid", "modifier", "reserved", "types", "taken", "refused"]);
export type ShortcutProblem = z.infer<typeof shortcutProblem>;

/** Keys that work from anywhere, as the system took them. */
export const shortcutsView = z.object({
  /** Who listens: the system itself, the desktop's portal, which asks its person and may choose other keys, or nobody. */
  by: z.enum(["system", "portal", "none"]),
  /** In the order in which they are shown. `keys`: Electron's accelerator; null: not set. */
  list: z.array(z.object({ id: shortcutId, keys: z.string().nullable(), problem: shortcutProblem.nullable() })),
});
export type ShortcutsView = z.infer<typeof shortcutsView>;

export const shortcutChannels = {
  /** Fails with `shortcut_<problem>` where the keys cannot be had; what was set before stays then. */
  "shortcuts:set": {
    request: z.object({ id: shortcutId, keys: z.string().max(60).nullable() }),
    response: shortcutsView,
  },
  /** While on, no shortcut works, so that its keys can be pressed. Ends with the page that asked. */
  "shortcuts:record": { request: z.object({ on: z.boolean() }), response: z.void() },
} as const;
