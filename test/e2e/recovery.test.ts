import { openSync, readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { appTime, invoke, nextSecond } from "./story";

/**
 * What is not taken, and what is broken, in the real app: a clock out that failed survives quitting, and a damaged time
 * sheet is only replaced by a click. Each test begins with what the one before left.
 */
let home: TestHome;
let app: RunningApp;
let file: string;

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(join(root, "out/e2e-failed"))));
beforeAll(async () => {
  home = testHome();
  file = withTimeSheet(home);
  app = await startApp(home);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

/** Answers the question before quitting by the given button, and keeps what was asked. */
const answerQuitWith = (response: number) =>
  app.electron.evaluate(({ app: electron, dialog }, button) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async (options: { message: string }) => {
      asked.push(options.message);
      return { response: button, checkboxChecked: false };
    }) as never;
    electron.quit();
  }, response);
const askedToQuit = () => app.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

/** In both themes, where somebody wants to look. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PUNCHCARD_SCREENSHOTS;
  if (!folder) return;
  for (const theme of ["dark", "light"] as const) {
    await invoke(page, "settings:update", { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor({ state: "attached" });
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
  }
}

/** @returns entries, begins and ends in milliseconds */
function entries(): { begin: number; end: number | null }[] {
  const raw = new Libsql(file, { readonly: true });
  const rows = raw.prepare("SELECT begin_at, end_at FROM entry ORDER BY id").all() as Record<string, number | null>[];
  raw.close();
  const milliseconds = (seconds: number | null | undefined) => (seconds == null ? null : seconds * 1000);
  return rows.map((row) => ({ begin: Number(row.begin_at) * 1000, end: milliseconds(row.end_at) }));
}

/** A moment of the time sheet, which keeps whole seconds, lies between two of this clock. */
function isOf(moment: number | null | undefined, from: number, to: number): void {
  expect(moment).toBeGreaterThan(from - 1_000);
  expect(moment).toBeLessThanOrEqual(to);
}

test("clicks that were not taken wait in line when the person quits all the same, and arrive with their times", async () => {
  const timer = await app.window("timer");
  await timer.getByRole("button", { name: "Clock in", exact: true }).click();
  const out = timer.getByRole("button", { name: "Clock out", exact: true });
  await out.waitFor();
  // The time sheet keeps whole seconds, and an entry that ends in the second of its begin is refused.
  await nextSecond();
  // Another program writes to the time sheet and does not finish.
  const busy = new Libsql(file);
  busy.exec("BEGIN IMMEDIATE");
  const beforeOut = appTime();
  await out.click();
  const line = timer.getByRole("region", { name: "1 waits for This computer" });
  await line.getByText(/^Clock out at/).waitFor({ timeout: 15_000 });
  await timer.getByRole("heading", { name: "Clocked out" }).waitFor();
  const afterOut = appTime();
  await nextSecond();
  const beforeIn = appTime();
  await timer.getByRole("button", { name: "Clock in", exact: true }).click();
  await timer.getByRole("region", { name: "2 wait for This computer" }).waitFor({ timeout: 15_000 });
  const afterIn = appTime();
  await picture(timer, "outbox");
  expect(readdirSync(home.punchcard)).toContain("timer-commands.json");

  await answerQuitWith(0);
  await eventually(async () => expect(await askedToQuit()).toEqual(["Clicks not sent yet: 2"]));
  await timer.getByRole("button", { name: "Send now" }).waitFor();

  const gone = new Promise((resolve) => app.electron.process().once("exit", resolve));
  await answerQuitWith(1).catch(() => undefined);
  await gone;
  expect(entries()).toMatchObject([{ end: null }]);

  app = await startApp(home);
  const after = await app.window("timer");
  await after.getByRole("region", { name: "2 wait for This computer" }).waitFor({ timeout: 15_000 });
  busy.exec("ROLLBACK");
  busy.close();
  // By itself within a minute; a person need not wait for that.
  await invoke(after, "timer:retry");
  await eventually(() => expect(entries()).toHaveLength(2));
  const [first, second] = entries();
  isOf(first?.end, beforeOut, afterOut);
  isOf(second?.begin, beforeIn, afterIn);
  expect(second?.end).toBeNull();
  await eventually(() => expect(readdirSync(home.punchcard)).not.toContain("timer-commands.json"));
});

test("a click that no longer fits what stands in the time sheet is asked about, and done as it was meant", async () => {
  const timer = await app.window("timer");
  await timer.getByRole("button", { name: "Clock out", exact: true }).waitFor();
  // Within the minute of its begin an entry would not be kept.
  const raw = new Libsql(file);
  raw.exec("UPDATE entry SET begin_at = begin_at - 7200, end_at = end_at - 7200");
  raw.exec("BEGIN IMMEDIATE");
  const clicked = appTime();
  await timer.getByRole("button", { name: "Clock out", exact: true }).click();
  const line = timer.getByRole("region", { name: "1 waits for This computer" });
  await line.getByText("being sent").waitFor({ state: "detached", timeout: 15_000 });
  await line.waitFor();
  const waits = appTime();
  // Meanwhile it was ended elsewhere, half an hour before.
  raw.prepare("UPDATE entry SET end_at = ? WHERE end_at IS NULL").run(Math.floor(clicked / 1000) - 1_800);
  raw.exec("COMMIT");
  raw.close();
  await invoke(timer, "timer:retry");
  const card = timer.getByRole("alert").filter({ hasText: "was not sent" });
  await card.waitFor();
  await picture(timer, "outbox-question");
  expect(entries().at(-1)?.end).toBe(Math.floor(clicked / 1000) * 1000 - 1_800_000);
  await card.getByRole("button", { name: /^Change to/ }).click();
  await eventually(() => isOf(entries().at(-1)?.end, clicked, waits));
  await timer.getByText("Clocked out").first().waitFor();
  expect(entries()).toHaveLength(2);
});

test("a damaged time sheet stays as it is until the person restores its copy with a click", async () => {
  // The copy is made when the server ends, with the app.
  await app.close();
  const { size } = statSync(file);
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(size - 4_096, 7), 0, size - 4_096, 4_096);
  app = await startApp(home);
  const restore = await app.window("restore");
  await restore.getByRole("heading", { name: "Your time sheet is damaged" }).waitFor();
  // The app reads the time sheet again, which must not restore it.
  await invoke(restore, "timer:retry");
  const names = () => readdirSync(home.punchcard).filter((name) => name.startsWith("timesheet.db"));
  expect(names().filter((name) => name.includes("damaged-"))).toEqual([]);
  expect(statSync(file).size).toBe(size);
  await restore.getByRole("button", { name: /^Continue with/ }).click();
  await restore.getByRole("button", { name: "Open Punchcard" }).click();
  const timer = await app.window("timer");
  await timer.getByText("Clocked out").first().waitFor();
  expect(entries()).toHaveLength(2);
  expect(names().filter((name) => /damaged-[\dT-]+$/.test(name))).toHaveLength(1);
});
