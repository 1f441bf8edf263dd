import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { invoke, Story, shoot } from "./story";

/** Projects of the time sheet on this computer: real Electron, launcher and server. Each test begins with what the one before left. */
const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const cells = { "customer.create": "allow", "project.create": "allow", "activity.create": "allow" };
  const permissions = { profile: "track", cells };
  const account = { id: "local-1", service: "local", label: "This computer", permissions };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});
const entry = (from: string, to: string, project: string) => ({
  day: "yesterday",
  from,
  to,
  project,
  customer: "Acme",
  activity: "Design",
});
/** `project/activity` of each entry, in their order. */
const booked = async () => {
  const { entries } = await story.call("list_time", { period: "yesterday", detail: "full" });
  type Work = { project: { name: string }; activity: { name: string } };
  return (entries as { work: Work }[]).map(({ work }) => `${work.project.name}/${work.activity.name}`).sort();
};

let main: Page;
beforeAll(async () => {
  const timer = await story.app.window("timer");
  await story.connect();
  for (const one of [
    entry("8:00", "9:00", "Old site"),
    entry("9:00", "11:00", "Old site"),
    entry("12:00", "13:00", "New"),
  ])
    await story.call("log_time", { entries: [one], create_missing: true });
  await invoke(timer, "app:openWindow", { name: "main", page: "projects" });
  main = await story.app.window("main");
});

const row = (name: string) => main.locator("[data-project]").filter({ hasText: name });
const button = (name: string) => main.getByRole("button", { name, exact: true });

test("a project gets another name, a color and a budget that says what is left", async () => {
  await row("New").click();
  await main.getByRole("textbox", { name: "Name" }).fill("New site");
  await main.getByRole("textbox", { name: "Budget in hours" }).fill("2:30");
  await main.locator(".colors label").nth(3).click();
  await button("Save").click();
  await main.getByText("1:00 of 2:30").waitFor();
  await main.getByText("1:30 left").waitFor();
  await main.getByRole("region", { name: "Acme" }).getByText("Old site").waitFor();
  expect(await booked()).toEqual(["New site/Design", "Old site/Design", "Old site/Design"]);
  await shoot(main, "projects");
});

test("merging moves the entries and archives what is left", async () => {
  await row("Old site").click();
  await main.getByText("2 entries of yours, 3:00 in all").waitFor();
  await button("Merge…").click();
  await main.getByRole("button", { name: /Into/ }).click();
  await main.getByRole("option", { name: /^New site/ }).click();
  await main.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  await main.getByText("Moved 2 entries to “New site”. “Old site” is archived.").waitFor();
  expect(await booked()).toEqual(["New site/Design", "New site/Design", "New site/Design"]);
  await main.getByText("1:30 over").waitFor();
  await row("Old site").waitFor({ state: "detached" });
});

test("one click takes the merge back, all of it", async () => {
  await button("Undo").click();
  await main.getByText("The merge was undone.").waitFor();
  expect(await booked()).toEqual(["New site/Design", "Old site/Design", "Old site/Design"]);
  await row("Old site").waitFor();
});

test("a project with entries is not deleted, is archived, and comes back", async () => {
  await row("Old site").click();
  await main.getByText("2 entries are booked on it, so it stays.").waitFor();
  expect(await button("Delete…").isDisabled()).toBe(true);
  await button("Archive").click();
  await main.getByText("“Old site” is archived.").waitFor();
  await main.getByText("Archived 1").click();
  await button("Bring back Old site").click();
  await main.getByText("“Old site” is back.").waitFor();
});

test("a new project that nobody booked on is deleted after a question, and comes back as that says", async () => {
  await button("New project").click();
  await main.getByRole("textbox", { name: "Name" }).fill("Never begun");
  await button("Save").click();
  await button("Delete…").click();
  const question = main.getByRole("alertdialog", { name: "Delete “Never begun”?" });
  await question.getByText("Nothing else goes with it. It can be brought back under Activity.").waitFor();
  await question.getByRole("button", { name: "Delete", exact: true }).click();
  await main.getByText("“Never begun” was deleted.").waitFor();
  await main.locator(".segments label").last().click();
  await row("Old site").waitFor();
  expect(await main.locator("[data-project]").allTextContents()).toEqual([
    expect.stringMatching(/^New site/),
    expect.stringMatching(/^Old site/),
  ]);
  await main.getByRole("link", { name: "Activity" }).click();
  await button("Bring back").first().click();
  await main
    .getByText(/undid a change/)
    .first()
    .waitFor();
  await main.getByRole("link", { name: "Projects" }).click();
  await row("Never begun").waitFor();
});

test("a report becomes a PDF with a header and page numbers, and nothing else is written", async () => {
  const file = join(story.home.path, "report.pdf");
  await story.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await main.getByRole("link", { name: "Reports" }).click();
  await main.getByRole("button", { name: "Export" }).click();
  await main.getByRole("menuitem", { name: "This report as a PDF…" }).click();
  await main.getByText(`Saved to ${file}`).waitFor();
  const pdf = readFileSync(file, "latin1");
  expect(pdf.slice(0, 5)).toBe("%PDF-");
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0);
  // A4 in points.
  expect(/\/MediaBox \[0 0 59[45]\S* 84[12]/.test(pdf)).toBe(true);
});
