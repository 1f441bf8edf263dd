import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, startApp } from "./app";
import { invoke, Story } from "./story";

/** Two sheets, so that there is an account to change to. */
const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const sheet = (id: string, label: string) => ({
    ...{ id, service: "local", label, file: join(home.punchcard, `${id}.db`) },
    permissions: { profile: "everything" },
  });
  const accounts = [sheet("local-1", "Mine"), sheet("local-2", "Club")];
  const settings = { version: 1, accounts, activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});
const menu = async () => (await story.tray.read()).menu;
const below = async (label: string) =>
  (await menu()).find((one) => one.label.startsWith(label))?.children.map((one) => one.label) ?? [];

test("a favorite is made of what runs, started from the tray and by its number, and outlives a restart", async () => {
  const page = await story.app.window("timer");
  await page
    .getByRole("button", { name: /^Clock in/ })
    .first()
    .waitFor();
  await invoke(page, "timer:clockIn", {
    work: { project: { id: "", name: "Band" } },
    text: "Songs",
    createMissing: true,
  });
  await page.getByRole("button", { name: "Edit favorites" }).click();
  await page.getByRole("button", { name: /^Add Band/ }).click();
  const name = page.getByRole("textbox", { name: "Name of Band" });
  await name.fill("Rehearsal");
  await name.press("Enter");
  await page.getByRole("textbox", { name: "Name of Rehearsal" }).waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await invoke(page, "timer:clockOut");
  await eventually(async () => expect(await below("Clock in on")).toContain("Rehearsal"));
  await story.tray.click("Clock in on > Rehearsal");
  await eventually(async () => expect((await story.labels()).join(" ")).toContain("Band"));
  await invoke(page, "timer:clockOut");
  await page.getByRole("button", { name: /^Rehearsal/ }).waitFor();
  await page.keyboard.press("1");
  await eventually(async () => expect((await story.labels())[0]).toContain("Band"));
  await invoke(page, "timer:clockOut");
  await story.app.close();
  story.app = await startApp(story.home);
  await story.app.window("timer");
  await eventually(async () => expect(await below("Clock in on")).toContain("Rehearsal"));
});

test("another account has favorites of its own, and is chosen in the tray", async () => {
  await story.tray.click("Account > Club");
  await eventually(async () => expect(await below("Clock in on")).not.toContain("Rehearsal"));
  expect(story.settings().activeAccount).toBe("local-2");
  await story.tray.click("Account > Mine");
  await eventually(async () => expect(await below("Clock in on")).toContain("Rehearsal"));
});

test("a favorite whose project is closed says so and cannot be started", async () => {
  await story.connect();
  const found = await story.call("find_work", {
    account: "local-1",
    query: "Band",
    levels: ["project"],
    detail: "full",
  });
  const [project] = found.items as { id: string }[];
  const records = [{ id: project?.id, values: { visible: false } }];
  await story.call("save_record", { account: "local-1", type: "project", records });
  await story.app.close();
  story.app = await startApp(story.home);
  const page = await story.app.window("timer");
  const line = page.getByRole("button", { name: /^Rehearsal .*not there any more$/ });
  await line.waitFor();
  expect(await line.isDisabled()).toBe(true);
  await eventually(async () => expect(await below("Clock in on")).toContain("Rehearsal (not there any more)"));
});
