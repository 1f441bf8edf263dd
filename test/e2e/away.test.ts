import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { exportDesktop } from "../fakes/session-bus";
import { eventually, pressUntil, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { appTime, invoke, shoot } from "./story";

/** A person leaves with the timer running, on a Wayland desktop that tells of them over D-Bus, and comes back. */
let home: TestHome;
let app: RunningApp;
let desktop: Awaited<ReturnType<typeof exportDesktop>>;
let idle = 0;
let file: string;
const minute = 60_000;

const start = () =>
  startApp(home, {
    args: ["--ozone-platform=x11"],
    env: { XDG_SESSION_TYPE: "wayland", DBUS_SYSTEM_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS ?? "" },
  });

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(join(root, "out/e2e-failed"))));
beforeAll(async () => {
  home = testHome();
  file = withTimeSheet(home);
  desktop = await exportDesktop(process.env.DBUS_SESSION_BUS_ADDRESS ?? "", "gnome", () => idle);
  app = await start();
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  desktop?.close();
  home?.remove();
});

/** @returns entries, begins and ends in milliseconds */
function entries(): { begin: number; end: number | null }[] {
  const raw = new Libsql(file, { readonly: true });
  const rows = raw.prepare("SELECT begin_at, end_at FROM entry ORDER BY begin_at").all() as {
    begin_at: number;
    end_at: number | null;
  }[];
  raw.close();
  return rows.map((row) => ({ begin: row.begin_at * 1000, end: row.end_at === null ? null : row.end_at * 1000 }));
}

/** The running entry began so long ago. */
function beganBefore(milliseconds: number): void {
  const raw = new Libsql(file);
  raw.prepare("UPDATE entry SET begin_at = ? WHERE end_at IS NULL").run(Math.floor((appTime() - milliseconds) / 1000));
  raw.close();
}

test("what an absence was is asked at the unlocked screen, and the answer ends and begins work at its times", async () => {
  const timer = await app.window("timer");
  await timer.getByRole("button", { name: "Clock in", exact: true }).click();
  await timer.getByRole("button", { name: "Clock out", exact: true }).waitFor();
  beganBefore(120 * minute);
  await invoke(timer, "app:refresh");
  // The computer locks itself after half an hour without a key.
  idle = 30 * minute;
  const left = appTime() - idle;
  await eventually(() => expect(presence()).toContain("idle"), 30_000);
  desktop.lock(true);
  await eventually(() => expect(presence()).toContain("locked"));
  idle = 0;
  desktop.lock(false);
  const away = await app.window("away");
  await away.getByRole("heading", { name: /^You were away/ }).waitFor();
  expect(await away.locator("main").textContent()).toContain("computer locked");
  await shoot(away, "away");
  expect(entries()).toHaveLength(1);
  await away.getByRole("button", { name: /and go on now/ }).press("Enter");
  await eventually(() => expect(entries()).toHaveLength(2));
  const [before, after] = entries();
  expect(Math.abs((before?.end ?? 0) - left)).toBeLessThan(20_000);
  expect(Math.abs((after?.begin ?? 0) - appTime())).toBeLessThan(60_000);
  expect(after?.end).toBeNull();
  await eventually(() => expect(away.isClosed()).toBe(true));
});

test("a question that nobody saw stays in the timer, outlives a restart, and is answered from there", async () => {
  beganBefore(40 * minute);
  const timer = await app.window("timer");
  await invoke(timer, "app:refresh");
  idle = 20 * minute;
  await eventually(() => expect(presence().filter((one) => one === "idle")).toHaveLength(2), 30_000);
  const left = appTime() - idle;
  idle = 0;
  const words = /^You were away .+ What was it\?$/;
  await timer.getByText(words).waitFor();
  await shoot(timer, "timer-away");
  await app.close();
  expect(entries()[1]?.end).toBeNull();
  app = await start();
  const again = await app.window("timer");
  await again.getByText(words).waitFor();
  await again.getByRole("button", { name: "Answer…" }).click();
  const away = await app.window("away");
  await away.getByRole("heading", { name: /^You were away/ }).waitFor();
  await pressUntil(away, "2", () => expect(entries()[1]?.end).not.toBeNull());
  expect(Math.abs((entries()[1]?.end ?? 0) - left)).toBeLessThan(20_000);
  expect(entries()).toHaveLength(2);
});

test("what has been running since yesterday is asked for its end, and ends when the person says", async () => {
  const before = await app.window("timer");
  await before.getByRole("button", { name: "Clock in", exact: true }).click();
  await before.getByRole("button", { name: "Clock out", exact: true }).waitFor();
  await app.close();
  beganBefore(26 * 60 * minute);
  idle = 0;
  app = await start();
  const away = await app.window("away");
  await away.getByText("Still running").waitFor();
  await shoot(away, "away-overnight");
  const timer = await app.window("timer");
  const waits = timer.getByText(/When did it end\?$/);
  await pressUntil(away, "Escape", async () => expect(await waits.count()).toBe(1));
  const running = () => entries().find(({ begin }) => begin < appTime() - 25 * 60 * minute);
  expect(running()?.end).toBeNull();
  await timer.getByRole("button", { name: "Answer…" }).click();
  const again = await app.window("away");
  await again.locator(".away__when button.select").click();
  await again.getByRole("option").first().click();
  await again.getByLabel("It ended at").fill("23:59");
  const endIt = again.getByRole("button", { name: "End at 23:59" });
  await endIt.focus();
  await pressUntil(again, "Enter", () => expect(running()?.end).not.toBeNull());
  const end = new Date(running()?.end ?? 0);
  expect([end.getUTCMinutes(), end.getUTCSeconds()]).toEqual([59, 0]);
});

/** What the app has noted of its person. */
function presence(): string[] {
  const kept = join(home.punchcard, "away.json");
  if (!existsSync(kept)) return [];
  const { marks } = JSON.parse(readFileSync(kept, "utf8")) as { marks: { reason: string }[] };
  return marks.map(({ reason }) => reason);
}
