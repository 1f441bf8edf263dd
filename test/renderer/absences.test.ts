import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { absences, absenceTypes, checked, teamAbsences } from "./fixtures-absences";
import { type Answers, asked, hold, notify, pause, release, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`absences page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = sample.working) => {
    page = await windows.open(state, { window: "main", page: "absences", answers });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const put = (answers: Answers) => page.evaluate((more) => Object.assign(window.fake.answers, more), answers);
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const focusedDay = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.day);
  const december = async () => {
    await button("Next month").click();
    await page.getByRole("grid", { name: "December 2026" }).waitFor();
  };
  const write = async (first = "2026-12-21", last = "2026-12-31") => {
    await field("From").fill(first);
    await field("To").fill(last);
  };
  const ok = <T>(value: T) => ({ ok: true as const, value });
  const fails = (code: string, message: string, more = {}) => ({
    ok: false as const,
    failure: { code, message, saved: "no" as const, ...more },
  });

  describe("the month", () => {
    it("reads whole weeks, and tells of each day who is away and what it is", async () => {
      await open({ "absences:list": ok(teamAbsences) });
      await december();
      expect(await asked(page, "absences:list")).toEqual([
        { from: "2026-10-26", to: "2026-12-06", who: "me" },
        { from: "2026-11-30", to: "2027-01-03", who: "me" },
      ]);
      const name = (day: string) => page.locator(`[data-day="${day}"]`).getAttribute("aria-label");
      expect(await name("2026-12-04")).toBe("Friday 4 December. You: ½ day, Holiday, approved");
      expect(await name("2026-12-11")).toContain("You: Overtime leave, waiting for approval");
      expect(await name("2026-12-25")).toBe("Friday 25 December. Holiday: Christmas. Aylin Demir: Holiday, approved");
      expect(await page.getByRole("grid").getByRole("columnheader").count()).toBe(7);
      expect(await page.getByRole("gridcell").count()).toBe(35);
    });

    it("draws a bar only over working days, and goes on with it in the next week", async () => {
      await open({ "absences:list": ok(teamAbsences) });
      await december();
      const columns = await page
        .locator(".away", { hasText: "Aylin Demir" })
        .evaluateAll((all) => all.map((one) => [(one as HTMLElement).style.gridArea, one.className]));
      expect(columns.map(([area]) => area)).toEqual(["2 / 3 / 3 / 5", "2 / 1 / 3 / 4"]);
      expect(columns[0]?.[1]).toContain("away--to");
      expect(columns[1]?.[1]).toContain("away--from");
    });

    it("says how many are away for whom there is no room", async () => {
      const person = (id: number) => ({
        ...(teamAbsences.absences[3] as (typeof teamAbsences.absences)[number]),
        id: `p${id}`,
        person: { id: `p${id}`, name: `Person ${id}` },
      });
      await open({ "absences:list": ok({ ...teamAbsences, absences: [1, 2, 3, 4, 5].map(person) }) });
      await december();
      const day = page.locator('[data-day="2026-12-08"]');
      expect(await day.textContent()).toContain("+2");
      expect(await day.getAttribute("aria-label")).toMatch(/Person 1.*Person 5.*2 more absences/);
    });

    it("is walked by keys: arrows by day, Page Up and Down by month, Shift chooses days, Enter begins a request", async () => {
      await open();
      await page.locator('[data-day="2026-11-19"]').focus();
      const press = async (key: string) => {
        await page.keyboard.press(key);
        return focusedDay();
      };
      expect(await press("ArrowRight")).toBe("2026-11-20");
      expect(await press("ArrowDown")).toBe("2026-11-27");
      expect(await press("ArrowDown")).toBe("2026-12-04");
      await page.getByRole("grid", { name: "December 2026" }).waitFor();
      expect(await press("Home")).toBe("2026-11-30");
      expect(await press("PageDown")).toBe("2026-12-30");
      expect(await press("PageDown")).toBe("2027-01-30");
      expect(await press("PageDown")).toBe("2027-02-28");
      expect(await page.locator("[data-day][tabindex='0']").count()).toBe(1);
      expect(await press("Enter")).toBeUndefined();
      expect(await field("From").evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await field("From").inputValue()).toBe("2027-02-28");
      await page.locator('[data-day="2027-02-28"]').focus();
      await press("Shift+ArrowLeft");
      await press("Shift+ArrowLeft");
      expect([await field("From").inputValue(), await field("To").inputValue()]).toEqual(["2027-02-26", "2027-02-28"]);
      expect(await page.getByRole("gridcell", { selected: true }).count()).toBe(3);
    });

    it("fills From and To by clicks", async () => {
      await open();
      await december();
      await page.locator('[data-day="2026-12-14"]').click();
      await page.locator('[data-day="2026-12-16"]').click();
      expect([await field("From").inputValue(), await field("To").inputValue()]).toEqual(["2026-12-14", "2026-12-16"]);
      await page.locator('[data-day="2026-12-08"]').click();
      expect([await field("From").inputValue(), await field("To").inputValue()]).toEqual(["2026-12-08", "2026-12-08"]);
      await sees(/Your request/);
    });

    it("asks for a reason and who stands in as the type wants, and sends only what it shows", async () => {
      const [first, ...others] = absenceTypes.types;
      const asking = {
        ...absenceTypes,
        types: [
          {
            ...(first as (typeof absenceTypes.types)[number]),
            asks: { reason: "needed", substitute: "optional", comment: "none" } as const,
            reasons: ["Moving house", "Wedding"],
          },
          ...others,
        ],
        decisions: [],
        decide_where: "https://fjordworks.calamari.io",
      };
      await open(
        { "absences:types": ok(asking) },
        { ...sample.working, accounts: [sample.calamari], activeAccount: "calamari" },
      );
      await field("From").fill("2026-12-21");
      await page.getByLabel("Substitute").fill("ida.berg@fjordworks.example");
      await page.clock.runFor(500);
      await sees("Nothing sent yet.");
      // Without the reason that is needed it cannot be sent.
      expect(await button("Send request").isDisabled()).toBe(true);
      expect(await page.getByLabel("Comment").count()).toBe(0);
      await page.getByRole("button", { name: /Reason \(required\)/ }).click();
      await page.getByRole("option", { name: "Wedding" }).click();
      await page.clock.runFor(500);
      await sees("Nothing sent yet.");
      await button("Send request").click();
      expect((await asked(page, "absences:request")).at(-1)).toMatchObject({
        reason: "Wedding",
        substitute: "ida.berg@fjordworks.example",
        comment: "",
        dryRun: false,
      });
      // Nobody can be decided on here: no buttons, but the way to where it is done.
      await sees("Approve, reject and cancel in Calamari itself.");
      await button("Open Calamari").click();
      expect(await asked(page, "app:openLink")).toEqual([
        { link: "service_page", url: "https://fjordworks.calamari.io" },
      ]);
    });

    it("shows the team where the service lets this person see it, and else says why not", async () => {
      await open({ "absences:list": ok(teamAbsences) });
      await page.getByText("Team", { exact: true }).click();
      await page.getByText("Team, 6 people").waitFor();
      expect((await asked(page, "absences:list")).at(-1)).toMatchObject({ who: "everyone" });
      const refused = { "others_absence.read": "your Kimai role has no right to see other people's absences" };
      await open({}, { ...sample.working, accounts: [{ ...sample.kimai, refused }] });
      await sees("Only your own absences: your Kimai role has no right to see other people's absences");
      await notify(page, "state:changed", {
        ...sample.working,
        language: "de",
        accounts: [{ ...sample.kimai, refused }],
      });
      await sees("Nur eigene Abwesenheiten: Ihre Kimai-Rolle darf keine Abwesenheiten anderer sehen");
      expect(await page.getByRole("radio", { name: /Team/ }).count()).toBe(0);
      await page.context().close();
      // What Punchcard itself keeps is said in the language of the window.
      const kept = { "others_absence.read": "kept_to_person" };
      const account = { ...sample.calamari, refused: kept };
      await open({}, { ...sample.working, language: "de", accounts: [account], activeAccount: account.id });
      await sees(
        /Nur eigene Abwesenheiten: der Schlüssel der Firma ist auf Sie beschränkt; „Verwalten“ unter „Was eine KI darf“/,
      );
    });

    it("says of a person who signed in nothing of a key, and shows no leave as waiting without a word", async () => {
      const account = { ...sample.signedIn, refused: { "others_absence.read": "kept_to_person" } };
      const answers = { "absences:list": ok({ ...absences, status_untold: true }) };
      await open(answers, { ...sample.working, accounts: [account], activeAccount: account.id });
      await sees("Calamari does not report whether an absence is approved. All are shown as waiting.");
      await sees(
        "Only your own absences: this account is limited to you; “Manage” under “What an AI may do” lets it reach",
      );
      expect(await page.locator("main").textContent()).not.toMatch(/key is limited/);
    });

    it("never shows people as present whose absences could not be read", async () => {
      const unread = [{ id: "9", name: "Nora Beck", why: "your role may not see her" }];
      await open({ "absences:list": ok({ ...teamAbsences, people: { read: 5, unread } }) });
      await sees("1 person could not be read");
      await sees("Nora Beck (your role may not see her). They may be absent too.");
    });

    it("reads again after somebody's write and with F5, and not with each minute", async () => {
      await open();
      const before = (await asked(page, "absences:list")).length;
      await page.clock.runFor(200_000);
      expect(await asked(page, "absences:list")).toHaveLength(before);
      await notify(page, "state:changed", { ...sample.working, writes: 1 });
      await expect.poll(async () => (await asked(page, "absences:list")).length).toBe(before + 1);
      await page.keyboard.press("F5");
      await expect.poll(async () => (await asked(page, "absences:list")).length).toBe(before + 2);
    });
  });

  describe("a request", () => {
    it("is checked while it is written, once it rests, and shows what speaks against it before it is sent", async () => {
      await open();
      // However slowly it is typed on a busy computer, no time passes for the page.
      await page.clock.pauseAt(Date.parse(sample.working.now) + 40_000);
      await write();
      await field("Comment").fill("Family");
      expect(await asked(page, "absences:request")).toEqual([]);
      await page.clock.runFor(400);
      await sees("Checked at 11:12. Nothing sent yet.");
      const draft = {
        type: "holiday",
        first: "2026-12-21",
        last: "2026-12-31",
        firstHalf: false,
        lastHalf: false,
        comment: "Family",
      };
      expect(await asked(page, "absences:request")).toEqual([{ ...draft, dryRun: true }]);
      const form = page.getByRole("complementary", { name: "Request absence" });
      const words = (await form.textContent()) ?? "";
      expect(words).toMatch(/8\.0 days.*without 25 Dec/);
      expect(words).toMatch(/1\.5 days too many.*Only 6\.5 are left\..*End on Tue 29 Dec/);
      expect(words).toMatch(/Training on 21 Dec, approved\..*Start on Tue 22 Dec/);
      expect(words).toContain("Also away: Aylin Demir (23–30 Dec), Sofie Brandt (28–31 Dec)");
      await button("Start on Tue 22 Dec").click();
      expect(await button("Send request").isDisabled()).toBe(true);
      await page.clock.runFor(400);
      expect((await asked(page, "absences:request")).at(-1)).toEqual({ ...draft, first: "2026-12-22", dryRun: true });
      await button("Send request").click();
      await sees("Sent to Kimai");
      expect((await asked(page, "absences:request")).at(-1)).toEqual({ ...draft, first: "2026-12-22", dryRun: false });
      expect(await field("From").inputValue()).toBe("");
    });

    it("sends no half that is not shown: of one day there is only one, and overtime leave has none", async () => {
      await open();
      await write("2026-12-21", "2026-12-22");
      await page.getByText("First day ½").click();
      await page.getByText("Last day ½").click();
      await field("To").fill("2026-12-21");
      await page.clock.runFor(400);
      expect((await asked(page, "absences:request")).at(-1)).toMatchObject({ firstHalf: true, lastHalf: false });
      await page.getByRole("button", { name: /Type/ }).click();
      await page.getByRole("option", { name: "Overtime leave" }).click();
      await field("Part of a day, in hours").fill("2:30");
      await page.clock.runFor(400);
      expect((await asked(page, "absences:request")).at(-1)).toMatchObject({
        type: "overtime",
        firstHalf: false,
        hours: "2:30",
      });
    });

    it("asks which half of a single day where the service wants to know it, and shows it before it is sent", async () => {
      const [first, ...others] = absenceTypes.types.map((type) => ({ ...type, which_half: type.half_days }));
      const part = (half: "morning" | "afternoon") =>
        ok({
          ...checked,
          absences: checked.absences.map((one) => ({ ...one, first: "2026-12-21", last: "2026-12-21", part: half })),
        });
      await open({
        "absences:types": ok({ ...absenceTypes, types: first ? [first, ...others] : [] }),
        "absences:request": part("morning"),
      });
      const form = page.getByRole("complementary", { name: "Request absence" });
      const last = async () => (await asked(page, "absences:request")).at(-1);
      await write("2026-12-21", "2026-12-21");
      expect(await page.getByRole("radio", { name: "Afternoon" }).count()).toBe(0);
      await page.getByText("Half day", { exact: true }).click();
      await page.clock.runFor(400);
      expect(await last()).toMatchObject({ firstHalf: true, half: "morning", dryRun: true });
      expect(await form.getByRole("radio", { name: "Morning" }).isChecked()).toBe(true);
      await form.getByText("in the morning").waitFor();
      await put({ "absences:request": part("afternoon") });
      await form.getByText("Afternoon", { exact: true }).click();
      await page.clock.runFor(400);
      expect(await last()).toMatchObject({ firstHalf: true, half: "afternoon", dryRun: true });
      await form.getByText("in the afternoon").waitFor();
      await button("Send request").click();
      await sees("Sent to Kimai");
      expect(await last()).toMatchObject({ firstHalf: true, half: "afternoon", dryRun: false });
      // Several days, whole days and services that do not ask are told no half.
      await write("2026-12-21", "2026-12-22");
      await page.getByText("First day ½").click();
      await page.clock.runFor(400);
      expect(await page.getByRole("radio", { name: "Afternoon" }).count()).toBe(0);
      expect(await last()).not.toHaveProperty("half");
    });

    it("says of leave by hours that hours are left after that", async () => {
      await open({ "absences:request": ok({ ...checked, warnings: [], left_after: 35, left_unit: "hours" }) });
      await write();
      await page.clock.runFor(400);
      await sees("35.0 hours left after that");
    });

    it("asks nothing while it ends before it begins, and says so", async () => {
      await open();
      await write("2026-12-21", "2026-12-20");
      await sees("It ends before it begins.");
      await page.clock.runFor(1000);
      expect(await asked(page, "absences:request")).toEqual([]);
      expect(await button("Send request").isDisabled()).toBe(true);
    });

    it("ends an older check when something changes; a long one can be cancelled and asked again", async () => {
      await open();
      await pause(page);
      await hold(page, "absences:request");
      await write();
      await page.clock.runFor(400);
      expect(await asked(page, "absences:request")).toHaveLength(1);
      await field("Comment").fill("x");
      await page.clock.runFor(10);
      expect(await asked(page, "absences:cancelCheck")).toHaveLength(1);
      // The answer to the first question comes late: it is not of this draft.
      await release(page, "absences:request", ok({ ...checked, days: 99 }));
      await page.clock.runFor(400);
      expect(await asked(page, "absences:request")).toHaveLength(2);
      expect(await page.getByText("99.0 days").count()).toBe(0);
      await release(page, "absences:request", ok(checked));
      await sees("8.0 days");
      await field("Comment").fill("y");
      await page.clock.runFor(400);
      await page.clock.runFor(3_100);
      await page.getByRole("progressbar", { name: "Checking the request" }).waitFor();
      await button("Cancel").click();
      await sees("Not checked.");
      await hold(page);
      await button("Check again").click();
      await page.clock.runFor(400);
      await sees("Checked at 11:12. Nothing sent yet.");
    });

    it("keeps what was written when it could not be sent, and says whether anything was saved", async () => {
      await open();
      await write();
      await page.clock.runFor(400);
      await put({ "absences:request": fails("timeout", "No answer.", { saved: "unknown" }) });
      await button("Send request").click();
      const alert = await page.getByRole("alert").textContent();
      expect(alert).toMatch(/The request was not sent.*It is unclear whether it was saved/);
      expect(await field("From").inputValue()).toBe("2026-12-21");
    });

    it("says why a check failed, and that nothing was sent", async () => {
      await open({ "absences:request": fails("invalid", "Holiday cannot be taken by halves.") });
      await write();
      await page.clock.runFor(400);
      expect(await page.getByRole("alert").textContent()).toMatch(/cannot be taken by halves.*Nothing was sent/);
      expect(await button("Send request").isDisabled()).toBe(true);
    });
  });

  describe("what can be done with an absence", () => {
    it("cancels an own one only after a question whose focus is on Cancel", async () => {
      await open();
      await december();
      await button("You: Overtime leave, waiting for approval").click();
      const details = page.getByRole("dialog");
      expect(await details.textContent()).toMatch(/Overtime leave.*Fri 11 Dec.*1\.0 day.*Concert in the evening/);
      await details.getByRole("button", { name: "Cancel absence" }).click();
      const dialog = page.getByRole("alertdialog", { name: /Cancel this absence\? You: Overtime leave/ });
      await dialog.waitFor();
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
      expect(await asked(page, "absences:decide")).toEqual([]);
      await button("You: Overtime leave, waiting for approval").click();
      await page.getByRole("button", { name: "Cancel absence" }).click();
      await dialog.getByRole("button", { name: "Cancel absence" }).click();
      expect(await asked(page, "absences:decide")).toEqual([{ ids: ["2"], action: "cancel" }]);
      await dialog.waitFor({ state: "detached" });
    });

    it("lets those decide who may, and asks before a no", async () => {
      await open({ "absences:list": ok(teamAbsences) });
      await december();
      await button("Piotr Nowak: Holiday, waiting for approval").click();
      await button("Approve").click();
      expect(await asked(page, "absences:decide")).toEqual([{ ids: ["12"], action: "approve" }]);
      await button("Piotr Nowak: Holiday, waiting for approval").click();
      await button("Reject").click();
      await page.getByRole("alertdialog", { name: /Reject this absence\? Piotr Nowak/ }).waitFor();
      expect(await asked(page, "absences:decide")).toHaveLength(1);
      const refused = { "absence.decide": "only supervisors", "others_absence.delete": "only supervisors" };
      await open(
        { "absences:list": ok(teamAbsences) },
        { ...sample.working, accounts: [{ ...sample.kimai, refused }] },
      );
      await december();
      expect(await button(/Piotr Nowak/).evaluateAll((all) => all.filter((one) => one.matches(".away")).length)).toBe(
        0,
      );
    });

    it("says why a decision failed, and that nothing was changed", async () => {
      await open({ "absences:decide": fails("forbidden", "You may not approve your own request.") });
      await december();
      await button("You: Overtime leave, waiting for approval").click();
      await button("Approve").click();
      expect(await page.getByRole("alert").textContent()).toMatch(/may not approve your own.*Nothing was saved/);
    });
  });

  describe("what is left", () => {
    it("stands below the month with what is planned and waiting, for the year shown", async () => {
      await open();
      const box = page.getByRole("region", { name: "Balances 2026" });
      const words = (await box.textContent()) ?? "";
      expect(words).toMatch(/Holiday 2026.*6\.5 of 28 days left.*21 taken, 0\.5 planned/);
      expect(words).toMatch(/Overtime leave.*1\.0 days left.*1 waiting/);
      expect(words).toMatch(/Sickness.*2\.0 days.*no limit set/);
      expect(await asked(page, "absences:balance")).toEqual([{ day: "2026-11-19" }]);
      for (let times = 0; times < 2; times += 1) await button("Next month").click();
      await expect.poll(async () => (await asked(page, "absences:balance")).at(-1)).toEqual({ day: "2027-01-01" });
    });

    it("is not guessed where it cannot be read", async () => {
      await open({ "absences:balance": fails("unavailable", "HTTP 500") });
      await sees("Your leave balance could not be read");
      expect(await page.getByRole("region", { name: /Balances/ }).count()).toBe(0);
    });
  });

  it("says in words why an account has no absences, and that nobody is shown as present", async () => {
    await open({
      "absences:list": fails("unsupported", "Kimai has no absences: the Work Contract plugin is not installed.", {
        next: "Ask its administrator for the plugin.",
      }),
    });
    await sees("No absences in Kimai");
    await sees("Kimai has no absences: the Work Contract plugin is not installed.");
    await sees("Ask its administrator for the plugin.");
    expect(await page.getByRole("grid").count()).toBe(0);
    await put({ "absences:list": ok(absences) });
    await button("Refresh").click();
    await page.getByRole("grid").waitFor();
  });

  it("says why nothing can be requested: no right, no types, none readable", async () => {
    const refused = { "absence.create": "your Kimai role has no right" };
    await open({}, { ...sample.working, accounts: [{ ...sample.kimai, refused }] });
    await sees("Absences cannot be requested here");
    await open({ "absences:types": ok({ ...absenceTypes, types: [] }) });
    await sees("No type of leave can be requested here");
    await open({ "absences:types": fails("offline", "x") });
    await sees("The types of leave could not be read");
  });

  it("leads to setting up where there is no account", async () => {
    await open({}, sample.noAccount);
    await button("Set up").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "onboarding" }]);
  });
});
