import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, startApp } from "./app";
import { invoke, Story, shoot } from "./story";

const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const account = { id: "local-1", service: "local", label: "This computer", permissions: { profile: "everything" } };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});

const running = async () => {
  const page = await story.app.window("timer");
  const { value } = (await invoke(page, "app:refresh")) as {
    value: { status: { running: { text: string; tags: string[]; work: { project?: { name: string } } } } };
  };
  return value.status.running;
};

test("work and tags of what runs are changed in the timer, and the time sheet has them then", async () => {
  const page = await story.app.window("timer");
  const band = { project: { id: "", name: "Band" } };
  await page
    .getByRole("button", { name: /^Clock in/ })
    .first()
    .waitFor();
  await invoke(page, "timer:clockIn", { work: { project: { id: "", name: "Choir" } }, text: "", createMissing: true });
  await invoke(page, "timer:clockIn", { work: band, text: "Songs", createMissing: true });
  await page.getByRole("button", { name: /Change project, activity, tags$/ }).click();
  const form = page.getByRole("form", { name: "Change entry" });
  await form.getByRole("button", { name: /Band/ }).click();
  await page.getByRole("option", { name: "Choir", exact: true }).click();
  await form.getByLabel("Tags, with commas").fill("stage, travel");
  await shoot(page, "running-entry-form");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  expect(await running()).toMatchObject({
    text: "Songs",
    tags: ["stage", "travel"],
    work: { project: { name: "Choir" } },
  });
  await shoot(page, "running-entry");
});

test("what is typed about the running entry outlives a crash and is saved once", async () => {
  const page = await story.app.window("timer");
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Description" }).fill("Songs for Sat");
  const kept = () => readFileSync(join(story.home.punchcard, "drafts.json"), "utf8");
  await eventually(() => expect(kept()).toContain("Songs for Sat"));
  const gone = new Promise((resolve) => story.app.electron.process().once("exit", resolve));
  story.app.electron.process().kill("SIGKILL");
  await gone;
  story.app = await startApp(story.home);
  const after = await story.app.window("timer");
  const field = after.getByRole("textbox", { name: "Description" });
  await after.getByText("Draft from").waitFor();
  expect(await field.inputValue()).toBe("Songs for Sat");
  expect((await running()).text).toBe("Songs");
  await field.fill("Songs for Saturday");
  await field.press("Enter");
  await field.waitFor({ state: "detached" });
  expect((await running()).text).toBe("Songs for Saturday");
  await eventually(() => expect(kept()).not.toContain("Songs for Sat"));
});

test("a clock out that is taken back in the timer stands in the activity as undone", async () => {
  const page = await story.app.window("timer");
  await invoke(page, "timer:clockOut");
  await page.getByRole("button", { name: "Undo clock out" }).click();
  await page.getByRole("button", { name: "Clock out", exact: true }).waitFor();
  const asked = { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z", limit: 20 };
  const { value } = (await invoke(page, "activity:list", asked)) as {
    value: { changes: { id: number; tool: string; undoes?: number; undone: { id: number } | null }[] };
  };
  const [undo, clockOut] = value.changes;
  expect(clockOut).toMatchObject({ tool: "clock_out", undone: { id: undo?.id } });
  expect(undo).toMatchObject({ tool: "undo", undoes: clockOut?.id });
  expect((await running()).text).toBe("Songs for Saturday");
});
