import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { eventually, personEnv, pressUntil } from "./app";
import { invoke, pictures, Story, shoot } from "./story";

/**
 * A client that cannot ask its person wants to delete, and the running app asks instead: real Electron, the real launcher
 * and server, a time sheet on this computer. Each test begins with what the one before left.
 */
const rows = [
  {
    day: "yesterday",
    from: "14:30",
    to: "16:45",
    project: "Product configurator",
    activity: "Meeting",
    text: "Lens data",
  },
  { day: "yesterday", from: "9:00", to: "11:00", project: "Product configurator", activity: "Meeting" },
  { day: "yesterday", from: "12:00", to: "13:00", project: "Product configurator", activity: "Meeting" },
];

let ids: string[] = [];
const complaints: string[] = [];

const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const account = {
    id: "local-1",
    service: "local",
    label: "This computer",
    file: join(home.punchcard, "timesheet.db"),
    permissions: { profile: "track", cells: { "project.create": "allow", "activity.create": "allow" } },
  };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});
beforeAll(async () => {
  await story.app.window("timer");
  await story.connect();
  const { entries } = await story.call("log_time", { entries: rows, create_missing: true });
  ids = (entries as { id: string }[]).map(({ id }) => id);
});

interface Answer {
  isError?: boolean;
  structuredContent: { deleted?: string[]; error?: { code: string } };
}
const remove = (which: string[]) =>
  story.client.callTool({ name: "delete_time", arguments: { ids: which } }) as unknown as Promise<Answer>;
const left = async () => {
  const { structuredContent } = await story.client.callTool({ name: "list_time", arguments: { period: "yesterday" } });
  return (structuredContent as { total: { entries: number } }).total.entries;
};
const files = () => readdirSync(join(story.home.punchcard, "confirmations"));
const confirmWindows = () =>
  story.app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.webContents.getURL().includes("window=confirm"))
      .map((window) => ({
        top: window.isAlwaysOnTop(),
        title: window.getTitle(),
      })),
  );
const gone = () => eventually(async () => expect(await confirmWindows()).toEqual([]));

/** The window, once the question is in it. */
async function question(): Promise<Page> {
  const page = await story.app.window("confirm");
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.getByRole("alertdialog").waitFor();
  return page;
}

/** Answers the only question that waits. */
const answerBy = (page: Page, key: string) =>
  pressUntil(page, key, async () => expect(await confirmWindows()).toEqual([]));

test("Deny, which has the focus, deletes nothing", async () => {
  expect(ids).toHaveLength(3);
  const asked = remove(ids.slice(0, 2));
  const page = await question();
  expect(await confirmWindows()).toEqual([{ top: true, title: "Confirmation · Punchcard" }]);
  const text = (await page.getByRole("alertdialog").textContent()) ?? "";
  expect(text).toContain("Claude Desktop asks to delete 2 entries");
  expect(text).toContain("In its own words, not verified: “claude-ai”");
  expect(text).toContain("Product configurator / Meeting");
  expect(text).toContain("“Lens data”");
  expect(await page.evaluate("document.activeElement?.textContent")).toBe("Deny");
  mkdirSync(pictures, { recursive: true });
  await shoot(page, "confirm");
  expect(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).toBeLessThanOrEqual(0);
  await answerBy(page, "Enter");
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  await gone();
  expect(await left()).toBe(3);
  expect(files()).toEqual([]);
});

test("another window of the app cannot answer", async () => {
  const asked = remove(ids.slice(0, 2));
  const page = await question();
  const [name = ""] = files();
  const timer = await story.app.window("timer");
  const answer = await invoke(timer, "confirm:answer", { id: name.replace(".json", ""), answer: "allow" });
  expect(answer).toMatchObject({ ok: false, failure: { code: "permission" } });
  await answerBy(page, "Escape");
  expect((await asked).isError).toBe(true);
  await gone();
  expect(await left()).toBe(3);
});

test("closing the window is a no", async () => {
  const asked = remove(ids.slice(0, 2));
  await question();
  await story.app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().includes("window=confirm")) window.close();
  });
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  await gone();
  expect(await left()).toBe(3);
});

test("Allow once deletes exactly those, and the next time it is asked again", async () => {
  const asked = remove(ids.slice(0, 2));
  const page = await question();
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement?.textContent")).toBe("Allow once");
  await answerBy(page, "Enter");
  expect((await asked).structuredContent.deleted).toEqual(ids.slice(0, 2));
  await gone();
  expect(await left()).toBe(1);
  expect(files()).toEqual([]);
});

test("two questions come one after the other", async () => {
  const first = remove(ids.slice(2));
  const page = await question();
  const second = story.client.callTool({ name: "delete_time", arguments: { ids: [ids[2], "999999"] } });
  await eventually(() => expect(files()).toHaveLength(2));
  expect(await confirmWindows()).toHaveLength(1);
  // A key in the first half second after a question is seen does not count; it is pressed again while both still wait.
  const deniesFirst = async () => {
    if (files().length === 2) await page.keyboard.press("Escape").catch(() => undefined);
    return files().length;
  };
  await expect.poll(deniesFirst, { interval: 700, timeout: 20_000 }).toBe(1);
  expect((await first).isError).toBe(true);
  const deny = page.getByRole("button", { name: "Deny" });
  await eventually(async () => {
    await deny.click({ timeout: 1_000 }).catch(() => undefined);
    expect(await confirmWindows()).toEqual([]);
  }, 20_000);
  expect((await second).isError).toBe(true);
  await gone();
  expect(await left()).toBe(1);
});

test("quitting denies what waits, and then nobody can be asked any more", async () => {
  const asked = remove(ids.slice(2));
  await question();
  const closed = story.app.electron.waitForEvent("close");
  await story.tray.click("Quit");
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  await closed;
  expect(JSON.parse(readFileSync(join(story.home.punchcard, "tray.json"), "utf8")).pid).toBeUndefined();
  expect(await remove(ids.slice(2))).toMatchObject({
    isError: true,
    structuredContent: { error: { code: "confirm" } },
  });
  expect(await left()).toBe(1);
  expect(complaints).toEqual([]);
});

test("a server whose client cannot ask starts the app in the background, and the app asks", async () => {
  const waiting = new Client({ name: "claude-ai", version: "1.0.0" });
  const launcher = join(story.home.punchcard, "bin/punchcard-mcp");
  const stdio = { command: launcher, args: ["--client=claude-desktop"], env: personEnv(story.home) };
  await waiting.connect(new StdioClientTransport(stdio));
  const proof = () => JSON.parse(readFileSync(join(story.home.punchcard, "tray.json"), "utf8")) as { pid?: number };
  try {
    const asked = waiting.callTool({ name: "delete_time", arguments: { ids: ids.slice(2) } });
    const questions = () => files().filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
    const [file = ""] = await eventually(() => {
      expect(questions()).toHaveLength(1);
      return questions();
    }, 30_000);
    const { pid } = proof();
    expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).toContain("--hidden");
    // No driver holds this app: the person's answer is written as its window writes it.
    writeFileSync(
      join(story.home.punchcard, "confirmations", file.replace(".json", ".answer.json")),
      '{"answer":"deny"}',
    );
    expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
    expect(await left()).toBe(1);
  } finally {
    await waiting.close();
    const { pid } = proof();
    if (pid) {
      process.kill(pid, "SIGTERM");
      await eventually(() => expect(existsSync(`/proc/${pid}`)).toBe(false));
    }
    expect(proof().pid).toBeUndefined();
  }
}, 60_000);
