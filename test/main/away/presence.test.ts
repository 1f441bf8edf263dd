import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPresence } from "#main/away/presence/index";
import type { PresenceNews, PresenceSource } from "#main/away/presence/source";
import { type DesktopBus, hasBus, startDesktopBus } from "../../fakes/session-bus";

const kept = { ...process.env };
let desktop: DesktopBus | null = null;
let source: PresenceSource | null = null;
beforeEach(() => {
  delete process.env.DBUS_SESSION_BUS_ADDRESS;
  delete process.env.DBUS_SYSTEM_BUS_ADDRESS;
});
afterEach(() => {
  source?.stop();
  desktop?.close();
  source = null;
  desktop = null;
  process.env = { ...kept };
});

class Power extends EventEmitter {
  getSystemIdleTime = () => 7;
}

/** The source of a Linux session on this desktop, once it has asked for all that there is. */
async function linux(kind: "gnome" | "kde" | "bare", wayland: boolean) {
  desktop = await startDesktopBus(kind);
  process.env.DBUS_SESSION_BUS_ADDRESS = desktop.address;
  process.env.DBUS_SYSTEM_BUS_ADDRESS = desktop.address;
  const power = new Power();
  const env = { XDG_SESSION_TYPE: wayland ? "wayland" : "x11" };
  source = openPresence(power as never, { platform: "linux", env, log: () => undefined });
  const news: PresenceNews[] = [];
  source.follow((one) => news.push(one));
  await source.idle().catch(() => null);
  return { source, power, news, desktop };
}

test.skipIf(!hasBus).each(["gnome", "kde"] as const)(
  "under Wayland %s tells how long nothing was typed, when the screen is locked, and when the computer sleeps",
  async (kind) => {
    const { source, news, desktop } = await linux(kind, true);
    desktop.idle = 2_700_000;
    expect(await source.idle()).toBe(2_700_000);
    expect(source.tells()).toEqual({ idle: true, lock: true, sleep: true });
    const steps = [() => desktop.lock(true), () => desktop.sleep(true), () => desktop.sleep(false)];
    for (const [index, step] of [...steps, () => desktop.lock(false)].entries()) {
      step();
      await vi.waitUntil(() => news.length === index + 1);
    }
    expect(news).toEqual(["locked", "asleep", "awake", "unlocked"]);
  },
);

test.skipIf(!hasBus)("under X11 Electron counts the idle time, and the desktop tells of locks", async () => {
  const { source, news, power, desktop } = await linux("gnome", false);
  desktop.idle = 2_700_000;
  expect(await source.idle()).toBe(7_000);
  desktop.lock(true);
  await vi.waitUntil(() => news.length === 1);
  power.emit("resume");
  expect(news).toEqual(["locked", "awake"]);
});

test.skipIf(!hasBus)("a Wayland desktop that tells nothing is said to tell nothing", async () => {
  const { source } = await linux("bare", true);
  expect(await source.idle()).toBeNull();
  expect(source.tells()).toEqual({ idle: false, lock: false, sleep: true });
});

test("without any bus Electron's own word is left, and nothing throws", async () => {
  process.env.DBUS_SESSION_BUS_ADDRESS = "unix:path=/nonexistent/bus";
  process.env.DBUS_SYSTEM_BUS_ADDRESS = "unix:path=/nonexistent/bus";
  const power = new Power();
  source = openPresence(power as never, { platform: "linux", env: {}, log: () => undefined });
  const news: PresenceNews[] = [];
  source.follow((one) => news.push(one));
  expect(await source.idle()).toBe(7_000);
  power.emit("suspend");
  expect(news).toEqual(["asleep"]);
  source.stop();
  power.emit("resume");
  expect(news).toHaveLength(1);
});

test("on Windows and macOS Electron tells everything", async () => {
  const power = new Power();
  source = openPresence(power as never, { platform: "win32", env: {}, log: () => undefined });
  const news: PresenceNews[] = [];
  source.follow((one) => news.push(one));
  for (const event of ["lock-screen", "suspend", "resume", "unlock-screen"]) power.emit(event);
  expect(news).toEqual(["locked", "asleep", "awake", "unlocked"]);
  expect(source.tells()).toEqual({ idle: true, lock: true, sleep: true });
});
