import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { eventually } from "./app";
import { invoke, Story, shoot } from "./story";

/**
 * An AI client deletes, and its person sees that in the app and takes it back: real Electron, the real launcher and server, a
 * time sheet on this computer. Each test begins with what the one before left.
 */
const story = new Story((home) => {
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const cells = { "project.create": "allow", "activity.create": "allow", "time.delete": "allow" };
  const account = {
    id: "local-1",
    service: "local",
    label: "This computer",
    permissions: { profile: "track", cells },
  };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui: { theme: "light" } };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  return {};
});
const row = { day: "yesterday", from: "14:30", to: "16:45", project: "Product configurator", description: "Lens data" };
const list = async () => {
  const { entries } = await story.call("list_time", { period: "yesterday", detail: "full" });
  return (entries as Record<string, unknown>[]).map(({ id: _id, ...entry }) => entry);
};

let before: unknown[];
let main: Page;
beforeAll(async () => {
  const timer = await story.app.window("timer");
  await story.connect();
  const { entries } = await story.call("log_time", { entries: [row], create_missing: true });
  before = await list();
  await story.call("delete_time", { ids: (entries as { id: string }[]).map(({ id }) => id) });
  await invoke(timer, "app:openWindow", { name: "main", page: "activity" });
  main = await story.app.window("main");
});

const deleted = () => main.getByRole("listitem").filter({ hasText: "Claude Desktop deleted 14:30–16:45" });

test("the page says which AI client deleted what", async () => {
  await deleted().waitFor();
  expect(await list()).toEqual([]);
  expect(await main.getByRole("radiogroup", { name: "Who" }).textContent()).toBe("Everyone 2Claude Desktop 2");
});

test("one click brings the entry back as it was, and the AI client finds it again", async () => {
  await deleted().getByRole("button", { name: "Bring back" }).click();
  await deleted()
    .getByText(/^Undone at/)
    .waitFor();
  expect(await list()).toEqual(before);
  await main.getByRole("listitem").filter({ hasText: "You undid a change" }).waitFor();
  await shoot(main, "activity");
});

test("Redo deletes it again", async () => {
  await deleted().getByRole("button", { name: "Redo" }).click();
  await deleted().getByRole("button", { name: "Bring back" }).waitFor();
  expect(await list()).toEqual([]);
});

test("a click in the tray is told as one, and what is cleared is gone", async () => {
  await story.tray.click("Clock in");
  await main.getByRole("listitem").filter({ hasText: "You (tray) clocked in" }).waitFor();
  expect(statSync(join(story.home.punchcard, "activity.db")).mode & 0o777).toBe(0o600);
  await invoke(main, "activity:clear");
  await main.getByText("No changes yet").waitFor();
  await eventually(() =>
    expect(story.home.filesWith("Lens data").filter((file) => file.includes("activity"))).toEqual([]),
  );
});

test("an AI client is told of no such method", async () => {
  const asked = story.client.request({ method: "punchcard/activity/undo", params: { id: 1 } }, {
    "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) },
  } as never);
  await expect(asked).rejects.toThrow(/not found|not supported/i);
});
