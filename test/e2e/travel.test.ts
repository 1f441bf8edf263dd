import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { appTime, berlinDay, invoke, shoot } from "./story";

/** A time sheet that was begun in Berlin, on a computer that is taken to New York. */
let home: TestHome;
let app: RunningApp;
const startMs = appTime();
/** A day of the time sheet, counted from the one on which the file starts. */
const sheetDay = (moreDays: number) => berlinDay(moreDays, startMs);
const day = sheetDay(-1);
const newYork = { env: { TZ: "America/New_York" } };

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(join(root, "out/e2e-failed"))));
beforeAll(async () => {
  home = testHome();
  withTimeSheet(home);
  app = await startApp(home);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

type Listed = { ok: boolean; value: { entries: { begin: string; end: string; zone?: string }[] } };
const listed = async (page: Parameters<typeof invoke>[0]) =>
  ((await invoke(page, "entries:list", { from: sheetDay(-3), to: sheetDay(1) })) as Listed).value.entries;

test("what was logged in Berlin is shown as it was in New York, and which zone new entries get is asked once", async () => {
  const berlin = await app.window("timer");
  await berlin.getByRole("button", { name: "Clock in", exact: true }).waitFor();
  await invoke(berlin, "entries:log", { day, from: "9:00", to: "17:00", work: {} });
  const [before] = await listed(berlin);
  expect(before?.begin).toMatch(/T09:00:00\+0[12]:00$/);
  expect(await berlin.getByText("This computer is in").count()).toBe(0);
  await app.close();

  app = await startApp(home, newYork);
  const timer = await app.window("timer");
  await timer.getByRole("heading", { name: "This computer is in New York, your time sheet in Berlin" }).waitFor();
  expect(await listed(timer)).toEqual([before]);
  await shoot(timer, "zone-question");
  await timer.getByRole("button", { name: "Stay with Berlin" }).click();
  await timer.getByText("This computer is in").waitFor({ state: "detached" });
  await app.close();

  app = await startApp(home, newYork);
  const again = await app.window("timer");
  await again.getByRole("button", { name: "Clock in", exact: true }).waitFor();
  expect(await again.getByText("This computer is in").count()).toBe(0);
});

test("new entries get New York's time where the person says so, and the past stays as it was", async () => {
  const timer = await app.window("timer");
  await invoke(timer, "settings:update", { zoneKept: null });
  await timer.getByRole("button", { name: "New entries in New York" }).click();
  await timer.getByText("This computer is in").waitFor({ state: "detached" });
  await eventually(async () => {
    const [entry] = await listed(timer);
    expect(entry).toMatchObject({ begin: expect.stringMatching(/T09:00:00\+0[12]:00$/), zone: "Europe/Berlin" });
  });
  await invoke(timer, "entries:log", { day: sheetDay(-2), from: "9:00", to: "10:00", work: {} });
  expect((await listed(timer)).map(({ begin }) => begin.slice(10))).toEqual([
    expect.stringMatching(/^T09:00:00\+0[12]:00$/),
    expect.stringMatching(/^T09:00:00-0[45]:00$/),
  ]);
});
