import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nightly } from "../../nightly";
import { cutTexts, unnamed } from "../page-checks";
import { whyNot, withoutViolations } from "../window";
import { marta, priya, settle } from "./company";
import { type OpenOptions, picture, TeamSite, takeComplaints } from "./site";

const locales = { en: "en-GB", de: "de-DE", pl: "pl-PL" } as const;
type Language = keyof typeof locales;
/** 320 is 1280 at 400 %, 750 is 1200 at 160 %, 1412 is 1200 at 85 %. */
const allWidths = [320, 750, 1024, 1412];
/** The gate checks German, which has the longest words, at both narrow widths; the nightly run checks the whole grid. */
const widths: Record<Language, number[]> = nightly
  ? { en: allWidths, de: allWidths, pl: allWidths }
  : { en: [1412], de: [320, 750], pl: [1024] };

describe.skipIf(whyNot)("each page of a team server", () => {
  let site: TeamSite;
  let paths: Awaited<ReturnType<typeof settle>>;
  beforeAll(async () => {
    site = await TeamSite.start({ noClientDocuments: "true" });
    paths = await settle(site);
  }, 60_000);
  afterAll(() => site?.stop());

  type Place = { who: string | null; go(page: Page): Promise<unknown> };
  const at = (who: string | null, path: () => string): Place => ({ who, go: (page) => page.goto(path()) });
  /** Pages in the order in which a company meets them; where more than an address is needed, how to get there. */
  const places = {
    "sign-in": at(null, () => "/sign-in"),
    invitation: at(null, () => paths.invitation),
    home: at(marta, () => "/"),
    connect: at(marta, () => "/connect/kimai"),
    permissions: at(marta, () => paths.account),
    consent: { who: marta, go: (page) => ask(page, "https://tally.example/callback") },
    "consent-local": { who: marta, go: (page) => ask(page, "http://127.0.0.1:41573/callback") },
    approve: {
      who: marta,
      async go(page) {
        await page.goto(paths.approval);
        // Pressed too soon it would be meant for something else.
        await page.locator(".alonepage__foot button:enabled").nth(1).waitFor();
      },
    },
    activity: at(marta, () => "/activity"),
    "admin-people-list": at(priya, () => "/admin/people"),
    "admin-people": {
      who: priya,
      async go(page) {
        await page.goto("/admin/people");
        await page.locator("tr", { hasText: "Jonas Weber" }).getByRole("button").click();
        await page.getByRole("menuitem").last().click();
        await page.locator(".removal").waitFor();
      },
    },
    "admin-policy": at(priya, () => "/admin/policy"),
    "admin-health": at(priya, () => "/admin/health"),
  } as const satisfies Record<string, Place>;
  const names = Object.keys(places) as (keyof typeof places)[];

  /** A client that registered itself asks to be let in. */
  async function ask(page: Page, redirect: string): Promise<void> {
    const registered = await page.request.post("/oauth/register", {
      data: { client_name: "Tallymate", redirect_uris: [redirect] },
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const query = new URLSearchParams({
      ...{ client_id, redirect_uri: redirect, response_type: "code", state: "s" },
      ...{ code_challenge: "c".repeat(43), code_challenge_method: "S256" },
    });
    await page.goto(`/oauth/authorize?${query}`);
  }
  /** One tab for each person and language, as a renderer of its own for each page costs a second of processor time. */
  const tabs = new Map<string, Promise<Page>>();
  function tabOf(who: string | null, options: OpenOptions): Promise<Page> {
    const key = JSON.stringify([who, options]);
    const tab = tabs.get(key) ?? (who === null ? site.visitor(options) : site.signedIn(who, options));
    tabs.set(key, tab);
    return tab;
  }
  async function opened(name: keyof typeof places, options: OpenOptions, height = 800): Promise<Page> {
    const { who, go }: Place = places[name];
    const page = await tabOf(who, options);
    await page.setViewportSize({ width: options.width ?? 1200, height: options.height ?? height });
    await page.emulateMedia({ colorScheme: options.dark ? "dark" : "light" });
    // Another fragment of the same address would not load the page again.
    await page.goto("about:blank");
    await go(page);
    await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
    await page.waitForLoadState("networkidle");
    return page;
  }

  test.each(names)(
    "%s: nothing is cut at 320 px and from 85 to 160 % in three languages, and all has a name",
    async (name) => {
      const problems: string[] = [];
      for (const language of Object.keys(locales) as Language[]) {
        const page = await opened(name, { locale: locales[language] });
        for (const width of widths[language]) {
          await page.setViewportSize({ width, height: 3_000 });
          await expect.poll(() => page.evaluate(() => document.documentElement.clientWidth)).toBe(width);
          const cut = await page.evaluate(cutTexts);
          problems.push(...cut.map((what) => `${language} ${width}: ${what}`));
        }
        if (language === "en") {
          problems.push(...(await page.evaluate(unnamed)));
          await withoutViolations(page);
          // A theme changes colors only.
          await page.emulateMedia({ colorScheme: "dark" });
          await withoutViolations(page, ["color-contrast"]);
        }
        expect(takeComplaints(page)).toEqual([]);
      }
      expect(problems).toEqual([]);
    },
  );

  test.each(names)(
    "%s: Tab reaches all that can be used, in its order, in sight and with a ring, and goes on",
    async (name) => {
      const page = await opened(name, { locale: locales.en }, 600);
      const wanted = await page.evaluate(tabStops);
      const seen: number[] = [];
      for (let stop = 0; stop < wanted.length + 3; stop += 1) {
        await page.keyboard.press("Tab");
        const here = await page.evaluate(focused);
        if (here === null) continue;
        expect.soft(here.ring, here.name).toBeGreaterThanOrEqual(2);
        expect.soft(here.inSight, here.name).toBe(true);
        if (!seen.includes(here.place)) seen.push(here.place);
      }
      const missed = wanted.filter(({ place }) => !seen.includes(place)).map(({ what }) => what);
      expect(missed).toEqual([]);
    },
  );

  test.skipIf(!process.env.PUNCHCARD_SCREENSHOTS).each([
    ["-light", {}],
    ["-dark", { dark: true }],
    ["-phone-light", { width: 390, height: 844 }],
    ["-phone-dark", { width: 390, height: 844, dark: true }],
    ["-de", { locale: "de-DE" }],
    ["-de-phone-dark", { locale: "de-DE", width: 390, height: 844, dark: true }],
    ["-pl-dark", { locale: "pl-PL", dark: true }],
    ["-pl-phone", { locale: "pl-PL", width: 390, height: 844 }],
  ])("pictures of every page: team-…%s", async (suffix, options) => {
    for (const name of names) {
      const page = await opened(name, options);
      await picture(page, `team-${name}${suffix}`);
    }
  });
});

/** Runs in the page: what can be used by keyboard. Of a group of radios, and of a table of permissions, one is a stop. */
function tabStops(): { place: number; what: string }[] {
  const scope = document.querySelector("[role=dialog], [role=alertdialog]") ?? document;
  const stops = 'a[href], button:not([disabled]), input:not([disabled]), [tabindex="0"]';
  return [...scope.querySelectorAll<HTMLElement>(stops)].flatMap((one, place) => {
    one.dataset.place = String(place);
    const isOneOfMany = one.matches("[role=radiogroup] input:not(:checked), .matrix [tabindex='-1']");
    if (isOneOfMany || one.tabIndex < 0 || !one.checkVisibility() || one.closest("[hidden], [aria-hidden=true]"))
      return [];
    return [{ place, what: one.getAttribute("aria-label") ?? one.textContent ?? one.id }];
  });
}

/** Runs in the page: what has the focus. A switch or a radio is drawn by the label around its input. */
function focused() {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const drawn = (active.matches("[type=radio], [type=checkbox]") && active.closest("label")) || active;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return {
    place: Number(active.dataset.place ?? -1),
    name: active.getAttribute("aria-label") ?? (drawn.textContent || active.id),
    ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
    inSight: hit !== null && (drawn.contains(hit) || hit.contains(drawn)),
  };
}
