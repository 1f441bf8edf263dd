import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { working } from "./fixtures";
import { listOf } from "./list-speed";
import { Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`a long list of entries${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());

  it("keeps the row with the focus in sight while one goes through it by keyboard", async () => {
    page = await windows.open(working, { window: "main", page: "entries", answers: { "entries:list": listOf(300) } });
    await expect.poll(() => page.locator("[data-row]").count()).toBe(300);
    expect(await page.locator("[data-long]").count()).toBe(1);
    await page.locator("[data-row]").first().focus();
    const place = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll("[data-row]")];
        const at = rows.indexOf(document.activeElement as Element);
        const box = document.activeElement?.getBoundingClientRect();
        const body = document.querySelector(".page__body")?.getBoundingClientRect();
        return { at, isSeen: Boolean(box && body && box.top >= body.top - 1 && box.bottom <= body.bottom + 1) };
      });
    for (const to of [20, 60]) {
      while ((await place()).at < to) await page.keyboard.press("ArrowDown");
      expect(await place()).toEqual({ at: to, isSeen: true });
    }
    // The last row was never laid out before.
    await page.locator("[data-row]").last().focus();
    expect(await place()).toEqual({ at: 299, isSeen: true });
    await page.keyboard.press("ArrowUp");
    expect(await place()).toEqual({ at: 298, isSeen: true });
  });
});
