import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copiesFolder } from "#core/services/local/database/copies";
import { overwrite, pageWith, rowsOf, writeSheet } from "../mcp-server/core/services/local/database/damaged-sheet";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";

/** A time sheet that is damaged before the app starts, in the real app: each way to go on, from its window to the timer. */
const total = 120;
let home: TestHome;
let app: RunningApp;
let file: string;
let broken: Buffer;

beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => app?.pictures(join(root, "out/e2e-failed")));
  home = testHome();
  file = withTimeSheet(home);
  writeSheet(file, total, "PRAGMA journal_mode = WAL");
  overwrite(file, pageWith(file, `Entry ${total} `));
  broken = readFileSync(file);
  const folder = copiesFolder(home.punchcard, file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Older than any moment of test:clock: changes count as missing only where they were made after the copy.
  writeSheet(join(folder, "2026-01-20T170000Z.db"), 100);
  app = await startApp(home);
});
afterEach(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

const entries = () => rowsOf(file, "SELECT id FROM entry").length;
const kept = () => readdirSync(home.punchcard).filter((name) => /^timesheet\.db\.damaged-[\dT-]+$/.test(name));

/** The window opens by itself, and nothing else does. */
async function restoreWindow() {
  const page = await app.window("restore");
  await page.getByRole("heading", { name: "Your time sheet is damaged" }).waitFor();
  expect(app.electron.windows().filter((one) => one.url().includes("window=timer"))).toEqual([]);
  expect(readFileSync(file).equals(broken)).toBe(true);
  return page;
}

async function goesOn(page: Awaited<ReturnType<typeof restoreWindow>>, count: number) {
  await page.getByRole("heading", { name: "Your time sheet works again" }).waitFor();
  expect(entries()).toBe(count);
  const [name = "", another] = kept();
  expect(another).toBeUndefined();
  expect(readFileSync(join(home.punchcard, name)).equals(broken)).toBe(true);
  await page.getByText(name).waitFor();
  await page.getByRole("button", { name: "Open Punchcard" }).click();
  const timer = await app.window("timer");
  await timer.getByRole("heading", { name: "Clocked out" }).waitFor();
  await timer.getByRole("button", { name: "Clock in", exact: true }).first().click();
  await eventually(() => expect(entries()).toBe(count + 1));
}

test("goes on with the copy", async () => {
  const page = await restoreWindow();
  await page.getByRole("button", { name: /^Continue with/ }).click();
  await goesOn(page, 100);
});

test("uses a file of the person's own, and says what is wrong with another", async () => {
  const [mine, wrong] = [join(home.path, "mine.db"), join(home.path, "notes.txt")];
  writeSheet(mine, 7);
  writeFileSync(wrong, "not a time sheet");
  const choose = (path: string) =>
    app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [filePath] })) as never;
    }, path);
  const page = await restoreWindow();
  await choose(wrong);
  await page.getByRole("button", { name: "Choose…" }).click();
  await page
    .getByText(/notes\.txt is not a time sheet/)
    .first()
    .waitFor();
  expect(readFileSync(file).equals(broken)).toBe(true);
  await choose(mine);
  await page.getByRole("button", { name: "Choose…" }).click();
  await page.getByText("mine.db, 7 entries").waitFor();
  await page.getByRole("button", { name: "Use this file" }).click();
  await goesOn(page, 7);
});

test("begins a new one", async () => {
  const page = await restoreWindow();
  await page.getByText("Start a new time sheet").first().click();
  await page.getByRole("button", { name: "Start a new time sheet" }).click();
  await goesOn(page, 0);
});

test("goes on with a copy, and applies what was clocked since then again", async () => {
  const page = await restoreWindow();
  await page.getByRole("button", { name: /^Continue with/ }).click();
  await goesOn(page, 100);
  const made = rowsOf(file, "SELECT * FROM entry ORDER BY id DESC LIMIT 1");
  await app.close();
  overwrite(file, pageWith(file, "Entry 90 "));
  app = await startApp(home);
  const again = await app.window("restore");
  await again.getByText("20 Jan").or(again.getByText("Jan 20")).last().click();
  await again.getByRole("button", { name: /^Continue with/ }).click();
  await again.getByText(/1 change was made after/).waitFor();
  expect(entries()).toBe(100);
  await again.getByRole("button", { name: "Show missing changes" }).click();
  const activity = await app.window("main");
  await activity.getByRole("button", { name: "Apply 1 change again" }).click();
  await activity.getByText("1 change was applied again").waitFor();
  expect(rowsOf(file, "SELECT * FROM entry ORDER BY id DESC LIMIT 1")).toEqual(made);
  expect(entries()).toBe(101);
});
