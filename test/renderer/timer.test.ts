import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { asked, notify, type OpenOptions, pause, release, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`timer window${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (state: AppState, options?: OpenOptions) => {
    page = await windows.open(state, options);
    return page;
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const channels = () => page.evaluate(() => window.fake.calls.map((call) => call.channel));
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");

  it("tells the date of a begin on another day, and changes its clock time alone", async () => {
    const { status } = sample.working.timer;
    const running = status?.running && { ...status.running, begin: "2026-11-18T17:30:00+01:00" };
    const timer = { ...sample.working.timer, status: status && { ...status, running: running ?? null } };
    await open({ ...sample.working, timer });
    await page.getByText("since 17:30 (Wed 18 Nov)").click();
    expect(await page.getByLabel("Start time").inputValue()).toBe("17:30");
  });

  it("names each file that was put aside until it is dismissed, and keeps the focus", async () => {
    await open(sample.putAside, {
      answers: { "asides:dismiss": { ok: true, value: undefined }, "asides:reveal": { ok: true, value: undefined } },
    });
    await page.getByRole("alert").filter({ hasText: "Clicks cannot be saved on this computer" }).waitFor();
    await sees("Your damaged time sheet was kept");
    await sees(/Their file was damaged or from a newer Punchcard \(12:00 \(Wed/);
    await sees("/home/marta/.punchcard/timer-commands.json.broken-20261118T170000Z");
    const [sheet, commands] = sample.putAside.asides.map(({ file }) => ({ file }));
    await button("Show in folder").last().click();
    expect(await asked(page, "asides:reveal")).toEqual([commands]);
    await button("Got it").first().click();
    expect(await asked(page, "asides:dismiss")).toEqual([sheet]);
    await notify(page, "state:changed", { ...sample.putAside, asides: sample.putAside.asides.slice(1) });
    await page.getByText("Your damaged time sheet was kept").waitFor({ state: "detached" });
    expect(await focused()).toBe("Got it");
    await notify(page, "state:changed", { ...sample.putAside, asides: [], clicksKept: true });
    await button("Got it").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON");
  });

  it("names what was put aside also where the time sheet is damaged or nothing is connected", async () => {
    for (const state of [sample.damagedSheet, sample.noAccount]) {
      await open({ ...state, asides: sample.putAside.asides });
      await sees("Waiting clicks could not be read");
    }
  });

  it("says what is going on and counts in minutes only", async () => {
    await open(sample.working);
    await page.getByRole("heading", { level: 1, name: "Website relaunch" }).waitFor();
    const time = page.getByRole("region", { name: /^Working on Website relaunch/ }).locator("time");
    expect(await time.textContent()).toBe("1:05");
    await sees("2:30");
    await sees(/5:30 left · until 16:42/);
    await sees("Week 47");
    expect(await page.getByRole("meter").getAttribute("aria-valuetext")).toContain("2:30 of 8:00");
    expect(await page.getByRole("option").count()).toBe(5);

    let changes = 0;
    await page.exposeFunction("changed", () => {
      changes += 1;
    });
    await page.evaluate(() => {
      const observer = new MutationObserver(() => (window as unknown as { changed(): void }).changed());
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await page.clock.runFor(45_000);
    expect(changes).toBe(0);
    await page.clock.runFor(16_000);
    expect(await time.textContent()).toBe("1:06");
    await sees("2:31");
    // The passing minute is shown, not told.
    expect(await page.locator("[data-announcer]").textContent()).toBe("");
  });

  it("clocks out with Enter at once, only once, and says that it waits", async () => {
    await open(sample.working, { held: ["timer:clockOut"] });
    expect(await focused()).toContain("Clock out");
    await pause(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await button(/Clock out/).dblclick({ force: true });
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
    expect(await page.getByRole("progressbar").count()).toBe(0);
    const width = async () => (await page.locator(".actions .button--primary").boundingBox())?.width;
    const before = await width();
    await page.clock.runFor(320);
    await page.getByRole("progressbar", { name: "Clocking out…" }).waitFor();
    expect(await width()).toBe(before);
    expect(await button("Cancel").count()).toBe(0);
    await page.clock.runFor(3000);
    await button("Cancel").click();
    expect(await asked(page, "timer:cancel")).toHaveLength(1);
    expect(await asked(page, "timer:takeBreak")).toHaveLength(0);

    await release(page, "timer:clockOut", { ok: true, value: sample.justOut.timer });
    await page.getByRole("heading", { name: "Clocked out" }).waitFor();
    await page.getByText("Clocked out at 11:12, saved in Kimai").waitFor({ state: "attached" });
    expect(await focused()).toContain("Clock in");
  });

  it("lets the text and the start time be changed, and Esc leaves them", async () => {
    await open(sample.working);
    await page.keyboard.press("F2");
    const field = page.getByRole("textbox", { name: "Description" });
    await field.fill("Ticket page, dark icons");
    await page.keyboard.press("Enter");
    expect(await asked(page, "timer:edit")).toEqual([{ text: "Ticket page, dark icons" }]);
    await button(/^since 10:07/).click();
    await page.getByRole("textbox", { name: "Start time" }).fill("9:55");
    await page.keyboard.press("Escape");
    await page.getByText("Press Esc again to discard").waitFor();
    await page.keyboard.press("Escape");
    expect(await asked(page, "timer:edit")).toHaveLength(1);
    expect(await channels()).not.toContain("app:closeWindow");
    await button(/^since 10:07/).click();
    await page.getByRole("textbox", { name: "Start time" }).fill("9:55");
    await page.keyboard.press("Enter");
    expect((await asked(page, "timer:edit")).at(-1)).toEqual({ begin: "9:55" });
  });

  it("says what is wrong with a start time, keeps it to be corrected, and can leave it", async () => {
    const failed = {
      command: "edit" as const,
      meantAt: "2026-11-19T10:12:00Z",
      failure: sample.failures.time,
      retries: "then" as const,
    };
    const timer = { ...sample.working.timer, failed };
    await open(sample.working, { answers: { "timer:edit": { ok: true, value: timer } } });
    await button(/^since 10:07/).click();
    const field = page.getByRole("textbox", { name: "Start time" });
    await field.fill("25:00");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("alert").textContent()).toMatch(
      /Change at 11:12 was not saved.*25:00 is no time of day.*Next: Write it as/,
    );
    expect(await field.inputValue()).toBe("25:00");
    // The same again would fail again.
    expect(await button("Retry saving").count()).toBe(0);
    await field.fill("9:50");
    await page.keyboard.press("Enter");
    expect((await asked(page, "timer:edit")).at(-1)).toEqual({ begin: "9:50" });
    await button("Discard").click();
    expect(await asked(page, "timer:cancel")).toHaveLength(1);
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  it("offers no change of what runs where the service changes only what has ended, and says so there", async () => {
    await open(sample.workingFixed);
    const state = page.getByRole("region", { name: /^Working on Website relaunch/ });
    expect(await state.textContent()).toMatch(/10:07.*Still running: clock out to change it\./);
    expect(await state.getByRole("button").count()).toBe(0);
    await page.keyboard.press("F2");
    expect(await page.getByRole("textbox", { name: "Description" }).count()).toBe(0);
    expect(await channels()).not.toContain("timer:edit");
  });

  it("does not lose what was typed when main does not even try", async () => {
    await open(sample.working, { answers: { "timer:edit": { ok: false, failure: sample.failures.time } } });
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "Description" }).fill("Ticket page");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("alert").textContent()).toMatch(/The description was not changed.*Nothing was saved/);
    expect(await page.getByRole("textbox", { name: "Description" }).inputValue()).toBe("Ticket page");
  });

  it("searches on / and switches with the keyboard alone", async () => {
    await open(sample.working);
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await asked(page, "timer:clockIn")).toEqual([{ ...sample.choices.configurator, createMissing: false }]);
  });

  it("asks for the rest where a project alone cannot be booked on", async () => {
    await open(sample.idle);
    await pause(page);
    await page.keyboard.press("/");
    await page.keyboard.type("web");
    await page.clock.runFor(200);
    await page
      .getByRole("option", { name: "Clock in on Web analytics, Website relaunch · Brightwater Museum" })
      .waitFor();
    expect(await asked(page, "work:search")).toEqual([{ query: "web" }]);
    await page.clock.resume();
    await sees("3 more. Type more of the name.");
    await page.evaluate((answer) => Object.assign(window.fake.answers, answer), {
      "work:search": { ok: true, value: sample.searchWithin },
    });
    await page.getByRole("option", { name: "Website relaunch, Brightwater Museum: choose the rest" }).click();
    await page.getByRole("option", { name: /Web analytics/ }).waitFor();
    // "Picking" belongs to another project.
    expect(await page.getByRole("option").allTextContents()).toEqual([
      expect.stringContaining("Design"),
      expect.stringContaining("Web analytics"),
    ]);
    await page.getByRole("option", { name: /Design/ }).click();
    expect(await asked(page, "timer:clockIn")).toEqual([
      {
        work: {
          customer: { id: "3", name: "Brightwater Museum" },
          project: { id: "11", name: "Website relaunch" },
          activity: { id: "21", name: "Design" },
        },
        text: "",
        tags: [],
        createMissing: false,
      },
    ]);
  });

  it("never lists an answer to other words than those in the field", async () => {
    await open(sample.idle, { held: ["work:search"] });
    await page.keyboard.press("/");
    await page.keyboard.type("web");
    await page.clock.runFor(200);
    await page.keyboard.type("x");
    await release(page, "work:search", { ok: true, value: sample.search });
    expect(await page.getByRole("option").count()).toBe(0);
    await page.keyboard.press("Backspace");
    await page.clock.runFor(200);
    await release(page, "work:search", { ok: true, value: sample.search });
    await page.getByRole("option", { name: /Web analytics/ }).waitFor();
    await page.keyboard.type("x");
    expect(await page.getByRole("option").count()).toBe(0);
    await page.clock.runFor(500);
    await page.getByRole("progressbar", { name: "Searching" }).waitFor();
    await release(page, "work:search", { ok: true, value: { items: [], recent: [], more: 0 } });
    await sees("No match for “webx”.");
  });

  it("makes a new project on this computer's own time sheet, and shows no target where there is none", async () => {
    await open(sample.localIdle, {
      answers: { "work:search": { ok: true, value: { items: [], recent: [], more: 0 } } },
    });
    expect(await page.getByRole("meter").count()).toBe(0);
    expect(await page.getByText(/\bof\b/).count()).toBe(0);
    await button("Clock in").click();
    expect(await asked(page, "timer:clockIn")).toEqual([{ work: {}, text: "", tags: [], createMissing: false }]);
    await page.keyboard.press("/");
    await page.keyboard.type("Allotment");
    await page.clock.runFor(200);
    await page.getByRole("option", { name: "Create “Allotment”" }).click();
    expect((await asked(page, "timer:clockIn")).at(-1)).toEqual({
      work: { project: { id: "", name: "Allotment" } },
      text: "",
      tags: [],
      createMissing: true,
    });
  });

  it("offers undo only as long as there is one, and clocks in on what was chosen", async () => {
    await open(sample.justOut);
    await sees("10:07–11:12");
    await button("Undo clock out").click();
    expect(await asked(page, "timer:undo")).toHaveLength(1);
    await page.clock.runFor(9000);
    expect(await button("Undo clock out").count()).toBe(0);
    await button("Work: Website relaunch, Design").click();
    await page
      .getByRole("dialog")
      .getByRole("option", { name: /Warehouse app/ })
      .click();
    await button("Clock in").click();
    expect(await asked(page, "timer:clockIn")).toEqual([{ ...sample.choices.warehouse, createMissing: false }]);
  });

  it("shows what was saved, and no undo, where the service cannot make it run again", async () => {
    const { undo } = sample.justOut.timer;
    await open({ ...sample.justOut, timer: { ...sample.justOut.timer, undo: undo && { ...undo, final: true } } });
    await sees("10:07–11:12");
    expect(await button("Undo clock out").count()).toBe(0);
  });

  it("asks what kind of break, where there is more than one, by mouse and by keyboard", async () => {
    const breakTypes = [
      { id: "2", name: "Lunch" },
      { id: "3", name: "Coffee" },
    ];
    await open({ ...sample.working, accounts: [{ ...sample.kimai, breakTypes }] });
    await button("Break").click();
    expect(await asked(page, "timer:takeBreak")).toEqual([]);
    await page.getByRole("menuitem", { name: "Coffee" }).click();
    expect(await asked(page, "timer:takeBreak")).toEqual([{ typeId: "3" }]);
    await button("Break").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Lunch" }).waitFor();
    await page.keyboard.press("Enter");
    expect((await asked(page, "timer:takeBreak")).at(-1)).toEqual({ typeId: "2" });
  });

  it("resumes from a break, whose length it counts", async () => {
    await open(sample.onBreakNow);
    const region = page.getByRole("region", { name: "On a break, 0:14" });
    await region.waitFor();
    await sees("Booked until 12:30; the break is not counted.");
    await page.clock.runFor(60_100);
    await page.getByRole("region", { name: "On a break, 0:15" }).waitFor();
    // Worked time does not grow in a break.
    await sees("3:48");
    await button("Resume").click();
    expect(await asked(page, "timer:resume")).toHaveLength(1);
  });

  it("shows on every button that one press is still under way, instead of taking another for nothing", async () => {
    await open(sample.onBreakNow, { held: ["timer:resume"] });
    await button("Resume").click();
    const out = button("Clock out");
    await expect.poll(() => out.getAttribute("aria-disabled")).toBe("true");
    await release(page, "timer:resume", { ok: true, value: sample.working.timer });
    await expect.poll(() => out.getAttribute("aria-disabled")).toBeNull();
    await out.click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
  });

  it("shows what was last known without a running clock, and keeps the buttons where a click is kept", async () => {
    await open(sample.offline);
    await page.getByRole("heading", { name: "Cannot reach Kimai" }).waitFor();
    await sees(/As of 10:58: working on Website relaunch since 10:07/);
    await sees("What you click is sent when Kimai responds, once and with its time.");
    await page.clock.runFor(120_000);
    await sees("2:16");
    await sees("as of 10:58");
    await button("Clock out").click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
    await button("Copy diagnostics").click();
    expect(await channels()).toContain("diagnostics:copy");
  });

  it("shows what was known last while the first reading takes long, with its day, and nothing as today's", async () => {
    const { status } = sample.offline.timer;
    if (!status) throw new Error("the sample has a status");
    const former = { ...status, now: "2026-11-18T17:30:00+01:00", today: { ...status.today, day: "2026-11-18" } };
    const slow = sample.withTimer(sample.offline, { readAt: "2026-11-18T16:30:00Z", status: former });
    await open({
      ...slow,
      accounts: slow.accounts.map((account) => ({ ...account, failure: null, state: "unknown" as const })),
    });
    await page.getByRole("heading", { name: "Loading Kimai" }).waitFor();
    await sees(/^As of 17:30 \(Wed 18 Nov\): working on/);
    await sees(/Maybe the keychain is locked/);
    expect(await page.getByRole("region", { name: "Today" }).count()).toBe(0);
    await button("Clock out").click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
    await button("Open account").click();
    expect((await asked(page, "app:openWindow")).at(-1)).toEqual({ name: "main", page: "accounts" });
  });

  it("says before any click that a service which takes the time itself has none kept for it", async () => {
    const outbox = { ...sample.offline.timer.outbox, offline: "not_kept" as const };
    await open(sample.withTimer(sample.offline, { outbox }));
    await sees(/Kimai records the current time itself, so clicks cannot be kept for later/);
    for (const off of ["Clock out", "Break", "Switch"]) expect(await button(off).count(), off).toBe(0);
    const failed = { ...sample.refused, retries: "now" as const };
    await notify(page, "state:changed", sample.withTimer(sample.working, { failed }));
    await sees("Kimai records the current time itself: if you try again, it counts from then.");
  });

  it("lists what waits in its order, goes on from it, and sends it at a click", async () => {
    await open(sample.waiting);
    await page.getByRole("heading", { level: 1, name: "Website relaunch" }).waitFor();
    await sees("not sent yet");
    const list = page.getByRole("region", { name: "2 wait for Kimai" });
    expect(await list.getByRole("listitem").allTextContents()).toEqual([
      expect.stringMatching(/Clock out at 17:42 \(Wed Nov 18\)Warehouse app/),
      expect.stringMatching(/Clock in at 08:31Website relaunch, Design/),
    ]);
    // What is not sent counts in no sum, and no clock runs on it.
    await sees("2:16");
    expect(await page.locator(".state__time").count()).toBe(0);
    await button("Send now").click();
    expect(await asked(page, "timer:retry")).toHaveLength(1);
    await button("Clock out").click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
  });

  it("names all that goes with a discarded click, and discards nothing without the second press", async () => {
    await open(sample.waiting);
    await button("Discard: Clock out at 17:42 (Wed Nov 18)").click();
    const dialog = page.getByRole("alertdialog", { name: "Discard 2 clicks?" });
    expect(await dialog.textContent()).toMatch(
      /Clock out at 17:42 \(Wed Nov 18\).*Clock in at 08:31 · Website relaunch/,
    );
    // The focus is on Cancel.
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect(await asked(page, "timer:discard")).toEqual([]);
    await button("Discard: Clock in at 08:31").click();
    await page.getByRole("alertdialog", { name: "Discard 1 click?" }).getByRole("button", { name: "Discard" }).click();
    expect(await asked(page, "timer:discard")).toEqual([{ id: "2" }]);
  });

  it("asks with what stands at the service now, and sends nothing meanwhile", async () => {
    await open(sample.contradicted);
    const card = page.getByRole("alert");
    expect(await card.textContent()).toMatch(
      /Clock out at 17:42 \(Wed Nov 18\) was not sent.*Kimai shows an end at 18:00 \(Wed Nov 18\): Website relaunch, Design.*Still waiting: Clock in at 08:31/,
    );
    expect(await button("Send now").count()).toBe(0);
    expect(await focused()).not.toMatch(/Keep|Change/);
    await button("Change to 17:42 (Wed Nov 18)").click();
    await button("Keep 18:00 (Wed Nov 18)").click();
    expect(await asked(page, "timer:decide")).toEqual([
      { id: "1", choice: "insist" },
      { id: "1", choice: "keep" },
    ]);
  });

  it("offers only to keep what stands where the click cannot be done any more", async () => {
    const { outbox } = sample.contradicted.timer;
    const question = outbox.question && { ...outbox.question, command: "resume" as const, canInsist: false };
    await open(sample.withTimer(sample.contradicted, { outbox: { ...outbox, question } }));
    expect(await page.getByRole("alert").getByRole("button").allTextContents()).toEqual(["Keep it as it is"]);
  });

  it("does not claim that nothing was saved where that is not known", async () => {
    await open({
      ...sample.working,
      timer: {
        ...sample.working.timer,
        failed: { ...sample.refused, failure: sample.failures.unsure },
      },
    });
    const words = (await page.getByRole("alert").textContent()) ?? "";
    expect(words).toContain("Clock-out at 11:12: no response");
    expect(words).toContain("It may have been saved");
    expect(words).not.toContain("not saved");
  });

  it("guesses nothing where the timer cannot be read: both ways are open, and the way to where it stands", async () => {
    await open(sample.unreadable);
    await page
      .getByRole("heading", { level: 1, name: "Calamari does not report whether you are clocked in" })
      .waitFor();
    expect(await page.locator("main").textContent()).not.toMatch(/not updated yet|Clocked out/);
    await page.keyboard.press("Enter");
    expect(await asked(page, "timer:clockIn")).toEqual([{ work: {}, text: "", tags: [], createMissing: false }]);
    await button("Clock out").click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
    // What became of it is told to a screen reader too: nothing else on the window changes.
    const notes = ["Clocked out at 11:12 (Europe/Berlin)."];
    await notify(page, "state:changed", sample.withTimer(sample.unreadable, { notes }));
    await expect.poll(() => page.locator("[data-announcer]").textContent()).toBe(notes[0]);
    await button("Open Calamari").click();
    expect(await asked(page, "app:openLink")).toEqual([{ link: "service_page" }]);
  });

  it("leads from a damaged time sheet to the window where it is chosen how to go on, and does nothing by itself", async () => {
    await open(sample.damagedSheet);
    await page.getByRole("heading", { level: 1, name: "Your time sheet is damaged" }).waitFor();
    await sees(/Nothing was replaced or deleted/);
    // Neither numbers nor buttons of a timer that cannot be read.
    expect(await button("Clock in").count()).toBe(0);
    await button("Choose how to continue…").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "restore" }]);
    expect(await channels()).not.toContain("sheet:goOn");
  });

  it("asks once which zone new entries get where the computer is elsewhere than the time sheet", async () => {
    const travelled = { ...sample.localIdle, ui: { ...sample.localIdle.ui, zoneKept: null } };
    await open(travelled, { answers: { "settings:update": { ok: true, value: sample.localIdle } } });
    const title = "This computer is in New York, your time sheet in Berlin";
    await page.getByRole("heading", { name: title }).waitFor();
    await sees(/New entries use the time of Berlin, now 11:12\. Past entries stay as they were/);
    await button("New entries in New York").click();
    expect(await asked(page, "workingTime:saveZone")).toEqual([{ accountId: "local", zone: "America/New_York" }]);
    await button("Stay with Berlin").click();
    expect(await asked(page, "settings:update")).toEqual([{ zoneKept: "America/New_York" }]);
    await page.getByRole("heading", { name: title }).waitFor({ state: "detached" });
    // Other services keep their zone themselves.
    await notify(page, "state:changed", { ...sample.idle, ui: travelled.ui });
    await page.getByRole("heading", { name: "Clocked out" }).waitFor();
    expect(await page.getByRole("heading", { name: title }).count()).toBe(0);
  });

  it("shows what runs by the clock of the place where it was begun", async () => {
    const { status } = sample.working.timer;
    if (!status?.running) throw new Error("working");
    const running = { ...status.running, zone: "Asia/Tokyo" };
    await open(sample.withTimer(sample.working, { status: { ...status, running } }));
    await button(/^since 18:07/).waitFor();
  });

  it("leads to onboarding without an account, and says why a first reading failed", async () => {
    await open(sample.noAccount);
    await page.keyboard.press("Enter");
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "onboarding" }]);
    await notify(page, "state:changed", sample.firstFailed);
    await sees("Kimai rejected the token");
    // It answered: to call it unreachable would be wrong.
    await page.getByRole("heading", { level: 1, name: "Cannot read Kimai" }).waitFor();
    await button("Refresh").first().click();
    expect(await channels()).toContain("app:refresh");
    await button("Open account").click();
    expect((await asked(page, "app:openWindow")).at(-1)).toEqual({ name: "main", page: "accounts" });
  });

  it("explains a first reading that takes two seconds, with a way to the account, and not one that is quick", async () => {
    const [account] = sample.firstFailed.accounts;
    if (!account) throw new Error("no account");
    await open({ ...sample.firstFailed, accounts: [{ ...account, state: "unknown", failure: null }] });
    await page.getByRole("heading", { name: "Loading Kimai" }).waitFor();
    await pause(page);
    await sees(/Maybe the keychain is locked/);
    await button("Open account").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "main", page: "accounts" }]);
    await open(sample.firstFailed);
    await pause(page);
    await sees("Kimai rejected the token");
    expect(await page.getByText(/Maybe the keychain is locked/).count()).toBe(0);
  });

  it("chooses between accounts, says what is not kept and what the service noted, and closes with Esc", async () => {
    const state = sample.withTimer(sample.twoAccounts, { notes: ["Kimai rounded the end to 11:15."] });
    await open({ ...state, accounts: [{ ...sample.kimai, sessionOnly: true }, sample.local] });
    await sees("Kimai rounded the end to 11:15.");
    await sees(/The token or API key is only in memory/);
    await button(/Account/).click();
    await page.getByRole("option", { name: "This computer" }).click();
    expect(await asked(page, "timer:useAccount")).toEqual([{ accountId: "local" }]);
    expect(await channels()).not.toContain("app:closeWindow");
    await page.keyboard.press("Escape");
    expect(await channels()).toContain("app:closeWindow");
  });

  it("reads again when the day turns, instead of showing yesterday's hours as today's", async () => {
    await open(sample.idle);
    expect(await channels()).not.toContain("app:refresh");
    await page.clock.fastForward(13 * 3600_000);
    await expect.poll(channels).toContain("app:refresh");
  });

  it("speaks the language in force and takes the theme that was chosen", async () => {
    await open(sample.working);
    await notify(page, "state:changed", {
      ...sample.working,
      language: "de",
      ui: { ...sample.working.ui, theme: "dark" },
    });
    await button("Ausstempeln").waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual([
      "de",
      "dark",
    ]);
    await notify(page, "state:changed", { ...sample.working, language: "pl" });
    await button("Zakończ").waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme ?? null)).toBeNull();
  });
});
