import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { appTime, hour, invoke, shoot } from "./story";

/** A time sheet on this computer: work over midnight, the week as a calendar, and what is reminded of. */
/** Where it is daytime now: what runs since an hour runs since today. */
const zone = ["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo"].find((one) => {
  const now = new Intl.DateTimeFormat("en-GB", { timeZone: one, hour: "numeric" }).format(new Date(appTime()));
  return Number(now) >= 4 && Number(now) < 22;
});

let home: TestHome;
let app: RunningApp;
let page: Page;

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(`${root}/out/e2e-failed`)));
beforeAll(async () => {
  home = testHome();
  withTimeSheet(home);
  app = await startApp(home, { env: { TZ: zone ?? "" } });
  await invoke(await app.window("timer"), "app:openWindow", { name: "main", page: "entries" });
  page = await app.window("main");
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

const dayIn = (milliseconds: number) =>
  new Intl.DateTimeFormat("sv", { timeZone: zone }).format(new Date(milliseconds));
/** Two days before today, so that a night is over on any day and at any hour. */
const day = dayIn(appTime() - 48 * hour);
const next = dayIn(Date.parse(`${day}T12:00:00Z`) + 24 * hour);
/** Reads beside the page: a window's reading ends its own one before it. */
const entries = async () => {
  const { value } = (await invoke(await app.window("timer"), "entries:list", { from: day, to: next })) as {
    value: { entries: { text: string; begin: string; end: string; seconds: number }[] };
  };
  return value.entries.map(({ text, begin, end }) => [text, begin.slice(0, 16), end.slice(0, 16)]);
};

test("a shift from 22:00 to 02:00 is shown to end on the next day, and is stored so", async () => {
  await page.getByRole("button", { name: "Log time" }).first().click();
  const form = page.getByRole("form", { name: "Log time" });
  await form.getByLabel("Day").fill(day);
  await form.getByLabel("From", { exact: true }).fill("22:00");
  await form.getByLabel("To", { exact: true }).fill("2:00");
  await form.getByText("+1 day").waitFor();
  expect(await form.getByLabel("Duration", { exact: true }).inputValue()).toMatch(/^[345]:00$/);
  await form.getByLabel("Description", { exact: true }).fill("Night shift");
  await shoot(page, "night-shift");
  await form.getByLabel("Description", { exact: true }).press("Enter");
  await form.waitFor({ state: "detached" });
  expect(await entries()).toEqual([["Night shift", `${day}T22:00`, `${next}T02:00`]]);
});

test("in the calendar an entry is moved and made longer by keys, and the time sheet has it then", async () => {
  expect(
    await invoke(page, "entries:log", { day, from: "9:00", to: "10:00", work: {}, text: "Planning" }),
  ).toMatchObject({
    ok: true,
  });
  await page.keyboard.press("Control+Shift+C");
  // On Monday and Tuesday that day lies in the week before.
  if ((new Date(`${dayIn(appTime())}T12:00:00Z`).getUTCDay() + 6) % 7 < 2)
    await page.getByRole("button", { name: "Previous week" }).click();
  const block = page.getByRole("button", { name: /Planning/ }).first();
  await block.waitFor();
  const step = 15;
  await block.press("Alt+ArrowDown");
  const moved = async () => (await entries()).find(([text]) => text === "Planning") ?? [];
  await eventually(async () => expect((await moved())[1]).not.toBe(`${day}T09:00`));
  const [, begin = "", end = ""] = await moved();
  const minutes = (Date.parse(`${begin}Z`) - Date.parse(`${day}T09:00Z`)) / 60_000;
  expect(minutes % step).toBe(0);
  expect(Date.parse(`${end}Z`) - Date.parse(`${begin}Z`)).toBe(hour);
  await block.press("Shift+ArrowDown");
  await eventually(async () => expect((await moved())[2]).not.toBe(end));
  expect((await moved())[1]).toBe(begin);
  await shoot(page, "week-calendar");
});

test("what has been running for too long is told once, as a notification with its two buttons", async () => {
  const shown = () =>
    app.electron.evaluate(() => (globalThis as unknown as { told?: { title: string; texts: string[] }[] }).told ?? []);
  await app.electron.evaluate(({ Notification }) => {
    const told: { title: string; texts: string[] }[] = [];
    Object.assign(globalThis, { told });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      told.push({ title: this.title, texts: this.actions.map(({ text }) => text ?? "") });
    };
  });
  const timer = await app.window("timer");
  await timer
    .getByRole("button", { name: /^Clock in/ })
    .first()
    .waitFor();
  await invoke(timer, "timer:clockIn", { work: {}, text: "Stocktaking" });
  const begin = new Date(appTime() - 2 * hour).toLocaleTimeString("en-GB", { timeZone: zone, timeStyle: "short" });
  expect(await invoke(timer, "timer:edit", { begin })).toMatchObject({ ok: true });
  expect(await shown()).toEqual([]);
  const off = { on: false, at: 540 };
  const after = { on: false, after: 360 };
  const quiet = { on: false, from: 1200, to: 420 };
  const reminders = { begin: off, end: off, break: after, long: { on: true, after: 60 }, week: off, month: off, quiet };
  expect(await invoke(timer, "settings:update", { reminders })).toMatchObject({ ok: true });
  await eventually(async () => expect(await shown()).toHaveLength(1), 15_000);
  expect((await shown())[0]?.title).toMatch(/has been running for \d:\d\d/);
  expect((await shown())[0]?.texts.length).toBeGreaterThanOrEqual(2);
});
