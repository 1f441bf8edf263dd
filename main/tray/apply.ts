import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from "electron";
import type { TrayAction, TrayIcon, TrayItem, TrayView } from "./describe";

/** The part of Electron's tray that is used; a test records it. */
export type TrayTarget = Pick<Tray, "setImage" | "setTitle" | "setToolTip" | "setContextMenu">;

export interface ApplyDeps {
  platform: NodeJS.Platform;
  image(icon: TrayIcon, theme: "light" | "dark"): NativeImage;
  buildMenu(template: MenuItemConstructorOptions[]): Menu;
  act(action: TrayAction): void;
}

/**
 * Brings the tray to a view and touches only what changed: each call redraws the panel. The menu is set whole at each
 * change, because hosts on Linux do not see changes inside it.
 */
export class TrayRenderer {
  private image = "";
  private title = "";
  private tooltip = "";
  private menu = "";
  /** On macOS a menu that is set takes every click, so there it is shown by the caller on a right click. */
  menuForRightClick: Menu | null = null;

  constructor(
    private readonly tray: TrayTarget,
    private readonly deps: ApplyDeps,
  ) {}

  apply(view: TrayView, theme: "light" | "dark"): void {
    const image = `${view.icon}-${theme}`;
    if (image !== this.image) {
      this.image = image;
      this.tray.setImage(this.deps.image(view.icon, theme));
    }
    if (this.deps.platform === "darwin" && view.title !== this.title) {
      this.title = view.title;
      this.tray.setTitle(view.title, { fontType: "monospacedDigit" });
    }
    if (view.tooltip !== this.tooltip) {
      this.tooltip = view.tooltip;
      this.tray.setToolTip(view.tooltip);
    }
    const menu = JSON.stringify(view.menu);
    if (menu !== this.menu) {
      this.menu = menu;
      const built = this.deps.buildMenu(template(view.menu, this.deps.act));
      if (this.deps.platform === "darwin") this.menuForRightClick = built;
      else this.tray.setContextMenu(built);
    }
  }
}

/** `&` marks a key in native menus; here it is part of a name. */
const label = (text: string) => text.replaceAll("&", "&&");

export function template(items: TrayItem[], act: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  const built = (item: TrayItem): MenuItemConstructorOptions => {
    if (item.type === "separator") return { type: "separator" };
    if (item.type === "line") return { label: label(item.label), enabled: false };
    const { enabled } = item;
    if (item.type === "menu") return { label: label(item.label), enabled, submenu: template(item.items, act) };
    // Shown only: the system has them already, wherever they are pressed.
    const keys = item.keys ? { accelerator: item.keys, registerAccelerator: false } : {};
    const choice = item.chosen === undefined ? {} : { type: "radio" as const, checked: item.chosen };
    return { label: label(item.label), enabled, click: () => act(item.action), ...keys, ...choice };
  };
  return items.map(built);
}
