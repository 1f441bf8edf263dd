import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { available, failed, ready, withUpdates } from "./fixtures-updates";
import { type Answers, asked, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`updates in General${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (state: AppState, answers?: Answers) => {
    page = await windows.open(state, { window: "main", page: "general", answers });
    await page.getByRole("heading", { name: "Updates", exact: true }).waitFor();
    return page.locator("section[aria-labelledby=general-updates]");
  };

  it("says who brings updates where Punchcard does not, and offers nothing then", async () => {
    const section = await open(sample.working);
    expect(await section.textContent()).toContain("Updates come from your system’s package manager.");
    expect(await section.getByRole("button").count()).toBe(0);
    expect(await section.getByRole("radio").count()).toBe(0);
    const byCompany = await open({ ...sample.working, updates: { ...sample.working.updates, owner: "company" } });
    expect(await byCompany.textContent()).toContain("Set by your company");
  });

  it("lets the person choose whether and how, and look now", async () => {
    const section = await open(withUpdates({ isCurrent: true }));
    expect(await section.getByRole("radio", { name: "Ask me" }).isChecked()).toBe(true);
    await section.getByText("Automatically", { exact: true }).click();
    expect(await asked(page, "settings:update")).toEqual([{ updates: "automatic" }]);
    await section.getByText("You have the newest version.").waitFor();
    await section.getByRole("button", { name: "Look for updates" }).click();
    expect(await asked(page, "updates:check")).toHaveLength(1);
  });

  it("tells what is new in plain text, downloads, and leads to the whole list", async () => {
    const section = await open({
      ...available,
      updates: { ...available.updates, notes: ["<img src=x onerror=alert(1)> & <b>more</b>"] },
    });
    await section.getByText("Version 2.0.0 is available").waitFor();
    expect(await section.getByRole("listitem").textContent()).toBe("<img src=x onerror=alert(1)> & <b>more</b>");
    await section.getByRole("button", { name: "Download" }).click();
    await section.getByRole("button", { name: "What is new" }).click();
    expect(await asked(page, "updates:download")).toHaveLength(1);
    expect(await asked(page, "app:openLink")).toEqual([{ link: "release_page" }]);
  });

  it("restarts only by the button, and says so where Punchcard is busy", async () => {
    const failure = { code: "update_busy", message: "x", saved: "no" as const };
    const section = await open(ready, { "updates:install": { ok: false, failure } });
    await section.getByText("Version 2.0.0 is ready").waitFor();
    expect(await asked(page, "updates:install")).toEqual([]);
    await section.getByRole("button", { name: "Restart to update" }).click();
    await section.getByText("Punchcard is in the middle of something").waitFor();
  });

  it("says what went wrong and that the version there is stays", async () => {
    const section = await open(failed);
    await section.getByRole("heading", { name: "The update did not work. The version that you have stays." }).waitFor();
    expect(await section.textContent()).toContain("is not what was announced, so it was thrown away");
  });
});
