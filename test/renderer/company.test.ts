import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import { bound, broken, permissions, place } from "./fixtures-company";
import { asked, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`set by the company${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const openPermissions = async (state: AppState) => {
    page = await windows.open(state, {
      window: "main",
      page: "permissions",
      answers: {
        "permissions:get": { ok: true, value: permissions },
        "permissions:setCell": { ok: true, value: permissions },
      },
    });
    await page.getByRole("heading", { name: "Set by Example GmbH" }).waitFor();
  };

  it("locks cells that are off and offers no level above the bound, and says why to everybody", async () => {
    await openPermissions(bound);
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Own time", exact: true }) });
    expect(
      await row.getByRole("button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label"))),
    ).toEqual(["Own time, Read: Allow", "Own time, Create: Ask"]);
    expect(await row.textContent()).toContain("Set by your company");
    const create = page.getByRole("button", { name: "Own time, Create: Ask" });
    expect(await create.getAttribute("title")).toContain("Set by your company: at most “Ask”");
    await create.focus();
    await page.keyboard.press("3");
    expect(await asked(page, "permissions:setCell")).toEqual([]);
    await page.keyboard.press("Space");
    await page.keyboard.press("2");
    const set = { accountId: "kimai", cell: "time.create" };
    expect(await asked(page, "permissions:setCell")).toEqual([
      { ...set, level: "off" },
      { ...set, level: "ask" },
    ]);
    expect(await page.getByRole("switch", { name: "Delete entries: set by your company" }).isDisabled()).toBe(true);
    const itself = page.getByRole("switch", { name: /confirm/i });
    expect(await itself.isDisabled()).toBe(true);
    const describedBy = await itself.getAttribute("aria-describedby");
    expect(await page.locator(`#${describedBy}`).textContent()).toBe("Set by your company");
  });

  it("says in General who sets it and where, and of a broken policy what holds until it is corrected", async () => {
    page = await windows.open(bound, { window: "main", page: "general" });
    await page.getByRole("heading", { name: "Set by Example GmbH" }).waitFor();
    await page.getByText(place).waitFor();
    page = await windows.open(broken, { window: "main", page: "general" });
    const alert = page.getByRole("alert").filter({ hasText: "cannot be used" });
    expect(await alert.textContent()).toMatch(/AI clients may do nothing here[\s\S]*line 4: unknown key "permisions"/);
  });

  it("lets only services be chosen in the first run that the company allows", async () => {
    page = await windows.open({ ...bound, accounts: [], activeAccount: null }, { window: "onboarding" });
    const radio = (name: RegExp) => page.getByRole("radio", { name });
    await radio(/^Kimai/).waitFor();
    expect(await radio(/^Kimai/).isEnabled()).toBe(true);
    expect(await radio(/^Clockodo/).isEnabled()).toBe(false);
    expect(await radio(/^Clockodo/).evaluate((one) => one.closest("label")?.textContent)).toContain(
      "Set by your company",
    );
  });
});
