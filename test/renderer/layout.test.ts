import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nightly } from "../nightly";
import * as sample from "./fixtures";
import { teamAbsences } from "./fixtures-absences";
import { cutTexts, renamedToggles, unnamed } from "./page-checks";
import { main, screens } from "./screens";
import { notify, shows, sizes, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

type ColorScheme = "light" | "dark";

/** The gate checks each language once, at the zoom levels that differ most; the nightly run checks the whole grid. */
const looks: { language: string; zoom: number; colorScheme: ColorScheme }[] = nightly
  ? ["pl", "de", "en"].flatMap((language) =>
      [85, 100, 125, 160].flatMap((zoom) =>
        (["light", "dark"] as const).map((colorScheme) => ({ language, zoom, colorScheme })),
      ),
    )
  : [
      { language: "pl", zoom: 125, colorScheme: "dark" },
      { language: "de", zoom: 160, colorScheme: "light" },
      { language: "en", zoom: 85, colorScheme: "light" },
    ];

describe.skipIf(whyNot)(`layout, names and accessibility${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());

  // All that is looked at in one state, as opening it takes as long as looking.
  it.each(screens)(
    "$name: nothing cut in three languages from 85 to 160 %, axe finds nothing in either theme, everything named",
    async ({ state, options, go }) => {
      const page = await windows.open(state, options);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await go?.(page);
      await page.clock.runFor(500);
      expect.soft(await page.evaluate(unnamed)).toEqual([]);
      await withoutViolations(page);
      // A theme changes colors only.
      await page.emulateMedia({ colorScheme: "dark" });
      await withoutViolations(page, ["color-contrast"]);
      const { width, height } = sizes[options.window ?? "timer"];
      const problems: string[] = [];
      for (const { language, zoom, colorScheme } of looks) {
        await page.emulateMedia({ colorScheme });
        await notify(page, "state:changed", { ...state, language });
        await shows(page, `html[lang="${language}"]`);
        // The window grows with the zoom up to the screen; here it does not, which is the harder case.
        await page.setViewportSize({
          width: Math.round((width * 100) / zoom),
          height: Math.round((height * 100) / zoom),
        });
        // What is open moves along a moment after the window has its size.
        let cut = await page.evaluate(cutTexts);
        for (let tries = 0; cut.length > 0 && tries < 10; tries++) {
          await page.clock.runFor(50);
          cut = await page.evaluate(cutTexts);
        }
        problems.push(...cut.map((what) => `${language} ${zoom} %: ${what}`));
      }
      expect.soft(problems).toEqual([]);
      expect.soft(await page.evaluate(renamedToggles)).toEqual([]);
      expect(takeComplaints(page)).toEqual([]);
    },
  );

  const folder = process.env.PUNCHCARD_SCREENSHOTS;
  it.skipIf(!folder).each(screens)("$name: pictures in three languages and both themes", async (screen) => {
    mkdirSync(folder as string, { recursive: true });
    const { state, options, go, name } = screen;
    const page = await windows.open(state, options);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await go?.(page);
    await page.clock.runFor(500);
    for (const language of ["en", "de", "pl"])
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await notify(page, "state:changed", { ...state, language });
        await shows(page, `html[lang="${language}"]`);
        const file = `${name.replace(/[^a-z]+/gi, "-")}-${language}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder as string, file), animations: "disabled" });
      }
  });

  it.each(["en", "de", "pl"])("keeps the names of the profiles off their borders in %s", async (language) => {
    const page = await windows.open({ ...sample.working, language }, main("permissions"));
    await page.locator(".profile").first().waitFor();
    const room = await page.locator(".profile b").evaluateAll((names) =>
      names.map((name) => {
        const text = document.createRange();
        text.selectNodeContents(name);
        const tile = (name.closest(".profile") ?? name).getBoundingClientRect();
        return tile.right - text.getBoundingClientRect().right;
      }),
    );
    expect(room).toHaveLength(4);
    for (const one of room) expect(one).toBeGreaterThanOrEqual(7);
  });

  it("shows where the focus is on every stop, and reaches every control by Tab", async () => {
    const page = await windows.open(sample.working);
    const seen = new Set<string>();
    for (let stop = 0; stop < 20; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(active);
        return {
          name: active.getAttribute("aria-label") ?? active.textContent ?? "",
          ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        };
      });
      if (!here) continue;
      expect(here.ring, here.name).toBeGreaterThanOrEqual(2);
      seen.add(here.name);
    }
    for (const name of ["Open Punchcard", "Settings", "Clock out", "Break", "Switch", "Search work", "Refresh"])
      expect(
        [...seen].some((one) => one.includes(name)),
        name,
      ).toBe(true);
  });

  // The least size grows with the zoom, so it is this at each of them.
  it.each([
    "entries",
    "absences",
    "reports",
    "activity",
    "import",
    "accounts",
    "workingTime",
    "permissions",
    "clients",
    "general",
  ])("%s in the smallest window: Tab brings each control into view, and moves nothing else away", async (name) => {
    // Only the time sheet on this computer has working time of its own.
    const state = name === "workingTime" ? sample.localIdle : sample.working;
    const page = await windows.open(state, { ...main(name), size: { width: 640, height: 480 } });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.clock.runFor(500);
    const seen = new Set<string>();
    const lost = new Set<string>();
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        // A switch or a radio is drawn by the label around its input.
        const drawn = active.closest("label") ?? active;
        const { left, top, width, height } = drawn.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
        const moved = document.documentElement.scrollTop + document.documentElement.scrollLeft;
        return {
          name: active.getAttribute("aria-label") ?? (drawn.textContent || active.id),
          inView: hit !== null && (drawn.contains(hit) || hit.contains(drawn)) && moved === 0,
        };
      });
      if (!here) continue;
      seen.add(here.name);
      if (!here.inView) lost.add(here.name);
    }
    expect([...lost]).toEqual([]);
    expect(seen.size).toBeGreaterThan(9);
  });

  it("shows where the focus is in the calendar and its request, and each Tab goes on", async () => {
    const page = await windows.open(sample.working, {
      ...main("absences"),
      answers: { "absences:list": { ok: true, value: teamAbsences } },
    });
    await page.getByRole("complementary").waitFor();
    const seen: string[] = [];
    // However many places the sidebar has before them.
    for (let stop = 0; stop < 60 && !seen.some((name) => name.startsWith("Comment")); stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        // A checkbox is drawn by the label around its input.
        const drawn = active.closest("[data-focus-visible]") ?? active;
        const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
        const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : null;
        return {
          name: active.getAttribute("aria-label") ?? label ?? active.textContent ?? "",
          ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        };
      });
      if (!here) continue;
      expect(here.ring, here.name).toBeGreaterThanOrEqual(2);
      seen.push(here.name);
    }
    // The days of the month are one stop.
    expect(seen.filter((name) => /^\w+ \d+ November/.test(name))).toEqual(["Thursday 19 November"]);
    for (const name of ["Previous month", "Next month", "You: ½ day", "From", "To", "First day ½", "Comment"])
      expect(
        seen.some((one) => one.startsWith(name)),
        name,
      ).toBe(true);
  });

  it("moves nothing where motion is not wanted, and keeps marks in forced colours", async () => {
    const page = await windows.open(sample.working, {
      held: ["timer:clockOut"],
      reducedMotion: true,
      forcedColors: true,
    });
    await page.keyboard.press("Enter");
    await page.clock.runFor(400);
    await page.getByRole("progressbar").waitFor();
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => one.playState === "running")
        .map((one) => one.effect?.getComputedTiming().duration),
    );
    expect(moving).toEqual([]);
    // Bars are told by their fill: forced colours would paint it away.
    const bar = await page.locator(".bar .now").evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(bar).not.toBe("rgba(0, 0, 0, 0)");
  });
});
