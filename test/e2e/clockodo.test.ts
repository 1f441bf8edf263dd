import { expect, test } from "vitest";
import { type FakeClockodo, startFakeClockodo } from "../fakes/clockodo";
import type { FakeEntry } from "../fakes/clockodo/model";
import { fakeEntry, people } from "../fakes/clockodo/seed";
import { Server } from "../integration/server";
import { eventually } from "./app";
import { berlinDayAt, hour, isoDay, monday, Story, shoot } from "./story";

/**
 * A worker connects Clockodo, clocks in from the tray, corrects an entry and asks for leave through an AI client; the owner
 * approves it by a server of her own. Everything is real but Clockodo. Each test goes on where the one before ended.
 */
const key = "canary-0815-clockodo-key";
const { email } = people.mara;

let clockodo: FakeClockodo;
let booked: FakeEntry;
let leave = "";

/** Ten o'clock in UTC on the app's day before this one, which is late morning in Berlin. */
const yesterday = berlinDayAt(-1, 10);

const story = new Story(async () => {
  clockodo = await startFakeClockodo({
    seed(state) {
      for (const user of state.users) if (user.email === email) user.key = key;
      state.entries.push(
        fakeEntry(yesterday, {
          id: state.nextId++,
          projects_id: 7720,
          text: "Wireframes",
          until: yesterday + 2 * hour,
          clocked: true,
        }),
      );
    },
  });
  [booked] = clockodo.state.entries as [FakeEntry];
  return { env: { CLOCKODO_API_URL: clockodo.url }, close: () => clockodo.close() };
});

const running = () => clockodo.state.entries.filter(({ until }) => until === null);

function noKeyAnywhere(): void {
  story.hasNowhere(key);
  clockodo.assertKeysOnlyInHeaders(...story.said);
}

test("a newcomer connects Clockodo by email address and key; the key goes to the keychain and to no file", async () => {
  const window = await story.app.window("onboarding");
  await window.getByText("Clockodo", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Clockodo" }).click();
  await window.getByLabel("Email address").fill(email);
  await shoot(window, "onboarding-clockodo");
  await window.getByLabel("API key").fill("clockodo_key_wrong");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/rejected the email address or the API key/);

  await window.getByLabel("API key").fill(key);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  await window.getByText(/with your rights in Clockodo/).waitFor();
  const { accounts } = story.settings();
  expect(accounts).toMatchObject([{ service: "clockodo", user: email, label: `Clockodo · ${email}` }]);
  expect(story.inKeychain(accounts[0])).toBe(key);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await story.app.window("timer");
  noKeyAnywhere();
});

test("the tray menu clocks in, and Clockodo's clock runs", async () => {
  // What was worked on last is read after the status.
  await story.tray.click("Clock in: App relaunch");
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ users_id: 42, customers_id: 510, projects_id: 7720, services_id: 31 });
  await eventually(async () => {
    const { menu, tooltip } = await story.tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("App relaunch");
    expect(JSON.stringify(menu)).toContain("Clockodo · updated at");
    expect(JSON.stringify(menu)).not.toContain("Kimai");
  });
  const window = await story.app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  expect(await window.locator("main").textContent()).toContain("App relaunch");
});

test("an AI client sees the status and corrects yesterday's entry; the app shows what it does", async () => {
  await story.connect();
  expect(await story.call("get_status")).toMatchObject({ running: { work: { project: { name: "App relaunch" } } } });
  expect(JSON.stringify(await story.call("list_time", { period: "yesterday" }))).toContain(String(booked.id));
  await story.call("update_time", { changes: [{ id: String(booked.id), text: "Wireframes, second round" }] });
  expect(clockodo.state.entries[0]).toMatchObject({
    id: booked.id,
    text: "Wireframes, second round",
    since: yesterday,
  });
  await story.call("clock_out");
  expect(running()).toEqual([]);
  await eventually(async () => expect(await story.labels()).not.toContain("Clock out"), 2000);
});

test("the worker asks for a week of leave, and cannot approve it herself", async () => {
  const { absences } = await story.call("request_absence", {
    // By its name in the language that Mara has chosen in Clockodo.
    type: "Urlaub",
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
  });
  [{ id: leave }] = absences as [{ id: string }];
  expect(clockodo.state.absences).toMatchObject([
    { users_id: 42, date_since: isoDay(monday()), date_until: isoDay(monday(), 4), status: 0 },
  ]);
  const own = await story.answer("update_absence", { ids: [leave], action: "approve" });
  expect(own.isError).toBe(true);
  expect(own.structuredContent).toMatchObject({ error: { code: "forbidden", saved: "no" } });
  expect(clockodo.state.absences).toMatchObject([{ status: 0 }]);
});

test("the owner is asked, approves it by a server of her own, and the worker's app has it", async () => {
  const { email: owner, key: ownerKey } = people.olga;
  const asked: string[] = [];
  const server = new Server({
    args: ["--clockodo-user", owner, "--clockodo-url", clockodo.url, "--profile", "everything"],
    env: { CLOCKODO_API_KEY: ownerKey },
    elicit: (params) => {
      asked.push(JSON.stringify(params));
      return { action: "accept", content: { confirm: true } };
    },
  });
  await server.open();
  const approved = await server.call("update_absence", { ids: [leave], action: "approve" });
  story.said.push(JSON.stringify(approved), server.stderr);
  expect(approved.isError, approved.content[0]?.text).toBeFalsy();
  expect(asked.join()).toContain("Mara Lind");
  expect(clockodo.state.absences).toMatchObject([{ status: 1, approved_by: 40 }]);
  const { absences } = await story.call("list_absences", { from: isoDay(monday()), to: isoDay(monday(), 4) });
  expect(absences).toMatchObject([{ id: leave, status: "approved" }]);
});

test("every request was one that Clockodo knows, and the key was nowhere all along", async () => {
  expect(clockodo.unknownParameters()).toEqual([]);
  noKeyAnywhere();
  await story.client.close();
  await story.quit();
  expect(story.home.filesWith(key)).toEqual([]);
});
