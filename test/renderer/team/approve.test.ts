import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Approvals, type NewApproval } from "#team/approval/approvals";
import { whyNot, withoutViolations } from "../window";
import { newPage, TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";

describe.skipIf(whyNot)("answering what an AI client asks", () => {
  let site: TeamSite;
  let marta: string;
  let page: Page;
  beforeAll(async () => {
    site = await TeamSite.start();
    marta = await site.person(email, "Marta Lindner");
    await site.person("tom@example.org", "Tom");
  }, 60_000);
  afterAll(() => site?.stop());
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  let asked = 0;
  const ask = async (more: Partial<NewApproval> = {}) => {
    asked += 1;
    const { approval } = await new Approvals(site.database, Date.now).ask({
      person: marta,
      grant: "grant-1",
      client: "ChatGPT",
      says: "Tidy up <b>twice</b>",
      account: { id: "kimai", label: "Kimai" },
      tool: "delete_time",
      call: `call-${asked}`,
      digest: "digest",
      agreed: [],
      lines: [
        "Tue 17 Nov 14:30–16:45  Product configurator",
        "Thu 12 Nov 09:00–11:00  Product configurator",
        "It can be brought back under Activity.",
      ],
      entries: 2,
      others: false,
      firstAt: Date.now(),
      expiresAt: Date.now() + 300_000,
      ...more,
    });
    return approval.id;
  };
  const stateOf = async (id: string) =>
    (await site.database.first<{ state: string }>("SELECT state FROM approvals WHERE id = ?", [id]))?.state;
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  const open = async (id: string, options = {}) => {
    page = await site.signedIn(email, options);
    await page.goto(`/approve/${id}`);
    await page.locator("footer").waitFor();
  };
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  test("shows exactly what would happen, who asks and in whose words, and until when", async () => {
    const id = await ask();
    await open(id);
    await heading("ChatGPT asks to delete 2 entries");
    for (const text of [
      "Tue 17 Nov 14:30–16:45",
      "Thu 12 Nov 09:00–11:00",
      "“Tidy up <b>twice</b>”",
      "It can be brought back under Activity.",
      "your own data",
      "Marta Lindner (marta@example.org)",
      "(5 minutes), then it counts as denied",
    ])
      await page.getByText(text).waitFor();
    expect(await stateOf(id)).toBe("open");
  });

  test("approves, says that nothing was changed yet, and takes it back", async () => {
    const id = await ask({ others: true });
    await open(id);
    await page.getByText("other people's data").waitFor();
    await button("Approve").click();
    await heading(/^You said yes at \d\d:\d\d$/);
    await page.getByText("Nothing was changed yet.").waitFor();
    expect(await stateOf(id)).toBe("allowed");
    await button("Take it back").click();
    await heading("This question is over");
    expect(await stateOf(id)).toBe("withdrawn");
    expect(await button("Take it back").count()).toBe(0);
  });

  test("denies by Esc, and a single key never approves", async () => {
    const id = await ask();
    await open(id);
    await page.waitForFunction(() => document.querySelectorAll("button:disabled").length === 0);
    for (const key of ["y", "a", "ArrowRight"]) await page.keyboard.press(key);
    expect(await stateOf(id)).toBe("open");
    await page.keyboard.press("Escape");
    await heading(/^You said no at/);
    expect(await stateOf(id)).toBe("denied");
  });

  test("has the focus on Deny, so that Enter denies", async () => {
    const id = await ask();
    await open(id);
    await page.keyboard.press("Enter");
    await heading(/^You said no at/);
    expect(await stateOf(id)).toBe("denied");
  });

  test("takes no yes in the first half second, nor right after the page comes to the front", async () => {
    page = await site.signedIn(email);
    await page.clock.install();
    const id = await ask();
    await page.goto(`/approve/${id}`);
    await page.getByRole("heading", { level: 1, name: /delete/ }).waitFor();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    expect(await button("Approve").isDisabled()).toBe(true);
    await page.clock.runFor(499);
    expect(await button("Approve").isDisabled()).toBe(true);
    await page.clock.runFor(2);
    expect(await button("Approve").isEnabled()).toBe(true);
  });

  test("answers once for a double click", async () => {
    const id = await ask();
    await open(id);
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
    await button("Approve").dblclick();
    await heading(/^You said yes at/);
    expect(sent).toHaveLength(1);
    expect(await stateOf(id)).toBe("allowed");
  });

  test("shows in the second tab what the first one answered, and does not overrule it", async () => {
    const id = await ask();
    await open(id);
    const other = await newPage(page.context());
    await other.goto(`/approve/${id}`);
    await other.getByRole("heading", { level: 1, name: /delete/ }).waitFor();
    await button("Deny").click();
    await heading(/^You said no at/);
    await other.getByRole("button", { name: "Approve", exact: true }).click();
    await other.getByRole("heading", { level: 1, name: /^You said no at/ }).waitFor();
    expect(await stateOf(id)).toBe("denied");
  });

  test("notices that the yes was used", async () => {
    const id = await ask();
    await open(id);
    await button("Approve").click();
    await heading(/^You said yes at/);
    expect(await new Approvals(site.database, Date.now).use(id)).toBe(true);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await heading("Your yes was used");
  });

  test("counts down and closes by itself, also where the computer's clock is ten minutes off", async () => {
    page = await site.signedIn(email);
    await page.clock.install({ time: Date.now() - 600_000 });
    const id = await ask({ expiresAt: Date.now() + 90_000 });
    await page.goto(`/approve/${id}`);
    await page.getByText("(2 minutes), then").waitFor();
    await page.clock.runFor(60_000);
    await page.getByText("(less than a minute), then").waitFor();
    await page.clock.runFor(40_000);
    await heading(/^Nobody said yes until/);
    expect(await button("Approve").count()).toBe(0);
  });

  test.each([
    ["of somebody else", async () => ask({ person: (await site.people.list())[1]?.id ?? "" })],
    ["that there never was", async () => "0".repeat(32)],
  ])("has no page for a question %s", async (_name, make) => {
    page = await site.signedIn(email);
    await page.goto(`/approve/${await make()}`);
    await page.getByRole("alert").getByText("It is not there any more.").waitFor();
    expect(await button("Approve").count()).toBe(0);
  });

  test("asks to sign in first, where that ended in another tab, and answers nothing", async () => {
    const id = await ask();
    await open(id);
    await page.context().clearCookies();
    await button("Approve").click();
    await heading("Sign in");
    expect(new URL(page.url()).searchParams.get("returnTo")).toBe(`/approve/${id}`);
    expect(await stateOf(id)).toBe("open");
  });

  test("has no fault for assistive technology in either theme, also on a phone", async () => {
    const id = await ask({ lines: Array.from({ length: 40 }, (_, row) => `row ${row} ${"long ".repeat(30)}`) });
    await open(id, { width: 390, height: 844, locale: "de-DE" });
    await withoutViolations(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await withoutViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await button("Zustimmen").click();
    await heading(/zugestimmt/);
    // What react-aria announces of the press names a button that is gone by now.
    await page.reload();
    await heading(/zugestimmt/);
    await withoutViolations(page);
  });
});
