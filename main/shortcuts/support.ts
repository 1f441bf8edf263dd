import { askSessionBus, type RunProgram } from "../desktop/ask-session-bus";
import type { ShortcutsView } from "../ipc/contract/shortcuts";

const portal = {
  name: "org.freedesktop.portal.Desktop",
  path: "/org/freedesktop/portal/desktop",
  interface: "org.freedesktop.DBus.Properties",
  member: "Get",
  args: ["org.freedesktop.portal.GlobalShortcuts", "version"],
};

/** Under Wayland no program sees other programs' keys: only the desktop's portal can tell them. */
export const needsPortal = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform === "linux" && (env.XDG_SESSION_TYPE === "wayland" || Boolean(env.WAYLAND_DISPLAY));

/** Who listens for shortcuts from anywhere here. */
export async function shortcutSupport(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  ask?: RunProgram,
): Promise<ShortcutsView["by"]> {
  if (!needsPortal(platform, env)) return "system";
  return /\d/.test((await askSessionBus(portal, ask))?.replace(/uint32/g, "") ?? "") ? "portal" : "none";
}
