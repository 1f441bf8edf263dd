import type { Menu, MenuItemConstructorOptions, NativeImage, Rectangle, Tray } from "electron";
import type { AppState } from "../ipc/contract/app-state";
import type { Translate } from "../locales";
import { TrayRenderer } from "./apply";
import { describe, type TrayAction, type TrayIcon } from "./describe";
import { iconFile, isDark, panelOf, type SystemTheme } from "./icons";

export interface TrayDeps {
  platform: NodeJS.Platform;
  /** Folder that has build/icons. */
  resources: string;
  /** `XDG_CURRENT_DESKTOP` */
  desktop: string | undefined;
  act(action: TrayAction): void;
}

type AppTray = Pick<
  Tray,
  "setImage" | "setTitle" | "setToolTip" | "setContextMenu" | "popUpContextMenu" | "getBounds" | "destroy"
> & { on(event: "click" | "right-click", listener: () => void): unknown };

interface ElectronParts {
  Tray: new (image: NativeImage) => AppTray;
  Menu: { buildFromTemplate(template: MenuItemConstructorOptions[]): Menu };
  nativeImage: { createFromPath(path: string): NativeImage };
  nativeTheme: SystemTheme;
}

/** The icon in the panel: made once and never again (a new one would lose its place), then drawn from the state. */
export class TrayController {
  private readonly tray: AppTray;
  private readonly renderer: TrayRenderer;
  private readonly images = new Map<string, NativeImage>();

  constructor(
    private readonly electron: ElectronParts,
    private readonly deps: TrayDeps,
  ) {
    const image = (icon: TrayIcon, panel: "light" | "dark") => this.image(icon, panel);
    this.tray = new electron.Tray(this.image("idle", this.isDark() ? "dark" : "light"));
    const { platform, act } = deps;
    const buildMenu = (template: MenuItemConstructorOptions[]) => electron.Menu.buildFromTemplate(template);
    this.renderer = new TrayRenderer(this.tray, { platform, buildMenu, act, image });
    this.tray.on("click", () => act({ do: "openTimer" }));
    this.tray.on("right-click", () => {
      const menu = this.renderer.menuForRightClick;
      if (menu) this.tray.popUpContextMenu(menu);
    });
  }

  render(state: AppState, t: Translate): void {
    const account = state.accounts.find(({ id }) => id === state.activeAccount);
    const view = describe(state, Date.now(), t, account?.required?.length === 0);
    const system = { dark: this.isDark(), desktop: this.deps.desktop };
    this.renderer.apply(view, panelOf(state.ui.trayIcon, system));
  }

  bounds(): Rectangle {
    return this.tray.getBounds();
  }

  destroy(): void {
    this.tray.destroy();
  }

  private isDark(): boolean {
    return isDark(this.deps.platform, this.electron.nativeTheme);
  }

  private image(icon: TrayIcon, panel: "light" | "dark"): NativeImage {
    const file = iconFile(this.deps.resources, this.deps.platform, icon, panel);
    const image = this.images.get(file) ?? this.electron.nativeImage.createFromPath(file);
    this.images.set(file, image);
    return image;
  }
}
