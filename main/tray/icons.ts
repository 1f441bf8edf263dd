import { join } from "node:path";
import type { NativeTheme } from "electron";
import type { TrayIcon } from "./describe";

/**
 * The file of a tray icon; Electron finds its @2x beside it.
 * @param resources folder of the app that has `build/icons`.
 * @param panel what it lies on: a dark panel takes light strokes.
 */
export function iconFile(
  resources: string,
  platform: NodeJS.Platform,
  icon: TrayIcon,
  panel: "light" | "dark",
): string {
  const name =
    platform === "darwin" ? `${icon}Template.png` : `${icon}-${panel}.${platform === "win32" ? "ico" : "png"}`;
  return join(resources, "build", "icons", "tray", name);
}

export type SystemTheme = Pick<NativeTheme, "shouldUseDarkColors" | "shouldUseDarkColorsForSystemIntegratedUI">;

/** On Windows the taskbar has a theme of its own, beside that of programs. */
export const isDark = (platform: NodeJS.Platform, theme: SystemTheme): boolean =>
  platform === "win32" ? theme.shouldUseDarkColorsForSystemIntegratedUI : theme.shouldUseDarkColors;

/**
 * The panel to draw for. No system tells its panel's colour: GNOME's top bar is dark under every theme, elsewhere the
 * theme of programs is the best guess, and the person can say.
 * @param wanted the icon's own colour as the person chose it: a light icon is for a dark panel.
 */
export function panelOf(
  wanted: "automatic" | "light" | "dark",
  system: { dark: boolean; desktop: string | undefined },
): "light" | "dark" {
  if (wanted !== "automatic") return wanted === "light" ? "dark" : "light";
  return system.dark || /gnome|unity/i.test(system.desktop ?? "") ? "dark" : "light";
}
