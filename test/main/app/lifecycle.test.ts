import { afterEach, expect, test, vi } from "vitest";
import { followSecondStarts, followSystemEvents } from "#main/app/lifecycle";

type Listener = (event?: unknown, argv?: string[]) => void;
const before = process.listeners("uncaughtException");
afterEach(() => {
  for (const event of ["uncaughtException", "unhandledRejection"] as const)
    for (const listener of process.listeners(event as "uncaughtException"))
      if (!before.includes(listener)) process.off(event, listener);
});

function opened(stop: () => Promise<void>, waits: { answer: () => Promise<boolean> } | null = null) {
  const app = new Map<string, Listener>();
  const power = new Map<string, Listener>();
  const order: string[] = [];
  const note = (what: string) => () => void order.push(what);
  const on = (map: Map<string, Listener>) => (event: string, listener: Listener) => map.set(event, listener);
  const waiting = waits ? [{ account: "kimai-1", command: "clock_out", meantAt: "2026-11-19T16:42:00Z" }] : [];
  const timer = { sleep: vi.fn(), refresh: vi.fn(async () => undefined), waiting: () => waiting };
  const mayQuit = vi.fn(() => waits?.answer() ?? Promise.resolve(true));
  const log = vi.fn();
  followSystemEvents(
    {
      app: { on: on(app), once: on(app), quit: note("quit") },
      powerMonitor: { on: on(power) },
      nativeTheme: { on: vi.fn() },
    } as never,
    { timer, changed: note("changed"), stop } as never,
    {
      woke: note("woke"),
      mayQuit,
      quitting: note("quitting"),
      beforeExit: note("tray gone"),
      flush: async () => void order.push("flushed"),
      log,
    },
  );
  return { app, power, order, timer, log, mayQuit };
}

test("waking and unlocking read again, sleeping stops the timers", () => {
  const { power, timer, order } = opened(async () => undefined);
  power.get("suspend")?.();
  expect(timer.sleep).toHaveBeenCalledOnce();
  power.get("resume")?.();
  power.get("unlock-screen")?.();
  expect(timer.refresh).toHaveBeenCalledTimes(2);
  expect(order).toEqual(["woke"]);
});

test("quitting stops first, then ends, even when stopping fails", async () => {
  const { app, order } = opened(() => {
    order.push("stopping");
    return Promise.reject(new Error("stuck"));
  });
  const preventDefault = vi.fn();
  app.get("before-quit")?.();
  app.get("will-quit")?.({ preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(order.at(-1)).toBe("quit"), { timeout: 10_000 });
  expect(order.slice(0, 3)).toEqual(["quitting", "stopping", "tray gone"]);
});

test("quitting asks first while a command waits, once at a time, and goes on only with a yes", async () => {
  let say: (yes: boolean) => void = () => undefined;
  const answer = () => new Promise<boolean>((resolve) => (say = resolve));
  const { app, order, mayQuit } = opened(async () => undefined, { answer });
  const event = { preventDefault: vi.fn() };
  app.get("before-quit")?.(event);
  app.get("before-quit")?.(event);
  expect(event.preventDefault).toHaveBeenCalledTimes(2);
  expect(mayQuit.mock.calls).toEqual([
    [[{ account: "kimai-1", command: "clock_out", meantAt: "2026-11-19T16:42:00Z" }]],
  ]);
  say(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual([]);
  app.get("before-quit")?.(event);
  expect(mayQuit).toHaveBeenCalledTimes(2);
  say(true);
  await vi.waitFor(() => expect(order).toEqual(["quit"]));
  app.get("before-quit")?.(event);
  expect(event.preventDefault).toHaveBeenCalledTimes(3);
  expect(order).toEqual(["quit", "quitting"]);
});

test("quitting is not held up by a question that cannot be shown, nor asked while the computer goes down", async () => {
  const broken = opened(async () => undefined, { answer: () => Promise.reject(new Error("no display")) });
  broken.app.get("before-quit")?.({ preventDefault: () => undefined });
  await vi.waitFor(() => expect(broken.order).toEqual(["quit"]));
  const down = opened(async () => undefined, { answer: async () => false });
  down.power.get("shutdown")?.();
  down.app.get("before-quit")?.({ preventDefault: () => undefined });
  expect(down.mayQuit).not.toHaveBeenCalled();
  expect(down.order).toEqual(["quitting"]);
});

test("with nothing left to end it still quits, and not inside the event, where Electron would take no second quit", async () => {
  const { app, order } = opened(async () => undefined);
  app.get("will-quit")?.({ preventDefault: vi.fn() });
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(order).not.toContain("quit");
  await vi.waitFor(() => expect(order.at(-1)).toBe("quit"), { timeout: 10_000 });
});

test("a second start opens the window, but not the one of a server, which starts it hidden to ask", () => {
  const app = new Map<string, Listener>();
  const open = vi.fn();
  followSecondStarts({ on: (event: string, listener: Listener) => app.set(event, listener) } as never, open);
  app.get("second-instance")?.({}, ["punchcard", "--hidden"]);
  expect(open).not.toHaveBeenCalled();
  app.get("second-instance")?.({}, ["punchcard"]);
  expect(open).toHaveBeenCalledOnce();
});

test("the last window closed does not quit", () => {
  const { app, order } = opened(async () => undefined);
  app.get("window-all-closed")?.();
  expect(order).toEqual([]);
});

test("a mistake of our own is logged and shows no dialog", () => {
  const { log } = opened(async () => undefined);
  process.listeners("uncaughtException").at(-1)?.(new Error("Object has been destroyed"), "uncaughtException");
  expect(JSON.stringify(log.mock.calls)).toContain("Object has been destroyed");
});
