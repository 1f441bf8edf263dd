import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import { blankDraft, changedFields, restored } from "../../renderer/pages/entries/draft";
import { changeOf, draftOf, logOf } from "../../renderer/pages/entries/entry-changes";
import * as sample from "./fixtures";
import { type Answers, asked, type OpenOptions, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const pictures = process.env.PUNCHCARD_SCREENSHOTS;
const zone = sample.entries.zone;
const [, , opening] = sample.entries.entries;
if (!opening) throw new Error("no entry");
const billed = { ...opening, billable: true, tags: ["layout"], meta: { ticket: "4711" } };

test("sends of a change only the rare parts that were changed", () => {
  const first = draftOf(billed, zone);
  const change = (part: object) => changeOf(billed, { ...first, ...part }, { from: first.from, to: first.to }, zone);
  expect(change({})).toBeNull();
  expect(change({ billable: "no" })).toEqual({ id: "90", billable: false });
  expect(change({ tags: ["layout", "new"] })).toEqual({ id: "90", tags: ["layout", "new"], createMissing: true });
  expect(change({ tags: [] })).toEqual({ id: "90", tags: [] });
  expect(change({ meta: { ticket: "" } })).toEqual({ id: "90", meta: { ticket: "" } });
  expect(change({ hourlyRate: " 85,50 " })).toEqual({ id: "90", hourlyRate: "85,50" });
});

test("copies of an entry only what the account can set itself", () => {
  const copy = { ...draftOf(billed, zone), day: "2026-11-19" };
  const times = { from: "9:00", to: "10:00" };
  expect(logOf(copy, times, [])).not.toHaveProperty("billable");
  expect(logOf(copy, times, [])).not.toHaveProperty("meta");
  expect(logOf(copy, times, ["billable", "meta"])).toMatchObject({ billable: true, meta: { ticket: "4711" } });
});

test("keeps the rare parts in a draft, too", () => {
  const first = draftOf(billed, zone);
  const typed = { ...first, billable: "no" as const, tags: ["x"], hourlyRate: "85", meta: { ticket: "1" } };
  expect(changedFields(first, typed)).toEqual({ billable: "no", tags: ["x"], hourlyRate: "85", meta: { ticket: "1" } });
  expect(restored(first, changedFields(first, typed) ?? {}, zone)).toEqual(typed);
  expect(changedFields(blankDraft, blankDraft)).toBeNull();
});

describe.skipIf(whyNot)(`rare parts of an entry${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const answers: Answers = {
    "entries:list": { ok: true, value: { ...sample.entries, entries: [billed] } },
    "entries:customFields": {
      ok: true,
      value: [
        { name: "ticket", label: "Ticket", kind: "number", needed: true },
        { name: "on_site", label: "On site", kind: "flag", needed: false },
        { name: "due", label: "Due", kind: "date", needed: false, help: "When the customer wants it." },
      ],
    },
  };
  const withFields = (fields: string[], more: Partial<AppState> = {}): AppState => ({
    ...sample.working,
    ...more,
    accounts: sample.working.accounts.map((one) => ({ ...one, fields })),
  });
  const all = ["text", "tags", "billable", "rate", "meta"];
  const open = async (state: AppState, options: OpenOptions = {}) => {
    page = await windows.open(state, { window: "main", page: "entries", answers, ...options });
    await page.locator("[data-row]").first().press("Enter");
    await page.getByRole("form").waitFor();
  };
  const more = () => page.locator(".moreform > summary");
  const form = () => page.getByRole("form");

  it("stand under More, with the kinds of input that the service publishes, and are saved", async () => {
    await open(withFields(all));
    expect(await form().getByLabel("Hourly rate").count()).toBe(0);
    await more().press("Enter");
    await form().getByLabel("Due").waitFor();
    expect(await form().getByLabel("Due").getAttribute("type")).toBe("date");
    expect(await form().getByLabel("Ticket", { exact: true }).inputValue()).toBe("4711");
    await form().getByLabel("Ticket", { exact: true }).fill("4712");
    await form().getByLabel("Fixed price").fill("340");
    await form().getByLabel("Tags, with commas").fill("layout, review");
    await form().getByLabel("Billable").click();
    await page.getByRole("option", { name: "No", exact: true }).click();
    await form().getByLabel("Fixed price").press("Enter");
    await form().waitFor({ state: "detached" });
    const [saved] = await asked(page, "entries:update");
    expect(saved).toMatchObject({
      ...{ id: "90", billable: false, fixedRate: "340", tags: ["layout", "review"], meta: { ticket: "4712" } },
      createMissing: true,
    });
    expect(saved).not.toHaveProperty("hourlyRate");
  });

  it("are not there where the account can set none of them", async () => {
    await open(withFields(["text", "begin", "end"]));
    expect(await more().count()).toBe(0);
  });

  it("are only those that the account can set, and nothing is asked for the others", async () => {
    await open(withFields(["text", "billable"]));
    await more().click();
    await form().getByLabel("Billable").waitFor();
    expect(await form().getByLabel("Hourly rate").count()).toBe(0);
    expect(await asked(page, "entries:customFields")).toEqual([]);
  });

  it.each([
    ["en", false, 100],
    ["de", true, 100],
    ["pl", false, 160],
  ] as const)(
    "have no fault that axe finds, and no cut label, in %s (dark: %s, zoom %i)",
    async (language, dark, zoom) => {
      await open(withFields(all, { language }), { dark, zoom });
      await more().click();
      await form().getByLabel("Due").waitFor();
      await withoutViolations(page);
      const cut = await page
        .locator(".moregrid .label")
        .evaluateAll((labels) =>
          labels.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent),
        );
      expect(cut).toEqual([]);
      if (pictures) await page.screenshot({ path: join(pictures, `entries-more-${language}.png`) });
    },
  );
});
