import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Failure } from "#main/ipc/contract/index";
import * as sample from "./fixtures";
import { projectLook, projects } from "./fixtures-projects";
import { type Answers, asked, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

describe.skipIf(whyNot)(`projects page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = sample.working, dark = false) => {
    page = await windows.open(state, { window: "main", page: "projects", answers, dark });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const ok = <T>(value: T) => ({ ok: true as const, value });
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const row = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const field = (name: string) => page.getByRole("textbox", { name });
  const put = (answers: Answers) => page.evaluate((more) => Object.assign(window.fake.answers, more), answers);
  const isFocused = (name: string) => row(name).evaluate((one) => one === document.activeElement);

  it("shows projects by customer with what is used, left and over, and none of the archived ones at first", async () => {
    await open();
    const museum = page.getByRole("region", { name: "Brightwater Museum" });
    expect(await museum.textContent()).toBe(
      "Brightwater Museum177:45 this yearWebsite carebillable€1,240 of €2,000€760 left this month" +
        "Website relaunchbillable162:15 of 200:0037:45 left",
    );
    await sees("318:20 of 300:00");
    await sees("18:20 over");
    expect(await page.getByRole("region", { name: "No customer" }).textContent()).toContain(
      "not billable61:20no budget",
    );
    expect(await page.getByRole("region", { name: "Archived" }).count()).toBe(0);
    expect(await asked(page, "projects:list")).toEqual([{ accountId: "kimai", year: "2026" }]);
    await page.getByText("Archived 2").click();
    expect(await page.getByRole("region", { name: "Archived" }).getByRole("listitem").count()).toBe(2);
    expect(await row("Website relaunch").count()).toBe(0);
  });

  it("finds a project by its name or customer, also from the / key", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.type("nordhafen");
    expect(await page.getByRole("listitem").count()).toBe(2);
    await page.getByRole("searchbox").fill("zzz");
    await sees("No project has “zzz”.");
  });

  it("goes through the rows with arrows, into the panel with F2, and back to the row with Esc", async () => {
    await open();
    await row("Website care").focus();
    await page.keyboard.press("ArrowDown");
    expect(await isFocused("Website relaunch")).toBe(true);
    await page.keyboard.press("F2");
    expect(await field("Name").evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press("Escape");
    expect(await isFocused("Website relaunch")).toBe(true);
    expect(await field("Name").count()).toBe(0);
    await page.keyboard.press("Enter");
    expect(await field("Name").inputValue()).toBe("Website relaunch");
  });

  it("sends only what was changed, and counts it until then", async () => {
    await open();
    await row("Website relaunch").click();
    expect(await button("Save").isDisabled()).toBe(true);
    await field("Name").fill("Relaunch 2027");
    await page.getByRole("radio", { name: "Rust" }).click({ force: true });
    await field("Budget in hours").fill("162:30");
    await sees("3 changes not saved");
    await page.keyboard.press("Enter");
    await sees("Saved");
    expect(await asked(page, "projects:save")).toEqual([
      { accountId: "kimai", id: "11", values: { name: "Relaunch 2027", color: "rust", hours: 585_000 } },
    ]);
    expect(await page.getByText("not saved").count()).toBe(0);
  });

  it("keeps what was typed while another project is looked at, and asks before it is thrown away", async () => {
    await open();
    await row("Website relaunch").click();
    await field("Name").fill("Draft");
    await row("Studio").click();
    expect(await field("Name").inputValue()).toBe("Studio");
    await row("Website relaunch").click();
    expect(await field("Name").inputValue()).toBe("Draft");
    await field("Name").press("Escape");
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    expect(await field("Name").inputValue()).toBe("Draft");
    await field("Name").press("Escape");
    await button("Discard").click();
    expect(await field("Name").count()).toBe(0);
    await row("Website relaunch").click();
    expect(await field("Name").inputValue()).toBe("Website relaunch");
  });

  it("saves nothing that is no budget or has no name, and says how to write it", async () => {
    await open();
    await row("Website relaunch").click();
    await field("Budget in hours").fill("a lot");
    await sees("Write hours like 200, 37.5 or 162:30.");
    expect(await button("Save").isDisabled()).toBe(true);
    await field("Budget in hours").press("Enter");
    await field("Budget in hours").fill("");
    await field("Budget in money").fill("1.000,00");
    await sees("Write an amount like 1500 or 1500.50.");
    await field("Budget in money").fill("");
    await field("Name").fill(" ");
    expect(await button("Save").isDisabled()).toBe(true);
    expect(await asked(page, "projects:save")).toEqual([]);
  });

  it("keeps the form with what was typed where the service refuses it", async () => {
    const failure: Failure = { code: "invalid", message: "There is a project of this name.", saved: "no" };
    await open({ "projects:save": { ok: false, failure } });
    await button("New project").click();
    await field("Name").fill("Studio");
    await button("Save").click();
    await sees("There is a project of this name.");
    expect(await field("Name").inputValue()).toBe("Studio");
    expect(await asked(page, "projects:save")).toEqual([
      { accountId: "kimai", values: { name: "Studio", billable: true } },
    ]);
  });

  it("archives and brings back, and says so", async () => {
    await open();
    await row("Studio").click();
    await button("Archive").click();
    await sees("“Studio” is archived.");
    await page.getByText("Archived 2").click();
    await button("Bring back Harbor map").click();
    await sees("“Harbor map” is back.");
    expect((await asked(page, "projects:save")).map((one) => (one as { values: object }).values)).toEqual([
      { archived: true },
      { archived: false },
    ]);
  });

  it("merges into the chosen project after saying how many entries move, and takes it back", async () => {
    await open({ "activity:undo": ok({ kind: "done", notes: [], change: 32 }) });
    await row("Website relaunch").click();
    await button("Merge…").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("214 entries, 162:15 in all, move there. “Website relaunch” is archived then.").waitFor();
    expect(await dialog.getByRole("button", { name: "Merge" }).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: /Into/ }).click();
    expect(await page.getByRole("option").count()).toBe(6);
    await page.getByRole("option", { name: "Studio" }).click();
    await dialog.getByRole("button", { name: "Merge" }).click();
    await sees("Moved 214 entries to “Studio”. Activities created there: Design. “Website relaunch” is archived.");
    expect(await asked(page, "projects:merge")).toEqual([{ accountId: "kimai", from: "11", into: "16" }]);
    expect(await isFocused("Studio")).toBe(true);
    await button("Undo").click();
    await sees("The merge was undone.");
    expect(await asked(page, "activity:undo")).toEqual([{ id: 31 }]);
  });

  it("speaks of a single entry as one, of all and of one's own", async () => {
    await open({ "projects:look": ok({ ...projectLook, entries: 1 }) });
    await row("Website relaunch").click();
    await sees("1 entry moves to another project");
    await sees("1 entry goes too, merging keeps it");
    await button("Merge…").click();
    await page.getByRole("dialog").getByText("1 entry, 162:15 in all, moves there.").waitFor();
    await button("Cancel").click();
    await put({ "projects:look": ok({ ...projectLook, entries: 1, whose: "me" }) });
    await button("Merge…").click();
    await page
      .getByRole("dialog")
      .getByText(/1 entry of yours, 162:15 in all, moves there\. .* “Website relaunch” is not archived/)
      .waitFor();
  });

  it("says why a merge failed and that nothing moved, and stays open", async () => {
    const error = { code: "conflict", message: "The entry of 2026-11-17 could not be moved: closed", saved: "no" };
    await open({ "projects:merge": ok({ kind: "failed", error: error as Failure }) });
    await row("Website relaunch").click();
    await button("Merge…").click();
    await page.getByRole("button", { name: /Into/ }).click();
    await page.getByRole("option", { name: "Studio" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await sees("The entry of 2026-11-17 could not be moved: closed");
    expect(await page.getByRole("dialog").count()).toBe(1);
  });

  it("deletes only after counting again, with merging offered first and the focus on Cancel", async () => {
    await open();
    await row("Website relaunch").click();
    await sees("214 entries, 162:15 in all");
    await put({ "projects:look": ok({ ...projectLook, entries: 215 }) });
    await button("Delete…").click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("214 entries at least; you may not see all").waitFor();
    await dialog.getByText("3 activities").waitFor();
    expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await dialog.getByRole("button", { name: "Merge…" }).click();
    await page.getByRole("dialog", { name: /Merge “Website relaunch”/ }).waitFor();
    await button("Cancel").click();
    await button("Delete…").click();
    await page.getByRole("alertdialog", { name: "Delete “Website relaunch” for good?" }).waitFor();
    await button("Delete for good").click();
    await sees("“Website relaunch” was deleted.");
    expect(await asked(page, "projects:delete")).toEqual([{ accountId: "kimai", id: "11" }]);
  });

  it("says why entries that are exported keep the project from merging and deleting", async () => {
    const remove = { kind: "cannot", why: "exported", message: "" } as const;
    await open({ "projects:look": ok({ ...projectLook, exported: 12, remove }) });
    await row("Website relaunch").click();
    await sees("12 entries are exported or closed, so the project stays. It can be archived.");
    await sees("12 entries are exported or closed, so they cannot move.");
    expect(await button("Delete…").isDisabled()).toBe(true);
    expect(await button("Merge…").isDisabled()).toBe(true);
    expect(await button("Archive").isDisabled()).toBe(false);
  });

  it("shows what a service does not offer disabled, with the reason", async () => {
    const why = "Names cannot be changed through Calamari's interface.";
    const refused = { create: why, update: why, delete: "You may not.", merge: why };
    await open({ "projects:list": ok({ ...projects, change: [], create: [], refused, notes: ["No budgets."] }) });
    await sees("No budgets.");
    expect(await button("New project").isDisabled()).toBe(true);
    await row("Website relaunch").click();
    await sees(why);
    await sees("You may not.");
    expect(await field("Name").isDisabled()).toBe(true);
    for (const name of ["Archive", "Merge…", "Delete…", "Save"])
      expect(await button(name).isDisabled(), name).toBe(true);
  });

  it("names what the service does not take from here", async () => {
    await open({ "projects:list": ok({ ...projects, change: ["name", "customer", "hours", "archived"] }) });
    await row("Website relaunch").click();
    await sees("Kimai does not take from here: project colors, budgets in money, a billable setting.");
    expect(await page.getByRole("radiogroup", { name: "Color" }).count()).toBe(0);
  });

  it("opens with Ctrl+4", async () => {
    page = await windows.open(sample.working, { window: "main", page: "entries" });
    await page.getByRole("heading", { level: 1, name: "Entries" }).waitFor();
    await page.keyboard.press("Control+4");
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
  });

  it.each(["light", "dark"])("has no fault that axe finds: %s", async (theme) => {
    await open(undefined, sample.working, theme === "dark");
    await page.getByText("All", { exact: true }).click();
    await row("Website relaunch").click();
    await sees("214 entries, 162:15 in all");
    await withoutViolations(page);
    await button("Delete…").click();
    await page.getByRole("alertdialog").getByText("3 activities").waitFor();
    await withoutViolations(page);
  });

  const folder = process.env.PUNCHCARD_SCREENSHOTS;
  it
    .skipIf(!folder)
    .each(["en", "de", "pl"].flatMap((language) => ["light", "dark"].map((theme) => [language, theme] as const)))(
    "makes pictures (%s, %s)",
    async (language, theme) => {
      await open(undefined, { ...sample.working, language }, theme === "dark");
      await page.locator(".segments label").nth(2).click();
      await row("Website relaunch").click();
      await page.locator(".projacts .hint").first().waitFor();
      await page.screenshot({ path: join(folder ?? "", `projects-${language}-${theme}.png`) });
      await page.locator(".projact--danger button").click();
      await page.locator(".goes").waitFor();
      await page.screenshot({ path: join(folder ?? "", `projects-delete-${language}-${theme}.png`) });
      await page.locator(".dialog .icon").first().click();
      await page.locator(".dialog .select").waitFor();
      await page.screenshot({ path: join(folder ?? "", `projects-merge-${language}-${theme}.png`) });
    },
  );
});
