import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { FavoriteView } from "#main/ipc/contract/timer/favorites";
import * as sample from "./fixtures";
import { asked, notify, type OpenOptions, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const pictures = process.env.PUNCHCARD_SCREENSHOTS;
const { studio, review, care } = sample.choices;
const favorites: AppState["favorites"] = [
  { id: "a", name: "Weekly planning", ...studio, gone: null },
  { id: "b", name: "Reviews", ...review, gone: null },
  { id: "c", name: "Winter", ...care, gone: "The project is closed." },
];
const some: AppState = { ...sample.working, favorites };

describe.skipIf(whyNot)(`favorites${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (state: AppState = some, options: OpenOptions = {}) => {
    page = await windows.open(state, options);
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const dialog = async () => {
    await button("Edit favorites").first().click();
    await page.getByRole("dialog", { name: "Favorites" }).waitFor();
  };
  const picture = async (name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, animations: "disabled" });
  };

  it("starts one by a click or by its number, and none that is gone", async () => {
    await open();
    await button(/^Weekly planning .*Switch$/).click();
    await expect.poll(() => asked(page, "timer:clockIn")).toMatchObject([{ text: "Weekly planning", tags: [] }]);
    await page.keyboard.press("2");
    await expect.poll(async () => (await asked(page, "timer:clockIn")).length).toBe(2);
    expect(await button(/^Winter .*not there any more$/).isDisabled()).toBe(true);
    await page.keyboard.press("3");
    await page.keyboard.press("9");
    await page.keyboard.press("Control+1");
    expect((await asked(page, "timer:clockIn"))[1]).toMatchObject({ work: { activity: { name: "Review" } } });
    expect(await asked(page, "timer:clockIn")).toHaveLength(2);
    expect(await asked(page, "favorites:check")).toHaveLength(1);
  });

  it("takes no number that is typed into a field or while a dialog is open", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.type("12");
    await page.keyboard.press("Escape");
    await dialog();
    await button("Done").focus();
    await page.keyboard.press("1");
    expect(await asked(page, "timer:clockIn")).toEqual([]);
  });

  it.each([
    ["en", false],
    ["de", true],
    ["pl", false],
  ] as const)("shows the list and its dialog in %s without a violation", async (language, dark) => {
    await open({ ...some, language }, { dark });
    await withoutViolations(page);
    await picture(`favorites-list-${language}`);
    await page.locator(".timer__top button").nth(0).click();
    await page.getByRole("dialog").waitFor();
    await withoutViolations(page);
    await picture(`favorites-dialog-${language}`);
  });

  it("adds what runs and what was used last, under its own name, and not what is a favorite already", async () => {
    await open({ ...some, favorites: [] });
    expect(await page.getByRole("region", { name: "Favorites" }).count()).toBe(0);
    await dialog();
    await button(/^Add Website relaunch, Design/).click();
    await expect
      .poll(() => asked(page, "favorites:add"))
      .toMatchObject([{ accountId: "kimai", name: "Website relaunch" }]);
    await open();
    await dialog();
    expect(await button(/^Add Studio/).count()).toBe(0);
    expect(await button(/^Add Warehouse app/).count()).toBe(1);
  });

  it("renames by Enter or leaving, keeps the name on Escape and for a name of nothing, and removes", async () => {
    await open();
    await dialog();
    const name = page.getByRole("textbox", { name: "Name of Weekly planning" });
    await name.fill("Planning");
    await name.press("Enter");
    await expect.poll(() => asked(page, "favorites:rename")).toEqual([{ id: "a", name: "Planning" }]);
    await name.fill("Else");
    await name.press("Escape");
    expect(await name.inputValue()).toBe("Else");
    await page.getByText("Press Esc again to discard").waitFor();
    await name.press("Escape");
    expect(await name.inputValue()).toBe("Weekly planning");
    await name.fill(" ");
    await name.blur();
    expect(await name.inputValue()).toBe("Weekly planning");
    const renamed = (await asked(page, "favorites:rename")) as { name: string }[];
    expect(renamed.map(({ name }) => name)).not.toContain("Else");
    expect(renamed.every(({ name }) => name.trim() !== "")).toBe(true);
    await button("Remove Reviews").click();
    await expect.poll(() => asked(page, "favorites:remove")).toEqual([{ id: "b" }]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await asked(page, "app:closeWindow")).toEqual([]);
  });

  it("says what was not changed, and keeps the typed name", async () => {
    const failure = { code: "settings_readonly", message: "Not writable.", saved: "no" as const };
    await open(some, { answers: { "favorites:rename": { ok: false, failure } } });
    await dialog();
    const name = page.getByRole("textbox", { name: "Name of Reviews" });
    await name.fill("Reading");
    await name.press("Enter");
    await page.getByText("The favorites were not changed").waitFor();
    expect(await name.inputValue()).toBe("Reading");
  });

  it("moves by the arrow keys, which keep the focus, and by the pointer", async () => {
    await open();
    await dialog();
    const grip = (name: string) => button(new RegExp(`^Move ${name}`));
    await grip("Weekly planning").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => asked(page, "favorites:move")).toEqual([{ id: "a", to: 1 }]);
    const [first, second, third] = favorites as [FavoriteView, FavoriteView, FavoriteView];
    await notify(page, "state:changed", { ...some, favorites: [second, first, third] });
    await page.getByText("Weekly planning: place 2 of 3").waitFor({ state: "attached" });
    expect(await grip("Weekly planning").evaluate((element) => element === document.activeElement)).toBe(true);
    const from = await grip("Winter").boundingBox();
    const to = await page.locator(".favorites-row").first().boundingBox();
    if (!from || !to) throw new Error("no rows");
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 5);
    await page.mouse.up();
    await expect.poll(() => asked(page, "favorites:move")).toContainEqual({ id: "c", to: 0 });
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(1, 1);
    await page.mouse.up();
    expect(await asked(page, "favorites:move")).toHaveLength(2);
  });

  it("offers favorites first in find and do", async () => {
    await open(some, { window: "palette" });
    await page.getByRole("combobox").waitFor();
    const lines = await page.getByRole("option").allTextContents();
    expect(lines[0]).toContain("Weekly planning");
    expect(lines[2]).toContain("not there any more");
    await page.getByRole("option", { name: /^Reviews/ }).click();
    await expect.poll(() => asked(page, "timer:clockIn")).toMatchObject([{ work: { activity: { name: "Review" } } }]);
  });
});
