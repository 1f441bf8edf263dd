import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { eventually, startApp } from "./app";
import { invoke, Story, shoot } from "./story";

/**
 * A file of another program becomes entries and is undone as one, and one that is killed on its way is told of and taken
 * back: real Electron, the real server, a time sheet on this computer. Each test begins with what the one before left.
 */
const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const account = {
    id: "local-1",
    service: "local",
    label: "This computer",
    permissions: { profile: "track", cells: {} },
  };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});

const file = () => join(story.home.path, "toggl.csv");
const pendingFile = () => join(story.home.punchcard, "import.json");
const head =
  "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags";
const two = (value: number) => String(value).padStart(2, "0");
/** Entries of ten minutes, from January 2025 on. */
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const [day, slot] = [Math.floor(at / 100), at % 100];
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
    return `Mara,,Nordwind,Website,Design,Row ${at},No,${date},${clock(slot * 10)},${date},${clock(slot * 10 + 10)},00:10:00,ux`;
  });
const choose = async (main: Page) => {
  await story.app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path as string] });
  }, file());
  await main.getByRole("button", { name: "Choose a CSV file…" }).click();
};
const count = async () => {
  const { total } = await story.call("list_time", { from: "2025-01-01", to: "2025-12-31", limit: 1 });
  return (total as { entries: number }).entries;
};

let main: Page;
beforeAll(async () => {
  const timer = await story.app.window("timer");
  await story.connect();
  await invoke(timer, "app:openWindow", { name: "main", page: "import" });
  main = await story.app.window("main");
});

test("what was shown is there, once, and the AI client finds it", async () => {
  writeFileSync(file(), [head, ...rows(30)].join("\r\n"));
  await choose(main);
  await main.getByRole("button", { name: "Import 30 entries (5:00)" }).click();
  await main.getByText("5:00 in the file, 5:00 in your account.").waitFor();
  expect(await count()).toBe(30);
  await shoot(main, "import");
});

test("the same file has nothing new", async () => {
  await choose(main);
  await main.getByText("There is nothing new to import.").waitFor();
  expect(await main.getByRole("row", { name: /^Already there/ }).textContent()).toBe("Already there305:00");
});

test("the import is one change under Activity, and is undone as one", async () => {
  await main.getByRole("link", { name: "Activity" }).click();
  await main.getByRole("button", { name: "Undo all 30" }).click();
  await eventually(async () => expect(await count()).toBe(0), 30_000);
});

test("an import that is killed on its way is told of after the next start, and taken back", async () => {
  writeFileSync(file(), [head, ...rows(3_000)].join("\n"));
  await main.getByRole("link", { name: "General" }).click();
  await main.getByRole("button", { name: "Import from another program…" }).click();
  await choose(main);
  await main.getByRole("button", { name: /^Import 3,?000 entries/ }).click();
  await eventually(() => expect(existsSync(pendingFile())).toBe(true), 30_000);
  await eventually(async () => expect(await count()).toBeGreaterThan(20), 30_000);
  const gone = new Promise<void>((resolve) => story.app.electron.process().once("exit", () => resolve()));
  story.app.electron.process().kill("SIGKILL");
  await gone;
  await eventually(() => expect(story.app.commandLines().filter((line) => line.includes("--tray"))).toEqual([]));
  const left = await count();
  expect(left).toBeGreaterThan(20);
  expect(left).toBeLessThan(3_000);
  expect(JSON.parse(readFileSync(pendingFile(), "utf8")).rows).toHaveLength(3_000);

  story.app = await startApp(story.home);
  main = await story.app.window("main");
  await main.getByText(`toggl.csv: ${left} of 3000 entries are in your account.`).waitFor();
  await main.getByRole("button", { name: "Take back" }).click();
  await main.getByText(/entries were removed again/).waitFor({ timeout: 60_000 });
  expect([await count(), existsSync(pendingFile())]).toEqual([0, false]);
});

test("an import that is killed on its way goes on where it was, and doubles nothing", async () => {
  writeFileSync(file(), [head, ...rows(1_500)].join("\n"));
  await main.getByRole("button", { name: "Back" }).click();
  await choose(main);
  await main.getByRole("button", { name: /^Import 1,?500 entries/ }).click();
  await eventually(async () => expect(await count()).toBeGreaterThan(20), 30_000);
  const gone = new Promise<void>((resolve) => story.app.electron.process().once("exit", () => resolve()));
  story.app.electron.process().kill("SIGKILL");
  await gone;
  story.app = await startApp(story.home);
  main = await story.app.window("main");
  await main.getByRole("button", { name: "Continue" }).click();
  await main.getByText("1500 entries imported").waitFor({ timeout: 90_000 });
  expect(await count()).toBe(1_500);
});
