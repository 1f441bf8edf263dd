import { expect, test } from "vitest";
import { type FakeCalamari, startFakeCalamari } from "../fakes/calamari";
import type { FakeShift } from "../fakes/calamari/model";
import { people } from "../fakes/calamari/seed";
import { eventually } from "./app";
import { appTime, berlinDayAt, hour, invoke, isoDay, monday, Story, shoot } from "./story";

/**
 * A worker reads what a key of the whole company can do, agrees and connects, clocks in from the tray, takes a break of a
 * kind, corrects a shift and asks for leave through an AI client. Everything is real but Calamari. Nobody else is ever asked
 * about. Each test goes on where the one before ended.
 */
const key = "canary-0815+calamari/key==";
const basic = Buffer.from(`calamari:${key}`).toString("base64");

let calamari: FakeCalamari;
let booked: FakeShift;

const startMs = appTime();
/** Milliseconds of an hour in UTC, this many of the app's days before the file started. */
const earlier = (days: number, utcHour: number) => berlinDayAt(-days, utcHour, startMs);
const shift = (id: number, days: number, from: number, to: number, description: string): FakeShift => ({
  id,
  employee: 41,
  started: earlier(days, from),
  finished: earlier(days, to),
  breaks: [{ from: earlier(days, 11), to: earlier(days, 11) + hour / 2, breakType: 2 }],
  projects: [{ from: earlier(days, from), to: earlier(days, to), project: 14 }],
  description,
});

const story = new Story(async () => {
  calamari = await startFakeCalamari({
    seed(state) {
      state.key = key;
      state.shifts.push(
        shift(501, 1, 7, 15, "Quay drawings"),
        shift(502, 2, 7, 16, "Quay drawings"),
        shift(503, 3, 8, 15, "Ferry timetable"),
        // Another's, on the same days: it must never be seen.
        { ...shift(599, 1, 6, 14, "canary of another person"), employee: 42 },
      );
    },
  });
  [booked] = calamari.state.shifts as [FakeShift];
  return { close: () => calamari.close() };
});

const running = () => calamari.state.shifts.filter(({ finished }) => finished === null);

function noKeyAnywhere(): void {
  story.hasNowhere(key, basic);
  calamari.assertKeyOnlyInHeaders(...story.said);
}

test("a newcomer reads what the key can do, agrees, and connects; the key goes to the keychain and to no file", async () => {
  const window = await story.app.window("onboarding");
  await window.getByText("Calamari", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Calamari" }).click();
  await window.getByRole("heading", { name: "Before you connect Calamari" }).waitFor();
  await shoot(window, "onboarding-calamari-consent");
  expect(calamari.requests).toEqual([]);
  await window.getByText("I have read this").click();
  await window.getByRole("button", { name: "Continue" }).click();
  await window.locator("input[name=url]").fill("fjordworks.calamari.io");
  await window.getByLabel("Who you are in Calamari").fill("Nora.Lind@fjordworks.example");
  await shoot(window, "onboarding-calamari");
  await window.locator("input[name=url]").fill(calamari.url);
  await window.getByLabel("API key").fill("wrong-key");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/rejected the API key/);

  await window.getByLabel("API key").fill(key);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  await window.getByText(/with the company’s key/).waitFor();
  const { accounts } = story.settings();
  expect(accounts).toMatchObject([
    { service: "calamari", url: calamari.url, user: "Nora.Lind@fjordworks.example", permissions: { profile: "track" } },
  ]);
  expect(story.inKeychain(accounts[0])).toBe(key);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await story.app.window("timer");
  noKeyAnywhere();
});

test("the tray menu clocks in, and a shift runs in Calamari", async () => {
  await story.tray.click("Clock in: Harbour app");
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ employee: 41, projects: [{ project: 14 }] });
  await eventually(async () => {
    const { menu, tooltip } = await story.tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("Harbour app");
    expect(JSON.stringify(menu)).toContain("Calamari · updated at");
  });
  // An hour later, for the rest of the day.
  for (const one of running()) {
    one.started -= hour;
    for (const project of one.projects) project.from -= hour;
  }
  const window = await story.app.window("timer");
  await window.getByRole("button", { name: "Refresh" }).click();
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  await eventually(async () => expect(await window.locator("main").textContent()).toContain("1:0"));
});

test("a break of the kind that was chosen begins, ends, and is in the shift", async () => {
  const window = await story.app.window("timer");
  await window.getByRole("button", { name: "Break" }).click();
  await window.getByRole("menuitem", { name: "Coffee" }).waitFor();
  expect(await window.getByRole("menuitem").allTextContents()).toEqual(["Lunch", "Coffee"]);
  await shoot(window, "timer-calamari");
  if ((await window.getByRole("menuitem").count()) === 0) await window.getByRole("button", { name: "Break" }).click();
  await window.getByRole("menuitem", { name: "Coffee" }).click();
  await window.getByRole("button", { name: "Resume" }).waitFor();
  expect(running()[0]?.breaks).toMatchObject([{ breakType: 3, to: null }]);
  await window.getByRole("button", { name: "Resume" }).click();
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  await eventually(() => expect(running()[0]?.breaks[0]?.to).not.toBeNull());
});

test("clock out is saved and shown so, and no undo is offered that Calamari cannot do", async () => {
  const window = await story.app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).click();
  await window.getByText("Saved", { exact: true }).waitFor();
  expect(await window.getByRole("button", { name: /Undo/ }).count()).toBe(0);
  expect(running()).toEqual([]);
  expect((await story.labels()).join()).not.toContain("Undo");
});

test("an AI client corrects yesterday's shift and keeps its break; the app shows what it does", async () => {
  await story.connect();
  const { entries } = (await story.call("list_time", { period: "yesterday", detail: "full" })) as {
    entries: { id: string }[];
  };
  // Shortly after midnight the shift of the steps before, which was moved back an hour, belongs to yesterday too.
  const bookedEntries = entries.filter(({ id }) => id.endsWith(`.${booked.id}`));
  expect(bookedEntries).toHaveLength(1);
  await story.call("update_time", { changes: [{ id: bookedEntries[0]?.id, text: "Quay drawings, second round" }] });
  expect(calamari.state.shifts.find(({ id }) => id === booked.id)).toMatchObject({
    description: "Quay drawings, second round",
    started: earlier(1, 7),
    breaks: [{ breakType: 2 }],
  });
  const others = await story.answer("list_time", { period: "yesterday", people: ["everyone"] });
  expect(others.isError).toBe(true);
  expect(story.said.join()).not.toContain("canary of another person");
});

test("the client asks for a week of leave; approving and cancelling it is left to Calamari, and said so", async () => {
  const { absences } = await story.call("request_absence", {
    type: "Annual leave",
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
    reason: "Sailing",
  });
  const [asked] = absences as [{ id: string }];
  expect(calamari.state.absences.at(-1)).toMatchObject({
    employee: 41,
    type: 3,
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
    status: "PENDING",
    reason: "Sailing",
  });
  const own = await story.answer("update_absence", { ids: [asked.id], action: "cancel" });
  expect(own.isError).toBe(true);
  expect(calamari.state.absences.at(-1)).toMatchObject({ status: "PENDING" });
});

test("the absences page asks for leave with who stands in, and has no buttons for what is done in Calamari", async () => {
  const timer = await story.app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "absences" });
  const page = await story.app.window("main");
  await page.getByRole("heading", { name: "Request absence" }).waitFor();
  await page.getByText("Approve, reject and cancel in Calamari itself.").waitFor();
  await page.getByText(/Only your own absences: the company’s key is limited to you/).waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
  const days = page.locator(".month__week").nth(2).locator("[data-day]");
  const first = await days.nth(1).getAttribute("data-day");
  await days.nth(1).click();
  await days.nth(3).click();
  await page.getByLabel("Reason").fill("Family visit");
  await page.getByLabel("Substitute").fill(people.ida);
  await page.getByText("Nothing sent yet.").waitFor();
  await shoot(page, "absences-calamari");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText(/Sent to Calamari/).waitFor();
  expect(calamari.state.absences.at(-1)).toMatchObject({
    employee: 41,
    from: first,
    reason: "Family visit",
    substitute: 42,
  });
  await page.getByRole("link", { name: "AI permissions" }).click();
  await page.getByText(/This key can reach everyone/).waitFor();
  await shoot(page, "settings-permissions-calamari");
});

test("every request was one that Calamari knows and about nobody else, and the key was nowhere all along", async () => {
  expect(calamari.unknownMembers()).toEqual([]);
  expect(calamari.othersAskedFor(people.nora)).toEqual([]);
  noKeyAnywhere();
  await story.client.close();
  await story.quit();
  for (const form of [key, basic]) expect(story.home.filesWith(form)).toEqual([]);
});
