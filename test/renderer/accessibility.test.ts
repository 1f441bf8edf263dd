import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renamedToggles } from "./page-checks";
import { screens } from "./screens";
import { notify, shows, Windows, whyNot, withoutViolations } from "./window";

describe.skipIf(whyNot)(`accessibility${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());

  it.each(screens)(
    "$name: axe finds nothing in either theme, and what is pressed keeps its name",
    async ({ state, options, go }) => {
      const page = await windows.open(state, options);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await go?.(page);
      await page.clock.runFor(500);
      await withoutViolations(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await withoutViolations(page);
      expect(await page.evaluate(renamedToggles)).toEqual([]);
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
});
