import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, startApp, withTimeSheet } from "./app";
import { invoke, Story, shoot } from "./story";

/** Somebody narrows what an AI may do; then the settings file breaks. Each test goes on where the one before ended. */
const story = new Story((home) => {
  withTimeSheet(home);
  return {};
});

const damage = '{"version":1,"accounts":[{"id":"local-1","serv';
const file = () => join(story.home.punchcard, "settings.json");
const aside = () =>
  readdirSync(story.home.punchcard)
    .filter((name) => name.startsWith("settings.json.broken-"))
    .map((name) => readFileSync(join(story.home.punchcard, name), "utf8"));
const visibleWindows = () =>
  story.app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible())
      .map((window) => new URL(window.webContents.getURL()).searchParams.get("window")),
  );
const logTime = () =>
  story.answer("log_time", {
    entries: [{ day: "yesterday", from: "9:00", to: "10:00", project: "Choir", text: "Songs" }],
    create_missing: true,
  });

test("a file that breaks is put aside, and the first window tells so with the way back", async () => {
  const timer = await story.app.window("timer");
  await invoke(timer, "permissions:setProfile", { accountId: "local-1", profile: "look" });
  expect(story.settings().accounts[0].permissions.profile).toBe("look");
  await story.quit();
  writeFileSync(file(), damage);

  story.app = await startApp(story.home);
  const page = await story.app.window("onboarding");
  const notice = page.getByRole("alert").filter({ hasText: "Your settings could not be read" });
  await notice.waitFor();
  expect(await notice.textContent()).toContain("Accounts: This computer.");
  expect(aside()).toEqual([damage]);
  await shoot(page, "broken-settings");
});

test("until the person decides, an AI client can do nothing with the accounts", async () => {
  await story.connect();
  const { isError } = await logTime();
  expect(isError).toBe(true);
});

test("it is still told after a restart, and one click brings accounts and permissions back as they were", async () => {
  await story.client.close();
  await story.quit();
  story.app = await startApp(story.home);
  const page = await story.app.window("onboarding");
  await page.getByRole("button", { name: /^Go back to / }).click();
  await eventually(() => expect(story.settings().accounts).toMatchObject([{ id: "local-1" }]));
  expect(story.settings().accounts[0].permissions.profile).toBe("look");
  expect(aside()).toEqual([damage]);
  await (await story.app.window("timer"))
    .getByRole("button", { name: /^Clock in/ })
    .first()
    .waitFor();
  await eventually(async () => expect(await visibleWindows()).toEqual(["timer"]));

  await story.connect();
  expect((await logTime()).isError).toBe(true);
  expect(await story.call("list_time", { period: "yesterday" })).toMatchObject({ total: { entries: 0 } });
});
