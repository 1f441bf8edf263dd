import type { BrowserWindowConstructorOptions, Rectangle } from "electron";
import type { Scheduler } from "../app/scheduler";
import type { WindowTask, windowNames } from "../ipc/contract/app";
import type { MainPage } from "../ipc/contract/main-pages";
import type { AppWindow } from "./app-window";
import { keepBounds } from "./keep-bounds";
import { nearIcon, type Size, zoomed } from "./placement";
import type { RememberedBounds } from "./remembered-bounds";
import { origin, webPreferences } from "./security";

export type WindowName = (typeof windowNames)[number];

export interface WindowsDeps {
  create(options: BrowserWindowConstructorOptions): AppWindow;
  scheduler: Scheduler;
  preload: string;
  icon: string;
  packaged: boolean;
  workArea(): Rectangle;
  trayBounds(): Rectangle | null;
  remembered: RememberedBounds;
  zoom(): number;
  title(name: WindowName): string;
  background(): string;
  /** Whether a closed window leaves the app reachable by its tray. */
  hasTray(): boolean;
  keepRunning(): boolean;
  /** Whether there is anything to keep running for. */
  hasAccounts(): boolean;
  /** A window was closed into the tray: said once. */
  closedToTray(): void;
  quit(): void;
  shown(name: WindowName): void;
  /** What has to be dealt with before a window of that name; null: nothing. */
  insteadOf?(name: WindowName): WindowName | null;
  closed(name: WindowName): void;
}

const sizes: Record<WindowName, Size> = {
  timer: { width: 380, height: 560 },
  main: { width: 920, height: 680 },
  onboarding: { width: 920, height: 680 },
  confirm: { width: 420, height: 300 },
  away: { width: 420, height: 360 },
  palette: { width: 640, height: 420 },
  restore: { width: 640, height: 420 },
};
const leastSizes: Record<WindowName, Size> = {
  timer: { width: 320, height: 420 },
  main: { width: 640, height: 480 },
  onboarding: { width: 640, height: 480 },
  confirm: { width: 320, height: 240 },
  away: { width: 320, height: 280 },
  palette: { width: 420, height: 320 },
  restore: { width: 480, height: 360 },
};
const small: ReadonlySet<WindowName> = new Set(["timer", "confirm", "away", "palette", "restore"]);
/** Windows that ask: they are in front, and closing one is an answer. */
const asking: ReadonlySet<WindowName> = new Set(["confirm", "away"]);
/** Windows that lead nowhere: with one of these alone the app is not in reach. */
const passing: ReadonlySet<WindowName> = new Set([...asking, "palette"]);
/** A hidden page costs as much memory as a shown one (reference/electron-runtime.md §8). */
const destroyAfter = 60_000;
/** Milliseconds after loading until a window is shown without its first picture. */
const revealAfter = 2_000;
/** Those that a person arranges; the others come and go where they are asked for. */
const arranged: ReadonlySet<WindowName> = new Set(["main", "timer"]);

/** Makes, shows and ends the windows: one of each name, made when asked for. */
export class Windows {
  private readonly open = new Map<WindowName, AppWindow>();
  /** Made, but not painted yet. */
  private readonly coming = new Set<WindowName>();
  /** What a window was shown for, until its page has asked. */
  private readonly tasks = new Map<WindowName, WindowTask>();
  private quitting = false;

  constructor(private readonly deps: WindowsDeps) {}

  show(asked: WindowName, page?: MainPage, task?: WindowTask): void {
    const name = this.deps.insteadOf?.(asked) ?? asked;
    this.deps.scheduler.clear(`destroy-${name}`);
    const window = this.open.get(name);
    if (task) this.tasks.set(name, task);
    if (!window || window.isDestroyed()) {
      this.make(name, page);
      return;
    }
    // Another page of a window that is open is a new load: the page itself keeps nothing that main does not know.
    if (page) void window.loadURL(address(name, page));
    if (window.isMinimized()) window.restore();
    if (!window.isVisible()) this.place(name, window);
    if (task) window.webContents.send("window:task", null);
    // One that is still being painted shows itself.
    if (this.coming.has(name) && passing.has(name)) return;
    window.show();
    window.focus();
  }

  /** What the app opens with. */
  showFirst(): void {
    this.show(this.deps.hasAccounts() ? "timer" : "onboarding");
  }

  /** What the window of a page was shown for; told once. */
  takeTask(contentsId: number): WindowTask | null {
    for (const [name, task] of this.tasks)
      if (this.isOf(name, contentsId)) {
        this.tasks.delete(name);
        return task;
      }
    return null;
  }

  isInFront(name: WindowName): boolean {
    const window = this.open.get(name);
    return window !== undefined && !window.isDestroyed() && window.isFocused();
  }

  /** Whether a page belongs to the window of that name. */
  isOf(name: WindowName, contentsId: number): boolean {
    const window = this.open.get(name);
    return window !== undefined && !window.isDestroyed() && window.webContents.id === contentsId;
  }

  /** The window that a page belongs to, closed as its own button would. */
  close(contentsId: number): void {
    for (const window of this.open.values())
      if (!window.isDestroyed() && window.webContents.id === contentsId) window.close();
  }

  destroy(name: WindowName): void {
    const window = this.open.get(name);
    if (window && !window.isDestroyed()) window.destroy();
  }

  send(channel: string, value: unknown): void {
    for (const window of this.open.values()) if (!window.isDestroyed()) window.webContents.send(channel, value);
  }

  get anyVisible(): boolean {
    return [...this.open.values()].some((window) => !window.isDestroyed() && window.isVisible());
  }

  /** Zoom and title follow the settings at once; a size that the person chose stays, as far as all fits in. */
  restyle(): void {
    for (const [name, window] of this.open) {
      if (window.isDestroyed()) continue;
      window.webContents.setZoomFactor(this.deps.zoom() / 100);
      const { size, least } = this.sizesOf(name);
      window.setMinimumSize(least.width, least.height);
      const chosen = this.chosen(name);
      const { width, height } = chosen?.size ?? size;
      if (!chosen?.maximized) window.setContentSize(Math.max(width, least.width), Math.max(height, least.height));
      window.setTitle(this.deps.title(name));
    }
  }

  /** From now on closing closes. */
  allowQuit(): void {
    this.quitting = true;
    this.deps.scheduler.clearAll();
  }

  private sizesOf(name: WindowName): { size: Size; least: Size } {
    const grown = (size: Size) => zoomed(size, this.deps.zoom(), this.deps.workArea());
    return { size: grown(sizes[name]), least: grown(leastSizes[name]) };
  }

  private chosen = (name: WindowName) => (arranged.has(name) ? this.deps.remembered.of(name) : null);

  private make(name: WindowName, page?: MainPage): void {
    const { deps } = this;
    const { size, least } = this.sizesOf(name);
    const chosen = this.chosen(name);
    const window = deps.create({
      ...size,
      ...(chosen && { x: chosen.x, y: chosen.y, ...chosen.size }),
      minWidth: least.width,
      minHeight: least.height,
      useContentSize: true,
      show: false,
      title: deps.title(name),
      icon: deps.icon,
      backgroundColor: deps.background(),
      autoHideMenuBar: true,
      fullscreenable: !small.has(name),
      maximizable: !small.has(name),
      ...(passing.has(name) && { alwaysOnTop: true, minimizable: false, skipTaskbar: true }),
      ...(name === "palette" && { frame: false, resizable: false }),
      webPreferences: webPreferences(deps.preload, deps.packaged),
    });
    this.open.set(name, window);
    this.coming.add(name);
    this.place(name, window);
    if (chosen?.maximized) window.maximize();
    if (arranged.has(name)) keepBounds(name, window, () => this.sizesOf(name).size, deps);
    let isRevealed = false;
    const reveal = () => {
      deps.scheduler.clear(`reveal-${name}`);
      if (isRevealed || window.isDestroyed()) return;
      isRevealed = true;
      this.coming.delete(name);
      window.show();
      window.focus();
    };
    window.webContents.on("did-finish-load", () => {
      window.webContents.setZoomFactor(deps.zoom() / 100);
      // On a busy computer the first picture, and with it ready-to-show, may never come.
      if (!isRevealed) deps.scheduler.set(`reveal-${name}`, revealAfter, reveal);
    });
    window.on("ready-to-show", reveal);
    window.on("show", () => {
      deps.scheduler.clear(`destroy-${name}`);
      deps.shown(name);
    });
    // Who goes on elsewhere is done with it.
    if (name === "palette") window.on("blur", () => window.isDestroyed() || window.close());
    window.on("close", (event) => this.closing(name, window, event));
    window.on("closed", () => {
      deps.scheduler.clear(`destroy-${name}`);
      deps.scheduler.clear(`reveal-${name}`);
      deps.scheduler.clear(`bounds-${name}`);
      this.coming.delete(name);
      if (this.open.get(name) === window) this.open.delete(name);
      deps.closed(name);
    });
    void window.loadURL(address(name, page));
  }

  private closing(name: WindowName, window: AppWindow, event: { preventDefault(): void }): void {
    this.deps.scheduler.clear(`reveal-${name}`);
    // A question is not put aside: closed is answered.
    if (this.quitting || asking.has(name)) return;
    const { deps } = this;
    const last = ![...this.open].some(
      ([other, one]) =>
        other !== name && !passing.has(other) && !one.isDestroyed() && (one.isVisible() || this.coming.has(other)),
    );
    if (name === "palette") {
      // Opened many times a day: kept for a while, so that it is there at once.
      event.preventDefault();
      window.hide();
      deps.scheduler.set(`destroy-${name}`, destroyAfter, () => this.destroy(name));
    } else if (deps.keepRunning() && deps.hasTray()) {
      event.preventDefault();
      window.hide();
      deps.scheduler.set(`destroy-${name}`, destroyAfter, () => this.destroy(name));
      if (last) deps.closedToTray();
    } else if (last && name === "onboarding" && deps.keepRunning()) {
      // Welcome is done or not wanted: nothing leads back to it, and without an account to nothing.
      if (deps.hasAccounts()) this.show("timer");
      else deps.quit();
    } else if (last && deps.keepRunning()) {
      // Nothing but this window leads back to the app, so it stays in reach.
      event.preventDefault();
      window.minimize();
    } else if (last) deps.quit();
  }

  private place(name: WindowName, window: AppWindow): void {
    const icon = this.deps.trayBounds();
    if (name !== "timer" || !icon) return;
    const { width, height } = window.getBounds();
    const at = nearIcon(icon, { width, height }, this.deps.workArea());
    if (at) window.setPosition(at.x, at.y);
  }
}

function address(name: WindowName, page?: MainPage): string {
  const query = new URLSearchParams(page ? { window: name, page } : { window: name });
  return `${origin}/index.html?${query}`;
}
