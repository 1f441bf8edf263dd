import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { calendarOf, event } from "../main/own-calendar/ics/write";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome, withTimeSheet } from "./app";
import { berlinDay, invoke, shoot } from "./story";

let home: TestHome;
let app: RunningApp;
/** A day of the week before, whatever today is where the app runs. */
const day = berlinDay(-7);
const at = (clock: string) => `${day.replaceAll("-", "")}T${clock}00`;
const planned = (title: string, from: string, to: string) =>
  event(
    `UID:${title}`,
    `SUMMARY:${title}`,
    `DTSTART;TZID=Europe/Berlin:${at(from)}`,
    `DTEND;TZID=Europe/Berlin:${at(to)}`,
  );

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(join(root, "out/e2e-failed"))));
beforeAll(async () => {
  home = testHome();
  withTimeSheet(home, { theme: "light", entriesView: "week" });
  app = await startApp(home);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

test("events of a file stand behind the entries, become entries, and are taken back together", async () => {
  const file = join(home.path, "my.ics");
  writeFileSync(
    file,
    calendarOf(planned("Weekly planning", "0900", "1000"), planned("Call with Jonas", "1100", "1130")),
  );
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  const timer = await app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "general" });
  const page = await app.window("main");
  await page.getByRole("button", { name: "Choose a file (.ics)…" }).click();
  await page.getByText("my.ics", { exact: true }).waitFor();

  const toWeekBefore = async () => {
    await invoke(page, "app:openWindow", { name: "main", page: "entries" });
    await page.getByRole("button", { name: "Previous week" }).click();
  };
  await toWeekBefore();
  await page.getByRole("list", { name: "Events of my calendar" }).getByRole("button").nth(1).waitFor();
  await page.getByRole("button", { name: "Make entries of these 2" }).click();
  const dialog = page.getByRole("dialog");
  // Nothing was booked on anything yet, so nothing is suggested.
  for (const row of await dialog.getByRole("listitem").all()) await row.locator("label.check").click();
  await shoot(page, "own-calendar-preview");
  await dialog.getByRole("button", { name: "Book 2 entries" }).click();
  await dialog.getByText("Booked 2 of 2.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await eventually(async () => expect(await page.locator("[data-block]").count()).toBe(2));
  await shoot(page, "own-calendar-booked");
  const entries = async () => {
    const { value } = (await invoke(timer, "entries:list", { from: day, to: day })) as {
      value: { entries: { text: string; seconds: number }[] };
    };
    return value.entries.map(({ text, seconds }) => [text, seconds]);
  };
  expect((await entries()).sort()).toEqual([
    ["Call with Jonas", 1800],
    ["Weekly planning", 3600],
  ]);

  await page.getByRole("button", { name: "Make entries of these 2" }).click();
  expect(await dialog.getByText("already booked").count()).toBe(2);
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await invoke(page, "app:openWindow", { name: "main", page: "activity" });
  await page
    .getByRole("button", { name: /2 entries/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await eventually(async () => expect(await entries()).toEqual([]));
  await toWeekBefore();
  await page.getByRole("button", { name: "Make entries of these 2" }).click();
  expect(await dialog.getByText("was booked before; that entry is gone or elsewhere").count()).toBe(2);
  // Of the calendar's words nothing is kept beside the entries.
  expect(readFileSync(join(home.punchcard, "calendar.json"), "utf8")).not.toMatch(/planning|Jonas/);
});

test("a calendar that never ends is given up, and the app goes on", async () => {
  const endless = Array.from({ length: 4 }, (_, index) =>
    event(`UID:e${index}`, "DTSTART:19900101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"),
  );
  writeFileSync(join(home.path, "my.ics"), calendarOf(...endless, planned("Team retro", "1200", "1300")));
  const asked = { from: day, to: day, zone: "Europe/Berlin", fresh: true };
  const page = await app.window("main");
  const { value } = (await invoke(page, "calendar:events", asked)) as {
    value: { timed: { title: string }[]; incomplete: boolean };
  };
  expect(value).toMatchObject({ timed: [{ title: "Team retro" }], incomplete: true });
});
