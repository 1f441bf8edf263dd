import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { InvokeChannel } from "#main/ipc/channels";
import type { AppState } from "#main/ipc/contract/app-state";
import type { MainPage } from "#main/ipc/contract/main-pages";
import * as sample from "./fixtures";
import { absences } from "./fixtures-absences";
import { type Answers, asked, hold, notify, pause, release, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`main window${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (name: MainPage, answers?: Answers, state: AppState = sample.working, held?: InvokeChannel[]) => {
    page = await windows.open(state, { window: "main", page: name, answers, held });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const day = (name: string) => page.getByRole("region", { name });
  const put = (answers: Answers) => page.evaluate((more) => Object.assign(window.fake.answers, more), answers);
  const focusedName = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

  describe("a wait that takes long", () => {
    const waits = [
      {
        name: "entries",
        channel: "entries:list",
        press: "Previous week",
        end: "entries:cancelList",
        late: sample.entries,
      },
      { name: "absences", channel: "absences:list", press: "Next month", end: "absences:cancelList", late: absences },
      // What main reads of this computer ends by itself soon: only the window stops to wait for it.
      { name: "clients", channel: "clients:list", press: "Refresh", end: null, late: [] },
      { name: "general", channel: "diagnostics:run", press: "Check again", end: null, late: [] },
    ] as const;

    it.each(waits)(
      "for $name says after 2 s what it may be for, can be ended, says that nothing was changed, and asks again",
      async (wait) => {
        await open(wait.name);
        await pause(page);
        const before = (await asked(page, wait.channel)).length;
        await hold(page, wait.channel);
        await button(wait.press).click();
        await page.clock.runFor(1_900);
        expect(await button("Cancel").count()).toBe(0);
        await page.clock.runFor(200);
        await sees("This takes longer than usual.");
        await button("Cancel").press("Enter");
        await sees("Refresh canceled");
        await sees("Nothing was changed.");
        expect(await button("Cancel").count()).toBe(0);
        expect(await page.getByRole("progressbar").count()).toBe(0);
        expect(await page.getByRole("alert").count()).toBe(0);
        if (wait.end) expect(await asked(page, wait.end)).toHaveLength(1);
        // What comes all the same is of a question that nobody asks any more.
        await release(page, wait.channel, { ok: true, value: wait.late as never });
        await sees("Refresh canceled");
        expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Refresh");
        await hold(page);
        await page.keyboard.press("Enter");
        await page.getByText("Refresh canceled").waitFor({ state: "detached" });
        expect(await asked(page, wait.channel)).toHaveLength(before + 2);
      },
    );

    const first: [MainPage, InvokeChannel, string][] = [
      ["entries", "entries:list", "Kimai"],
      ["absences", "absences:list", "Kimai"],
      ["reports", "reports:get", "Kimai"],
      ["projects", "projects:list", "Kimai"],
      ["activity", "activity:list", "Kimai"],
    ];

    it.each(first)(
      "for the first reading of %s names keychain and service, and leads out",
      async (name, channel, service) => {
        await open(name, {}, sample.working, [channel]);
        await page.clock.runFor(2_100);
        await sees(new RegExp(`Maybe the keychain is locked .* or ${service} is slow`));
        await button("Open account").click();
        expect(await asked(page, "app:openWindow")).toEqual([{ name: "main", page: "accounts" }]);
        await button("Cancel").click();
        await sees("Refresh canceled");
        expect(await page.getByText(/keychain is locked/).count()).toBe(0);
      },
    );

    it("for working time of this computer names no keychain, and can be ended", async () => {
      await open("workingTime", {}, sample.localIdle, ["workingTime:get"]);
      await page.clock.runFor(2_100);
      await sees("This takes longer than usual.");
      expect(await page.getByText(/keychain is locked/).count()).toBe(0);
      await button("Cancel").click();
      await sees("Refresh canceled");
    });

    it("for the account in use is explained on its card, with the way to the diagnostics", async () => {
      const accounts = sample.working.accounts.map((one) => ({ ...one, state: "unknown" as const, readAt: null }));
      await open("accounts", {}, { ...sample.working, accounts });
      await page.clock.runFor(2_100);
      expect(await page.getByText(/Maybe the keychain is locked/).count()).toBe(1);
      await button("Diagnostics").click();
      await page.getByRole("main", { name: "General" }).waitFor();
    });

    it("at the first look at the clients can be ended too, and the rest of the page is there", async () => {
      await open("clients", {}, sample.working, ["clients:list"]);
      await page.clock.runFor(3_100);
      await page.getByRole("progressbar", { name: "Reading the clients’ files" }).waitFor();
      await button("Cancel").click();
      await sees("Nothing was changed.");
      await page.getByRole("tab", { name: "mcpServers" }).waitFor();
      await hold(page);
      await button("Refresh").last().click();
      await page.getByRole("button", { name: "Remove from all clients" }).waitFor();
    });

    it("over what Remove from all would do can be ended, and asks nothing then", async () => {
      await open("clients");
      await pause(page);
      await hold(page, "clients:plan");
      await button("Remove from all clients").click();
      await page.clock.runFor(3_100);
      await button("Cancel").click();
      await sees("Nothing was changed.");
      await release(page, "clients:plan", { ok: true, value: sample.plan });
      await page.clock.runFor(100);
      expect(await page.getByRole("alertdialog").count()).toBe(0);
      expect(await asked(page, "clients:unregisterAll")).toEqual([]);
    });
  });

  describe("entries", () => {
    it("shows the week by days with totals, gaps and what is counted twice", async () => {
      await open("entries");
      await button(/Opening hours/).waitFor();
      expect(await asked(page, "entries:list")).toEqual([{ from: "2026-11-16", to: "2026-11-22" }]);
      const chart = page.getByRole("region", { name: /Week 47 · 16–22 Nov 2026 compared with the target/ });
      expect(await chart.textContent()).toMatch(/0:30 counted twice/);
      expect(await day("Thursday 19 November").textContent()).toMatch(/2:30 of 8:00.*10:07–now.*running.*1:05/);
      expect(await day("Wednesday 18 November").textContent()).toMatch(/10:00–11:15Nothing booked.*1:15/);
      await page.clock.runFor(61_000);
      expect(await day("Thursday 19 November").textContent()).toMatch(/2:31.*1:06/);
    });

    it("does not show a week that could not be read as a week with nothing booked", async () => {
      await open("entries", { "entries:list": { ok: false, failure: sample.failures.offline } });
      await page.getByRole("alert").waitFor();
      const chart = page.getByRole("region", { name: /compared with the target/ });
      expect(await chart.textContent()).not.toMatch(/\b0:00|left/);
    });

    it("mends an overlap with one press, and only sends what changes", async () => {
      await open("entries");
      await button("Start at 15:00").click();
      expect(await asked(page, "entries:update")).toEqual([
        { id: "80", day: "2026-11-17", from: "15:00", to: "16:45" },
      ]);
      await expect.poll(() => asked(page, "entries:list")).toHaveLength(2);
    });

    it("edits in place by keyboard and sends only what was changed", async () => {
      await open("entries");
      await button(/first layout/)
        .first()
        .focus();
      await page.keyboard.press("F2");
      const form = page.getByRole("form", { name: "Edit Website relaunch" });
      await form.getByLabel("To", { exact: true }).fill("13:00");
      expect(await form.getByLabel("Duration").inputValue()).toBe("1:45");
      await page.keyboard.press("Enter");
      await form.waitFor({ state: "detached" });
      const edit = async (label: string, value: string) => {
        await button(/first layout/)
          .first()
          .press("Enter");
        await form.getByLabel(label, { exact: true }).fill(value);
        await page.keyboard.press("Enter");
        await form.waitFor({ state: "detached" });
      };
      await edit("Duration", "1,5h");
      await edit("Description", "Ticket page, second layout");
      await edit("Description", "Ticket page, first layout");
      const moved = { id: "89", day: "2026-11-18", from: "11:15" };
      const draft = { account: sample.kimai.id, key: "entry/89" };
      expect(await asked(page, "entries:update")).toEqual([
        { ...moved, to: "13:00", draft },
        { ...moved, duration: "1,5h", draft },
        { id: "89", text: "Ticket page, second layout", draft },
      ]);
    });

    it("has a break where the service keeps it within an entry, counts without it, and sends only what was changed", async () => {
      const state = { ...sample.working, accounts: [{ ...sample.kimai, fields: ["text", "break"] }] };
      await open("entries", undefined, state);
      const form = page.getByRole("form", { name: "Edit Website relaunch" });
      const openForm = () =>
        button(/first layout/)
          .first()
          .press("Enter");
      await openForm();
      await form.getByLabel("Break").fill("0:15");
      expect(await form.getByLabel("Duration").inputValue()).toBe("1:00");
      await page.keyboard.press("Enter");
      await form.waitFor({ state: "detached" });
      const draft = { account: sample.kimai.id, key: "entry/89" };
      expect(await asked(page, "entries:update")).toEqual([{ id: "89", break: "0:15", draft }]);
      await button("Log time").first().click();
      const log = page.getByRole("form", { name: "Log time" });
      await log.getByLabel("From", { exact: true }).fill("9:00");
      await log.getByLabel("To", { exact: true }).fill("17:00");
      await log.getByLabel("Break").fill("0:30");
      expect(await log.getByLabel("Duration").inputValue()).toBe("7:30");
      await page.keyboard.press("Enter");
      expect(await asked(page, "entries:log")).toMatchObject([{ from: "9:00", to: "17:00", break: "0:30" }]);
    });

    it("takes an end before the begin for the next day, shows that, and keeps it so in edits", async () => {
      const night = {
        ...sample.entries.entries[2],
        ...{ id: "77", begin: "2026-11-18T22:00:00+01:00", end: "2026-11-19T02:00:00+01:00", seconds: 14_400 },
      } as (typeof sample.entries.entries)[number];
      const entries = { ...sample.entries, entries: [night, ...sample.entries.entries] };
      await open("entries", { "entries:list": { ok: true, value: entries } });
      await button(/22:00–02:00 \+1 day, 4:00/)
        .first()
        .press("Enter");
      const edit = page.getByRole("form");
      await edit.getByText("+1 day").waitFor();
      await edit.getByLabel(/^To/).fill("3:30");
      expect(await edit.getByLabel("Duration").inputValue()).toBe("5:30");
      await page.keyboard.press("Enter");
      await expect
        .poll(() => asked(page, "entries:update"))
        .toMatchObject([{ id: "77", day: "2026-11-18", from: "22:00", to: "2026-11-19 03:30" }]);
      await button("Log time").first().click();
      const log = page.getByRole("form", { name: "Log time" });
      await log.getByLabel("From", { exact: true }).fill("22");
      await log.getByLabel(/^To/).fill("24:00");
      expect([await log.getByText("+1 day").count(), await log.getByLabel("Duration").inputValue()]).toEqual([
        0,
        "2:00",
      ]);
      await log.getByLabel(/^To/).fill("2");
      await log.getByText("+1 day").waitFor();
      await page.keyboard.press("Enter");
      expect(await asked(page, "entries:log")).toMatchObject([{ day: "2026-11-19", to: "2026-11-20 02:00" }]);
    });

    it("keeps what was typed when saving fails, with the reason", async () => {
      await open("entries", { "entries:update": { ok: false, failure: sample.failures.time } });
      await button(/first layout/)
        .first()
        .press("Enter");
      const to = page.getByLabel("To", { exact: true });
      await to.fill("25:00");
      await page.keyboard.press("Enter");
      const words = await page.getByRole("alert").textContent();
      expect(words).toMatch(/25:00 is no time of day.*Nothing was saved/);
      expect(await to.inputValue()).toBe("25:00");
      expect(await to.getAttribute("aria-invalid")).toBe("true");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      expect(await page.getByRole("form").count()).toBe(0);
    });

    it("says of a shift with several projects that its deletion cannot be undone", async () => {
      const entries = sample.entries.entries.map((one) =>
        one.id === "89"
          ? { ...one, work: {}, meta: { projects: "Layout 0:45, Review 0:30" }, mixed: true as const }
          : one,
      );
      await open("entries", { "entries:list": { ok: true, value: { ...sample.entries, entries } } });
      await button(/first layout/)
        .first()
        .press("Delete");
      const question = page.getByRole("alertdialog", { name: "Delete No project, 11:15–12:30?" });
      await question.getByText("This removes 1:15 on Wednesday 18 November and cannot be undone.").waitFor();
    });

    it("walks the rows with arrows and deletes only after a question whose focus is on Cancel", async () => {
      await open("entries");
      await button(/Opening hours/).focus();
      await page.keyboard.press("ArrowDown");
      expect(await focusedName()).toMatch(/first layout/);
      await page.keyboard.press("Delete");
      const dialog = page.getByRole("alertdialog", { name: "Delete Website relaunch, 11:15–12:30?" });
      expect(await dialog.textContent()).toContain(
        "This removes 1:15 on Wednesday 18 November. It can be brought back under Activity.",
      );
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
      expect(await asked(page, "entries:delete")).toEqual([]);
      await button(/first layout/)
        .first()
        .press("Delete");
      await dialog.getByRole("button", { name: "Delete" }).click();
      expect(await asked(page, "entries:delete")).toEqual([{ ids: ["89"] }]);
    });

    it("says why an exported or locked entry cannot be changed here", async () => {
      await open("entries");
      const row = button(/Offline queue.*Exported: it can only be changed in the service/);
      await row.press("Enter");
      await row.press("Delete");
      expect(await page.getByRole("form").count()).toBe(0);
      expect(await page.getByRole("alertdialog").count()).toBe(0);
      await button(/More actions for Website relaunch, 08:45/).click();
      await sees("November 16 is closed in Kimai.");
      expect(await page.getByRole("menuitem", { name: "Edit" }).getAttribute("aria-disabled")).toBe("true");
      await page.getByRole("menuitem", { name: "Start again" }).click();
      expect(await asked(page, "timer:clockIn")).toHaveLength(1);
    });

    it("says why what runs cannot be changed yet, and still lets it be deleted", async () => {
      await open("entries", { "entries:list": { ok: true, value: sample.entriesFixed } });
      const row = button(/10:07–now.*Still running: clock out to change it/);
      await row.press("F2");
      expect(await page.getByRole("form").count()).toBe(0);
      await button(/More actions for Website relaunch, 10:07/).click();
      await sees(/Still running/);
      expect(await page.getByRole("menuitem", { name: "Edit" }).getAttribute("aria-disabled")).toBe("true");
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByRole("alertdialog").waitFor();
    });

    it("logs a gap with its times, and says what the service noted", async () => {
      await open("entries", { "entries:log": { ok: true, value: { notes: ["Kimai rounded the end to 11:30."] } } });
      await button("Log it, 10:00–11:15").click();
      const form = page.getByRole("form", { name: "Log time" });
      expect(await form.getByLabel("From").inputValue()).toBe("10:00");
      await form.getByLabel("Description", { exact: true }).fill("Call with the museum");
      await page.keyboard.press("Enter");
      expect(await asked(page, "entries:log")).toEqual([
        expect.objectContaining({
          day: "2026-11-18",
          from: "10:00",
          to: "11:15",
          text: "Call with the museum",
          createMissing: false,
        }),
      ]);
      await sees("Kimai rounded the end to 11:30.");
    });

    it("searches, goes through the weeks, and reads again after somebody else's write", async () => {
      await open("entries");
      await button(/Opening hours/).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("museum review");
      expect(await page.locator("[data-row]").count()).toBe(1);
      await page.keyboard.type(" nothing");
      await sees(/No entry this week matches/);
      await page.getByRole("searchbox").fill("");
      await put({
        "entries:list": { ok: true, value: { ...sample.entries, entries: [], total: { entries: 0, seconds: 0 } } },
      });
      await button(/back to this week/).press("ArrowLeft");
      await sees("No entries in Week 46");
      expect((await asked(page, "entries:list")).at(-1)).toEqual({ from: "2026-11-09", to: "2026-11-15" });
      const before = (await asked(page, "entries:list")).length;
      // The status was read again within the same second.
      await notify(page, "state:changed", sample.withTimer(sample.working, { revision: 2 }));
      await expect.poll(async () => (await asked(page, "entries:list")).length).toBe(before + 1);
    });
  });

  describe("entries of an account that does not tell its time", () => {
    const signedIn = {
      ...sample.calamari,
      signedInAt: "https://gateway.eu-west-1.calamari.io/mcp-server/mcp",
      fields: ["text", "begin", "end"],
      refused: {
        "time.read": "Calamari cannot read the time sheet this way.",
        "project.read": "No projects this way.",
      },
    };
    const state = { ...sample.twoAccounts, accounts: [signedIn], activeAccount: signedIn.id };

    it("takes finished time, says what became of it, and offers no work item", async () => {
      const answers = { "entries:log": { ok: true as const, value: { notes: ["Somebody has to approve it."] } } };
      await open("entries", answers, state);
      const main = page.locator("main");
      expect(await main.textContent()).toContain("cannot read the time sheet this way");
      const form = page.getByRole("form", { name: "Log time" });
      expect(await form.getByText("Work").count()).toBe(0);
      await form.getByLabel("Day").fill("2026-11-18");
      await form.getByLabel("From").fill("9:00");
      await form.getByLabel("To").fill("11:30");
      await form.getByLabel("Description").fill("Planning");
      await page.keyboard.press("Enter");
      await expect
        .poll(() => main.getByRole("status").first().textContent())
        .toMatch(/2026-11-18, 9:00–11:30.*approve/);
      expect(await asked(page, "entries:log")).toMatchObject([
        { day: "2026-11-18", from: "9:00", to: "11:30", text: "Planning", work: {}, tags: [] },
      ]);
      expect(await asked(page, "entries:list")).toEqual([]);
      expect(await form.getByLabel("From").inputValue()).toBe("");
      expect(await form.getByLabel("Day").inputValue()).toBe("2026-11-18");
    });

    it("offers nothing where time cannot be added either", async () => {
      const closed = { ...signedIn, refused: { ...signedIn.refused, "time.create": "No Time & Attendance." } };
      await open("entries", {}, { ...state, accounts: [closed] });
      expect(await page.locator("main").textContent()).toContain("cannot read the time sheet this way");
      expect(await page.getByRole("form").count()).toBe(0);
    });
  });

  describe("accounts", () => {
    it("tells each account's state and disconnects only after saying what that means", async () => {
      const failing = { ...sample.kimai, state: "failing" as const, failure: sample.failures.unauthorized };
      await open("accounts", {}, { ...sample.twoAccounts, accounts: [failing, sample.local] });
      const kimai = page.getByRole("region", { name: "Kimai" });
      expect(await kimai.textContent()).toMatch(/Kimai rejected the token.*HTTP 401.*Create a new one/);
      await kimai.getByRole("button", { name: "Disconnect" }).click();
      const dialog = page.getByRole("alertdialog", { name: "Disconnect Kimai?" });
      expect(await dialog.textContent()).toContain("Everything in Kimai stays");
      await dialog.getByRole("button", { name: "Disconnect" }).click();
      expect(await asked(page, "accounts:disconnect")).toEqual([{ accountId: "kimai" }]);
      await button("Add account").click();
      expect(await asked(page, "app:openWindow")).toEqual([{ name: "onboarding" }]);
    });

    it("speaks of the sign-in, not of a key, where there is none, in each language", async () => {
      const ended = { code: "unauthorized", message: "You are signed out of Calamari.", saved: "no" as const };
      const state: AppState = {
        ...sample.unreadable,
        accounts: [{ ...sample.signedIn, state: "failing", failure: ended, sessionOnly: true }],
      };
      await open("accounts", {}, state);
      const words = () => page.getByRole("region", { name: "Calamari" }).textContent();
      expect(await words()).toMatch(/rejected the sign-in.*signed out.*[Ss]ign in again.*sign-in is only in memory/);
      await button("Disconnect").click();
      expect(await page.getByRole("alertdialog").textContent()).toMatch(/sign-in is revoked/);
      await notify(page, "state:changed", { ...state, language: "de" });
      await page.getByText("Calamari hat die Anmeldung abgelehnt").waitFor();
      expect(await words()).not.toMatch(/Schlüssel |Token|signed out/);
    });

    it("lets whoever was signed out of Calamari sign in again, where it is said first; no key is spoken of", async () => {
      const failure = { code: "unauthorized", message: "You are signed out of Calamari.", saved: "no" as const };
      const out = { ...sample.signedIn, state: "failing" as const, failure };
      await open("accounts", {}, { ...sample.twoAccounts, accounts: [out, sample.local] });
      const card = page.getByRole("region", { name: out.label });
      expect(await card.textContent()).toMatch(/You are signed out of Calamari/);
      expect(await card.textContent()).not.toMatch(/key/i);
      await card.getByRole("button", { name: "Sign in again" }).click();
      expect(await card.getByRole("status").first().textContent()).toContain("https://auth.calamari.io");
      expect(await asked(page, "accounts:signIn")).toEqual([]);
      await card.getByRole("button", { name: "Sign in at auth.calamari.io" }).click();
      expect(await asked(page, "accounts:signIn")).toEqual([
        { url: out.signedIn, origin: "https://auth.calamari.io", sessionOnly: false },
      ]);
    });

    it("keeps the hours of a week for the time sheet on this computer", async () => {
      await open("accounts", {}, { ...sample.localIdle });
      const hours = page.getByRole("textbox", { name: "Hours per week" });
      await hours.fill("a lot");
      await sees("Enter it as 40, 38.5 or 38:30.");
      expect(await button("Save").isDisabled()).toBe(true);
      await hours.fill("20");
      await page.keyboard.press("Enter");
      expect(await asked(page, "accounts:setTarget")).toEqual([
        { accountId: "local", targetSeconds: [14_400, 14_400, 14_400, 14_400, 14_400, 0, 0] },
      ]);
    });
  });

  it("goes from page to page by its navigation and its keys", async () => {
    await open("entries");
    await page.getByRole("link", { name: "General" }).click();
    await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
    expect(await page.getByRole("link", { name: "General" }).getAttribute("aria-current")).toBe("page");
    expect(await page.title()).toBe("General · Punchcard");
    expect(new URL(page.url()).searchParams.get("page")).toBe("general");
    for (const [key, name] of [
      ["2", "Absences"],
      ["3", "Reports"],
      [",", "General"],
    ] as const) {
      await page.keyboard.press(`Control+${key}`);
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
    await page.keyboard.press("Control+1");
    await page.getByRole("heading", { level: 1, name: "Entries" }).waitFor();
    await page.getByRole("region", { name: "Timer" }).getByRole("button", { name: "Clock out" }).click();
    expect(await asked(page, "timer:clockOut")).toHaveLength(1);
  });
});
