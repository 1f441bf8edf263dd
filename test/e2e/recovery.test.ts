import { mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";

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
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  file = join(home.punchcard, "timesheet.db");
  const account = { id: "local-1", service: "local", label: "This computer", permissions: { profile: "track" } };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
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

/** @returns entries, begins and ends in milliseconds */
function entries(): { begin: number; end: number | null }[] {
  const raw = new Libsql(file, { readonly: true });
  const rows = raw.prepare("SELECT begin_at, end_at FROM entry ORDER BY id").all() as Record<string, number | null>[];
  raw.close();
  const milliseconds = (seconds: number | null | undefined) => (seconds == null ? null : seconds * 1000);
  return rows.map((row) => ({ begin: Number(row.begin_at) * 1000, end: milliseconds(row.end_at) }));
}

test("a clock out that failed is kept when the person quits all the same, and ends the entry at its first time", async () => {
  const timer = await app.window("timer");
  await timer.getByRole("button", { name: "Clock in", exact: true }).click();
  const out = timer.getByRole("button", { name: "Clock out", exact: true });
  await out.waitFor();
  // The time sheet keeps whole seconds, and an entry that ends in the second of its begin is refused.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  // Another program writes to the time sheet and does not finish.
  const busy = new Libsql(file);
  busy.exec("BEGIN IMMEDIATE");
  const clicked = Date.now();
  await out.click();
  await timer.getByRole("alert").filter({ hasText: "was not saved" }).waitFor({ timeout: 15_000 });
  expect(readdirSync(home.punchcard)).toContain("timer-commands.json");

  await answerQuitWith(0);
  await eventually(async () => expect(await askedToQuit()).toHaveLength(1));
  expect((await askedToQuit())[0]).toMatch(/^Clock-out at \d\d:\d\d was not saved$/);
  await timer.getByRole("button", { name: "Retry clock-out" }).waitFor();

  const gone = new Promise((resolve) => app.electron.process().once("exit", resolve));
  await answerQuitWith(1).catch(() => undefined);
  await gone;
  busy.exec("ROLLBACK");
  busy.close();
  expect(entries()).toMatchObject([{ end: null }]);

  app = await startApp(home);
  const again = await app.window("timer");
  await again.getByRole("alert").filter({ hasText: "Waiting for This computer: clock out at" }).waitFor();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await again.getByRole("button", { name: "Retry clock-out" }).click();
  await again.getByText("Clocked out").first().waitFor();
  await eventually(() => expect(entries()[0]?.end).not.toBeNull());
  const [entry, ...more] = entries();
  expect(more).toEqual([]);
  expect(Math.abs((entry?.end ?? 0) - clicked)).toBeLessThan(2_000);
  expect(readdirSync(home.punchcard)).not.toContain("timer-commands.json");
});

test("a damaged time sheet stays as it is until the person restores its copy with a click", async () => {
  // The copy is made when the server ends, with the app.
  await app.close();
  const { size } = statSync(file);
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(size - 4_096, 7), 0, size - 4_096, 4_096);
  app = await startApp(home);
  const timer = await app.window("timer");
  await timer.getByRole("heading", { name: "Your time sheet is damaged" }).waitFor();
  // Long after the app has read again by itself.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const names = () => readdirSync(home.punchcard).filter((name) => name.startsWith("timesheet.db"));
  expect(names().filter((name) => name.includes("damaged-"))).toEqual([]);
  expect(statSync(file).size).toBe(size);
  await timer.getByRole("button", { name: /^Restore the backup from/ }).click();
  await timer.getByText("Clocked out").first().waitFor();
  expect(entries()).toHaveLength(1);
  expect(names().filter((name) => /damaged-[\dT-]+$/.test(name))).toHaveLength(1);
});
