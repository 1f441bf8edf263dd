import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { berlinDay, invoke, shoot } from "./story";

let home: TestHome;
let app: RunningApp;

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

const kept = () => readFileSync(join(home.punchcard, "drafts.json"), "utf8");
const entriesPage = async () => {
  await invoke(await app.window("timer"), "app:openWindow", { name: "main", page: "entries" });
  const page = await app.window("main");
  await page.getByRole("button", { name: "Log time" }).first().click();
  return page;
};

test("a new entry that was typed and not saved outlives a load of the window and a crash, and is saved once", async () => {
  const before = await entriesPage();
  await before.getByLabel("From", { exact: true }).fill("9:00");
  await before.getByLabel("Duration", { exact: true }).fill("1h");
  await before.getByLabel("Description", { exact: true }).fill("Call with Jana");
  await eventually(() => expect(kept()).toContain("Call with Jana"));
  await before.reload();
  await before.getByRole("button", { name: "Log time" }).first().click();
  await before.getByText("Draft from").waitFor();
  const gone = new Promise((resolve) => app.electron.process().once("exit", resolve));
  app.electron.process().kill("SIGKILL");
  await gone;

  app = await startApp(home);
  const page = await entriesPage();
  await page.getByText("Draft from").waitFor();
  expect(await page.getByLabel("Description", { exact: true }).inputValue()).toBe("Call with Jana");
  await shoot(page, "draft");
  await page.getByLabel("Description", { exact: true }).press("Enter");
  await page.getByRole("form").waitFor({ state: "detached" });
  await eventually(() => expect(kept()).not.toContain("Call with Jana"));
  const days = { from: berlinDay(-1), to: berlinDay(1) };
  const { value } = (await invoke(await app.window("timer"), "entries:list", days)) as {
    value: { entries: { text: string; seconds: number }[] };
  };
  expect(value.entries).toMatchObject([{ text: "Call with Jana", seconds: 3600 }]);
});
