import type { BrowserWindowConstructorOptions } from "electron";
import { expect, test, vi } from "vitest";
import { accountSettings } from "#core/platform/settings";
import { Scheduler } from "#main/app/scheduler";
import type { AppWindow } from "#main/windows/app-window";
import { type WindowName, Windows, type WindowsDeps } from "#main/windows/index";
import { credentialPage, linkAmong, linkTarget } from "#main/windows/links";
import { nearIcon, zoomed } from "#main/windows/placement";
import type { Bounds } from "#main/windows/remembered-bounds";

const screen = { x: 0, y: 0, width: 1600, height: 1000 };

let lastContentsId = 0;

class FakeWindow {
  readonly listeners = new Map<string, (event: { preventDefault(): void }) => void>();
  readonly urls: string[] = [];
  readonly sent: unknown[][] = [];
  visible = false;
  destroyed = false;
  minimized = false;
  maximized = false;
  position: number[] | null = null;
  size: number[];
  least: number[];
  zoom = 1;
  readonly webContents = {
    id: ++lastContentsId,
    send: (...all: unknown[]) => this.sent.push(all),
    setZoomFactor: (zoom: number) => {
      this.zoom = zoom;
    },
    on: (event: string, listener: () => void) => this.listeners.set(`contents:${event}`, listener),
  };
  constructor(readonly options: BrowserWindowConstructorOptions) {
    this.size = [options.width ?? 0, options.height ?? 0];
    this.position = options.x === undefined ? null : [options.x, options.y ?? 0];
    this.least = [options.minWidth ?? 0, options.minHeight ?? 0];
  }
  on(event: string, listener: () => void) {
    this.listeners.set(event, listener);
  }
  emit(event: string): boolean {
    let prevented = false;
    this.listeners.get(event)?.({
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
  async loadURL(url: string) {
    this.urls.push(url);
  }
  show() {
    this.visible = true;
    this.emit("show");
  }
  focus() {}
  hide() {
    this.visible = false;
  }
  close() {
    if (!this.emit("close")) this.destroy();
  }
  destroy() {
    this.destroyed = true;
    this.visible = false;
    this.emit("closed");
  }
  isDestroyed = () => this.destroyed;
  isVisible = () => this.visible;
  isFocused = () => this.visible;
  isMinimized = () => this.minimized;
  restore() {
    this.minimized = false;
  }
  minimize() {
    this.minimized = true;
  }
  setPosition(...position: number[]) {
    this.position = position;
  }
  setMinimumSize(...least: number[]) {
    this.least = least;
  }
  setContentSize(...size: number[]) {
    this.size = size;
    this.emit("resize");
  }
  getContentSize = () => this.size;
  getBounds = () => {
    const [x, y] = this.position ?? [0, 0];
    return { x: x ?? 0, y: y ?? 0, width: this.size[0] ?? 0, height: this.size[1] ?? 0 };
  };
  isMaximized = () => this.maximized;
  maximize() {
    this.maximized = true;
  }
  setTitle() {}
}

/** In memory, for one set of screens. */
function places() {
  const kept = new Map<string, Bounds>();
  return {
    kept,
    of: (name: string) => kept.get(name) ?? null,
    remember: (name: string, bounds: Bounds) => void kept.set(name, bounds),
  };
}

function opened(more: Partial<WindowsDeps> = {}) {
  const made: FakeWindow[] = [];
  const closedToTray = vi.fn();
  const quit = vi.fn();
  const windows = new Windows({
    create: (options) => {
      const window = new FakeWindow(options);
      made.push(window);
      return window as unknown as AppWindow;
    },
    scheduler: new Scheduler(),
    preload: "/p.js",
    icon: "/i.png",
    packaged: true,
    workArea: () => screen,
    trayBounds: () => null,
    remembered: places(),
    zoom: () => 100,
    title: (name) => name,
    background: () => "#fff",
    hasTray: () => true,
    keepRunning: () => true,
    hasAccounts: () => true,
    closedToTray,
    quit,
    shown: () => undefined,
    closed: () => undefined,
    ...more,
  });
  const show = (name: WindowName) => {
    windows.show(name);
    const window = made.at(-1) as FakeWindow;
    if (!window.visible) window.emit("ready-to-show");
    return window;
  };
  return { windows, made, show, closedToTray, quit };
}

test("a window is made once, hidden until it has painted, at its own address", () => {
  const { windows, made } = opened();
  windows.show("main", "entries");
  expect(made[0]?.options).toMatchObject({
    width: 920,
    height: 680,
    show: false,
    webPreferences: { sandbox: true, devTools: false },
  });
  expect(made[0]?.urls).toEqual(["app://punchcard/index.html?window=main&page=entries"]);
  expect(made[0]?.visible).toBe(false);
  made[0]?.emit("ready-to-show");
  windows.show("main");
  expect(made).toHaveLength(1);
  expect(made[0]?.visible).toBe(true);
});

test("a window whose first picture never comes is shown two seconds after it was loaded, once", () => {
  vi.useFakeTimers();
  const { windows, made } = opened();
  windows.show("timer");
  made[0]?.emit("contents:did-finish-load");
  vi.advanceTimersByTime(1_900);
  expect(made[0]?.visible).toBe(false);
  vi.advanceTimersByTime(200);
  expect(made[0]?.visible).toBe(true);
  made[0]?.emit("close");
  made[0]?.emit("ready-to-show");
  expect(made[0]?.visible).toBe(false);
  vi.useRealTimers();
});

test("closed into the tray it hides, is said once by the caller, and is destroyed after a minute", () => {
  vi.useFakeTimers();
  const { show, closedToTray, made, quit } = opened();
  const window = show("timer");
  window.close();
  expect(window).toMatchObject({ visible: false, destroyed: false });
  expect(closedToTray).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(59_000);
  expect(window.destroyed).toBe(false);
  show("timer");
  vi.advanceTimersByTime(120_000);
  expect(window).toMatchObject({ visible: true, destroyed: false });
  window.close();
  vi.advanceTimersByTime(60_000);
  expect(window.destroyed).toBe(true);
  show("timer");
  expect(made).toHaveLength(2);
  expect(quit).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test("without a tray the last window only minimises; it never disappears for good", () => {
  const { show } = opened({ hasTray: () => false });
  const window = show("timer");
  const main = show("main");
  main.close();
  expect(main.destroyed).toBe(true);
  window.close();
  expect(window).toMatchObject({ destroyed: false, minimized: true, visible: true });
});

test("who does not want it to keep running quits with the last window", () => {
  const { show, quit } = opened({ keepRunning: () => false });
  const timer = show("timer");
  const main = show("main");
  timer.close();
  expect(quit).not.toHaveBeenCalled();
  main.close();
  expect(quit).toHaveBeenCalledOnce();
});

test("a question stays above other windows, and closing it neither hides it nor counts as the last window", () => {
  const closed = vi.fn();
  const { windows, show, quit, closedToTray } = opened({ closed, keepRunning: () => false });
  const timer = show("timer");
  const confirm = show("confirm");
  expect(confirm.options).toMatchObject({
    width: 420,
    height: 300,
    alwaysOnTop: true,
    minimizable: false,
    maximizable: false,
    skipTaskbar: true,
  });
  expect([windows.isOf("confirm", confirm.webContents.id), windows.isOf("confirm", timer.webContents.id)]).toEqual([
    true,
    false,
  ]);
  confirm.close();
  expect(confirm.destroyed).toBe(true);
  expect(closed.mock.calls).toEqual([["confirm"]]);
  expect([quit, closedToTray].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  show("confirm");
  timer.close();
  expect(quit).toHaveBeenCalledOnce();
});

test("quitting closes for real", () => {
  const { windows, show, closedToTray } = opened();
  const window = show("timer");
  windows.allowQuit();
  window.close();
  expect(window.destroyed).toBe(true);
  expect(closedToTray).not.toHaveBeenCalled();
});

test("a page closes its own window, and news reach all that are there", () => {
  const { windows, show } = opened();
  const timer = show("timer");
  const main = show("main");
  windows.close(timer.webContents.id);
  expect([timer.visible, main.visible]).toEqual([false, true]);
  main.destroy();
  windows.send("state:changed", { now: "x" });
  expect(timer.sent).toEqual([["state:changed", { now: "x" }]]);
  expect(main.sent).toEqual([]);
});

test("zoom grows the window with what is in it, up to the screen", () => {
  let zoom = 150;
  const { windows, show } = opened({ zoom: () => zoom });
  const window = show("main");
  expect(window.size).toEqual([1380, 1000]);
  window.emit("contents:did-finish-load");
  expect(window.zoom).toBe(1.5);
  zoom = 100;
  windows.restyle();
  expect([window.zoom, ...window.size]).toEqual([1, 920, 680]);
});

test("a window comes back where and as large as it was left, and the least size still holds", () => {
  vi.useFakeTimers();
  const remembered = places();
  const { show } = opened({ remembered });
  const window = show("main");
  window.position = [300, 200];
  window.emit("move");
  vi.advanceTimersByTime(399);
  expect(remembered.kept.size).toBe(0);
  vi.advanceTimersByTime(1);
  expect(remembered.of("main")).toEqual({ x: 300, y: 200 });
  window.setContentSize(1000, 700);
  vi.advanceTimersByTime(400);
  window.hide();
  window.position = [0, 0];
  window.emit("move");
  vi.advanceTimersByTime(400);
  expect(remembered.of("main")).toEqual({ x: 300, y: 200, size: { width: 1000, height: 700 } });
  const again = opened({ remembered }).show("main");
  expect(again.options).toMatchObject({ x: 300, y: 200, width: 1000, height: 700, minWidth: 640 });
  vi.useRealTimers();
});

test("zoom leaves a size that the person chose, unless what is in the window would not fit", () => {
  vi.useFakeTimers();
  let zoom = 100;
  const remembered = places();
  const { windows, show } = opened({ remembered, zoom: () => zoom });
  const window = show("main");
  window.setContentSize(1000, 700);
  vi.advanceTimersByTime(400);
  zoom = 130;
  windows.restyle();
  expect(window.size).toEqual([1000, 700]);
  zoom = 160;
  windows.restyle();
  expect(window.size).toEqual([1024, 768]);
  vi.useRealTimers();
});

test("a maximized window comes back maximized, and keeps what it is restored to", () => {
  vi.useFakeTimers();
  const remembered = places();
  remembered.remember("main", { x: 10, y: 20, size: { width: 800, height: 600 } });
  const { windows, show } = opened({ remembered });
  const window = show("main");
  window.maximized = true;
  window.setContentSize(1600, 1000);
  vi.advanceTimersByTime(400);
  expect(remembered.of("main")).toEqual({ x: 10, y: 20, size: { width: 800, height: 600 }, maximized: true });
  windows.restyle();
  expect(window.size).toEqual([1600, 1000]);
  expect(opened({ remembered }).show("main").maximized).toBe(true);
  vi.useRealTimers();
});

test("a question is never put where it was seen before", () => {
  vi.useFakeTimers();
  const remembered = places();
  const { show } = opened({ remembered });
  const window = show("confirm");
  window.position = [300, 200];
  window.emit("move");
  vi.advanceTimersByTime(1_000);
  expect(remembered.kept.size).toBe(0);
  vi.useRealTimers();
});

test("the app opens with the timer, and with the welcome while there is no account", () => {
  for (const [hasAccounts, name] of [
    [true, "timer"],
    [false, "onboarding"],
  ] as const) {
    const { windows, made } = opened({ hasAccounts: () => hasAccounts });
    windows.showFirst();
    expect(made.map(({ urls }) => urls.join())).toEqual([expect.stringContaining(`window=${name}`)]);
  }
});

test("without a tray the welcome closes: into the timer where there is an account, else the app ends", () => {
  const hasTray = () => false;
  const connected = opened({ hasTray });
  const welcome = connected.show("onboarding");
  welcome.close();
  expect([welcome.destroyed, connected.made.length]).toEqual([true, 2]);
  expect(connected.quit).not.toHaveBeenCalled();
  const nothing = opened({ hasTray, hasAccounts: () => false });
  nothing.show("onboarding").close();
  expect(nothing.quit).toHaveBeenCalledOnce();
});

test("the welcome closes while the timer that it leads to has not painted yet", () => {
  const { windows, show, made, quit } = opened({ hasTray: () => false, keepRunning: () => false });
  const welcome = show("onboarding");
  windows.show("timer");
  welcome.close();
  expect(welcome.destroyed).toBe(true);
  expect(quit).not.toHaveBeenCalled();
  expect(made).toHaveLength(2);
});

test("zoom grows the least size too, or what is in a small window could not be reached", () => {
  let zoom = 160;
  const { windows, show } = opened({ zoom: () => zoom });
  const [main, timer] = [show("main"), show("timer")];
  expect([main.least, timer.least]).toEqual([
    [1024, 768],
    [512, 672],
  ]);
  zoom = 100;
  windows.restyle();
  expect([main.least, timer.least]).toEqual([
    [640, 480],
    [320, 420],
  ]);
  const small = { x: 0, y: 0, width: 800, height: 600 };
  expect(opened({ zoom: () => 160, workArea: () => small }).show("main").least).toEqual([800, 600]);
});

test("the timer opens beside the icon where that is known", () => {
  const { show } = opened({
    trayBounds: () => ({ x: 1500, y: 0, width: 24, height: 24 }),
    workArea: () => ({ ...screen, y: 24, height: 976 }),
  });
  expect(show("timer").position).toEqual([1220, 28]);
  expect(opened({ trayBounds: () => ({ x: 0, y: 0, width: 0, height: 0 }) }).show("timer").position).toBeNull();
});

const size = { width: 380, height: 560 };
test.each([
  ["top", { x: 800, y: 0, width: 24, height: 24 }, { x: 0, y: 24, width: 1600, height: 976 }, { x: 622, y: 28 }],
  ["bottom", { x: 800, y: 970, width: 24, height: 30 }, { x: 0, y: 0, width: 1600, height: 970 }, { x: 622, y: 406 }],
  ["left", { x: 0, y: 500, width: 40, height: 40 }, { x: 40, y: 0, width: 1560, height: 1000 }, { x: 44, y: 240 }],
  ["right", { x: 1560, y: 980, width: 40, height: 20 }, { x: 0, y: 0, width: 1560, height: 1000 }, { x: 1176, y: 440 }],
  [
    "second screen",
    { x: -100, y: 0, width: 20, height: 20 },
    { x: -1920, y: 20, width: 1920, height: 1060 },
    { x: -380, y: 24 },
  ],
])("a panel at the %s", (_edge, icon, area, expected) => {
  expect(nearIcon(icon, size, area)).toEqual(expected);
});

test("a window is never larger than the screen", () => {
  expect(zoomed(size, 160, { width: 500, height: 700 })).toEqual({ width: 500, height: 700 });
});

const accounts = ["https://kimai.example.org/sub", "https://time.example:8443"];
test.each([
  ["https://kimai.example.org/en/timesheet/", true],
  ["https://time.example:8443/x", true],
  ["https://time.example/x", false],
  ["https://kimai.example.org.evil.example/", false],
  ["https://kimai.example.org@evil.example/", false],
  ["http://kimai.example.org/", false],
  ["javascript:alert(1)", false],
  ["file:///etc/passwd", false],
  ["smb://kimai.example.org/", false],
  ["not an address", false],
])("the service page %s may be opened: %s", (url, allowed) => {
  const open = () => linkTarget(url, accounts);
  if (allowed) expect(open()).toBe(url);
  else expect(open).toThrow("may not be opened");
});

test("fixed links do not depend on what the page says", () => {
  expect(credentialPage("calamari", "https://evil.example")).toBe(
    "https://app-new.calamari.io/clockin/configuration/api",
  );
  expect(credentialPage("clockodo", "https://evil.example")).toBe("https://my.clockodo.com");
  expect(credentialPage("kimai", "https://k.example/api?token=x")).toBe("https://k.example/en/profile/");
  expect(() => credentialPage("kimai", "javascript:alert(1)")).toThrow();
  expect(() => credentialPage("kimai", undefined)).toThrow();
  expect(() => credentialPage("local", "https://k.example")).toThrow();
});

test("the page of the account in the tray opens: Clockodo's is the same for everybody, a time sheet has none", () => {
  const accounts = (["kimai", "clockodo", "local"] as const).map((service) =>
    accountSettings.parse({
      id: service,
      service,
      label: service,
      ...(service === "kimai" && { url: "https://k.example" }),
    }),
  );
  const open = (activeAccount: string | null, url?: string) => linkAmong({ accounts, activeAccount }, url);
  expect(open("kimai")).toBe("https://k.example/");
  expect(open("clockodo")).toBe("https://my.clockodo.com/");
  expect(() => open("local")).toThrow();
  expect(() => open(null)).toThrow();
  expect(() => open("kimai", "https://evil.example/")).toThrow();
});

test("a page is told once what its window was shown for", () => {
  const { windows, made, show } = opened();
  windows.show("timer", undefined, "text");
  const timer = made[0] as FakeWindow;
  expect(windows.takeTask(timer.webContents.id)).toBe("text");
  expect(windows.takeTask(timer.webContents.id)).toBe(null);
  const main = show("main");
  windows.show("main", undefined, "work");
  expect(main.sent).toEqual([["window:task", null]]);
  expect(timer.sent).toEqual([]);
  expect(windows.takeTask(timer.webContents.id)).toBe(null);
  expect(windows.takeTask(main.webContents.id)).toBe("work");
});

test("the palette has no frame, goes with the focus, stays ready for a minute, and holds no other window up", () => {
  vi.useFakeTimers();
  const { show, made, closedToTray } = opened({ keepRunning: () => false });
  const palette = show("palette");
  expect(palette.options).toMatchObject({ width: 640, height: 420, frame: false, alwaysOnTop: true });
  palette.emit("blur");
  expect(palette).toMatchObject({ visible: false, destroyed: false });
  expect(closedToTray).not.toHaveBeenCalled();
  show("palette");
  expect(made).toHaveLength(1);
  vi.advanceTimersByTime(120_000);
  expect(palette.visible).toBe(true);
  palette.close();
  vi.advanceTimersByTime(60_000);
  expect(palette.destroyed).toBe(true);
  vi.useRealTimers();
});

test("closing the last window quits although the palette is open", () => {
  const { show, quit } = opened({ keepRunning: () => false });
  show("palette");
  show("timer").close();
  expect(quit).toHaveBeenCalledOnce();
});
