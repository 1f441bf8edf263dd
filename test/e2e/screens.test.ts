import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import { seedLeave, seedStudio } from "./sample";
import { appTime, invoke, Story, shoot as shootThemes } from "./story";

/**
 * Every screen of the real app in light and dark, as pictures in out/screenshots (PUNCHCARD_SCREENSHOTS=docs/images makes
 * those of the documentation), and nothing on them sticks out or is complained about in the console.
 */
let kimai: FakeKimai;
let secureKimai: FakeKimai;
const complaints: string[] = [];
const watched = new Set<Page>();

const vscode = `{
  "servers": {
    // company wiki
    "wiki": { "type": "http", "url": "https://wiki.hollmann-ree.example/mcp" }
  }
}
`;

const story = new Story(async (home) => {
  const configured = {
    ".config/Claude/claude_desktop_config.json": '{\n  "mcpServers": {}\n}\n',
    ".config/Code/User/mcp.json": vscode,
    ".cursor/mcp.json": '{\n  "mcpServers": {}\n}\n',
    ".codex/config.toml": 'model = "gpt-5.1-codex"\n',
  };
  for (const [file, text] of Object.entries(configured)) {
    mkdirSync(dirname(join(home.path, file)), { recursive: true });
    writeFileSync(join(home.path, file), text);
  }
  kimai = await startFakeKimai({
    zones: { user: "Europe/Berlin", teamlead: "Europe/Berlin" },
    seed: (state) => {
      seedStudio(state, appTime());
      seedLeave(state, appTime());
    },
  });
  secureKimai = await startFakeKimai({ tls: true });
  return { close: () => Promise.all([kimai.close(), secureKimai.close()]) };
});

/** Both themes of what a window shows now, after a look at its console and its width. */
async function shoot(page: Page, name: string): Promise<void> {
  if (!watched.has(page)) {
    watched.add(page);
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(`${name}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`${name}: ${error.message}`));
  }
  await shootThemes(page, name);
  const sticksOut = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  expect(sticksOut, `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

test("onboarding", async () => {
  const page = await story.app.window("onboarding");
  await shoot(page, "onboarding");
  await page.getByRole("button", { name: "Connect Kimai" }).click();
  await page.getByLabel("Address").fill(secureKimai.url);
  await page.getByLabel("API token").fill("not-the-token");
  await page.getByRole("button", { name: "Test and save" }).click();
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").textContent()).toMatch(/certificate/i);
  await shoot(page, "onboarding-kimai");
  await page.getByLabel("Address").fill(kimai.url);
  await page.getByLabel("API token").fill(kimai.tokens.user);
  await page.getByRole("button", { name: "Test and save" }).click();
  await page.getByRole("heading", { name: "What an AI may do" }).waitFor();
  await shoot(page, "onboarding-permissions");
  await page.getByRole("button", { name: "Open the timer" }).click();
});

test("the timer while working", async () => {
  const page = await story.app.window("timer");
  await page.getByRole("button", { name: "Clock out" }).waitFor();
  await page.getByText("Warehouse app").first().waitFor();
  await shoot(page, "timer");
});

test("the main window, page by page", async () => {
  const timer = await story.app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "entries" });
  const page = await story.app.window("main");
  await page.getByText("Ticket page, final icons").first().waitFor();
  // On a Monday the week has next to nothing to show.
  if (new Date(appTime()).getDay() === 1) {
    await page.getByRole("button", { name: "Previous week" }).click();
    await page.getByText("Lens data workshop").first().waitFor();
  }
  await shoot(page, "entries");
  await page.getByRole("link", { name: "Absences" }).click();
  await page.getByRole("heading", { name: "Request absence" }).waitFor();
  await page.getByText("Team", { exact: true }).click();
  await page.getByRole("button", { name: "Next month" }).click();
  await page.locator(".away", { hasText: "Jonas Weber" }).first().waitFor();
  const third = page.locator(".month__week").nth(2).locator("[data-day]");
  await third.nth(2).click();
  await third.nth(4).click();
  await page.getByLabel("Comment", { exact: false }).last().fill("Family visit");
  await page.getByText("Nothing sent yet.").waitFor();
  await shoot(page, "absences");
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByText("Warehouse app").first().waitFor();
  await page.getByText(/Read from Kimai at/).waitFor();
  await shoot(page, "reports");
  await page.getByRole("link", { name: "Accounts" }).click();
  await page.getByRole("heading", { name: "Accounts" }).waitFor();
  await shoot(page, "settings-accounts");
  await page.getByRole("link", { name: "AI permissions" }).click();
  await page.getByText("See the timer", { exact: true }).waitFor();
  await shoot(page, "settings-permissions");
  await page.getByRole("link", { name: "AI clients" }).click();
  // By keyboard alone: the focus stays on the button, which then takes it back.
  await page.getByRole("button", { name: "Register: Cursor" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove from Cursor" }).waitFor();
  expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe("Remove from Cursor");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Register: Cursor" }).waitFor();
  expect(readFileSync(join(story.home.path, ".cursor/mcp.json"), "utf8")).toBe('{\n  "mcpServers": {}\n}\n');
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove from Cursor" }).waitFor();
  await page.getByRole("button", { name: "Details of VS Code", exact: true }).click();
  await page.getByText("--client=vscode").first().waitFor();
  await shoot(page, "settings-clients");
  await page.getByRole("link", { name: "General" }).click();
  await page.getByText("Secret Service").waitFor();
  await page.getByText("Checked at").waitFor();
  await shoot(page, "settings-general");
});

test("a request for leave reaches Kimai, and a month of time a file", async () => {
  const page = await story.app.window("main");
  await page.getByRole("link", { name: "Absences" }).click();
  await page.getByRole("button", { name: "Next month" }).click();
  const monday = page.locator(".month__week").nth(3).locator("[data-day]").first();
  const day = await monday.getAttribute("data-day");
  await monday.click();
  await page.getByLabel("Comment").last().fill("Family visit");
  await page.getByText("Nothing sent yet.").waitFor();
  const before = kimai.state.plugged.absences.length;
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText("Sent to Kimai").waitFor();
  expect(kimai.state.plugged.absences.slice(before)).toMatchObject([
    { user: 4, type: "holiday", first: day, last: day, comment: "Family visit" },
  ]);
  await page.locator(`[data-day="${day}"][aria-label*="You: Holiday"]`).waitFor();

  const file = join(story.home.path, "report.csv");
  // The system's own dialog cannot be pressed by a test.
  await story.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.getByRole("link", { name: "Reports" }).click();
  await page.getByText(/Read from Kimai at/).waitFor();
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("menuitem", { name: /This report for programs/ }).click();
  await page.getByText(`Saved to ${file}`).waitFor();
  expect(readFileSync(file, "utf8")).toMatch(/^\uFEFFproject,project_id,hours.*\r\nWebsite relaunch,/);
});

test("the timer on a break, after clock out and offline", async () => {
  const page = await story.app.window("timer");
  await page.getByRole("button", { name: "Break" }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await shoot(page, "timer-break");
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Clock out" }).click();
  await page.getByRole("button", { name: /^Undo/ }).waitFor();
  await shoot(page, "timer-idle");
  kimai.fail({ failure: { kind: "drop", afterEffect: false }, times: 1000 });
  await page.getByRole("button", { name: "Clock in", exact: true }).click();
  const line = page.getByRole("region", { name: "1 waits for Kimai" });
  await line.waitFor({ timeout: 60_000 });
  // The reading that follows fails too, and only then is the service known to be out of reach.
  await page.getByText("Cannot reach Kimai").first().waitFor({ timeout: 60_000 });
  await shoot(page, "timer-offline");
  kimai.heal();
  await page.getByRole("button", { name: "Send now" }).click();
  await line.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Clock out" }).waitFor();
});

test("no window complained", () => {
  expect(complaints).toEqual([]);
});
