import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GrantRepository } from "#team/oauth/grants";
import { whyNot, withoutViolations } from "../window";
import { picture, TeamSite, takeComplaints } from "./site";

const admin = "priya@example.org";
const day = 86_400_000;

describe.skipIf(whyNot)("page of the company's people", () => {
  let site: TeamSite;
  let jonas: string;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(admin, "Priya Nair", true);
    await site.person("marta@example.org", "Marta Lindner");
    jonas = await site.person("jonas@example.org", "Jonas Weber");
    await site.invite("noor@example.org", "Noor Haddad");
    const { id: designers } = await site.people.ensureGroup("Designers");
    await site.people.setGroup(jonas, designers);
    const now = Date.now();
    await new GrantRepository(site.database, () => now).add({
      ...{ id: "g1", person: jonas, level: "track", accounts: null, expiresAt: now + 30 * day },
      client: { id: "claude", name: "Claude, web", redirectHost: "claude.ai" },
    });
    await site.database.run(
      `INSERT INTO accounts (id, person_id, service, label, remote_person, permissions, secret, created_at, updated_at)
       VALUES ('kimai-1', ?, 'kimai', 'Kimai', '1', '{}', 'sealed', 1, 1)`,
      [jonas],
    );
  }, 60_000);
  afterAll(() => site?.stop());

  const opened = async (options = {}) => {
    const page = await site.signedIn(admin, options);
    await page.goto("/admin/people");
    await page.locator("[data-person]").first().waitFor();
    return page;
  };
  const names = (page: Page) => page.locator("[data-person] .people__name > .medium").allInnerTexts();
  const act = async (page: Page, name: string, action: string) => {
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };

  test("lists people with what an admin decides by, and finds them", async () => {
    const page = await opened();
    expect(await names(page)).toEqual(["Jonas Weber", "Marta Lindner", "Noor Haddad", "Priya Nair"]);
    const row = await page.locator(`[data-person="${jonas}"]`).textContent();
    for (const part of ["Designers", "up to Everything", "never", "Kimai", "1", "Active"]) expect(row).toContain(part);
    await page.keyboard.press("/");
    await page.keyboard.type("MART");
    await expect.poll(() => names(page)).toEqual(["Marta Lindner"]);
    await page.keyboard.press("Escape");
    await page.getByRole("radio", { name: "Invited 1" }).check({ force: true });
    await expect.poll(() => names(page)).toEqual(["Noor Haddad"]);
    await page.getByRole("radio", { name: "All 4" }).check({ force: true });
    await page.getByRole("button", { name: "Group" }).click();
    await page.getByRole("option", { name: "Designers" }).click();
    await expect.poll(() => names(page)).toEqual(["Jonas Weber"]);
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("says nothing of a reading that another one took the place of", async () => {
    const page = await opened();
    let asked = 0;
    await page.route("**/api/admin/people?q=M", async () => {
      asked++;
    });
    await page.keyboard.press("/");
    await page.keyboard.type("M");
    await expect.poll(() => asked).toBe(1);
    let free: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      free = done;
    });
    await page.route("**/api/admin/people?q=Ma", async (route) => {
      asked++;
      await held;
      await route.continue();
    });
    await page.keyboard.type("a");
    await expect.poll(() => asked).toBe(2);
    // The wait for the second goes on, without a word of the first.
    await page.getByRole("progressbar").waitFor();
    expect(await page.getByRole("alert").allInnerTexts()).toEqual([]);
    free();
    await expect.poll(() => names(page)).toEqual(["Marta Lindner"]);
    await page.context().close();
  });

  test("exports whom the filters leave as a table", async () => {
    const page = await opened();
    await page.getByRole("radio", { name: "Invited 1" }).check({ force: true });
    await expect.poll(() => names(page)).toEqual(["Noor Haddad"]);
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "As a table (CSV)" }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toBe("punchcard-people.csv");
    const text = readFileSync(await file.path(), "utf8");
    expect(text.split("\r\n")).toEqual([
      expect.stringMatching(/^\ufeffname,email,group,/),
      expect.stringMatching(/^Noor Haddad,noor@example\.org,,everything,false,invited,\d{4}-\d\d-\d\dT/),
      "",
    ]);
    await page.context().close();
  });

  test("invites somebody by a link that is shown once, and says who is known already", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Invite people" }).click();
    const dialog = page.getByRole("dialog", { name: "Invite somebody" });
    await dialog.getByLabel("E-mail").fill("jonas@example.org");
    await dialog.getByRole("button", { name: "Make the link" }).click();
    await dialog.getByText("Somebody with this address is known here already.").waitFor();
    await dialog.getByLabel("E-mail").fill("tom@example.org");
    await dialog.getByLabel("Name (optional)").fill("Tom Hale");
    await dialog.getByLabel("Group (optional)").fill("Freelancers");
    await page.keyboard.press("Enter");
    const link = await dialog.locator("code").textContent();
    expect(link).toMatch(new RegExp(`^${site.origin}/invitation#[\\w-]{43}$`));
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => names(page)).toContain("Tom Hale");
    expect(await page.content()).not.toContain(link ?? "no link");
    const tom = await site.people.findByEmail("tom@example.org");
    expect((await site.people.groups()).find(({ id }) => id === tom?.group)?.name).toBe("Freelancers");
    await page.context().close();
  });

  test("changes group and right, and does not take the last admin's", async () => {
    const page = await opened();
    await act(page, "Marta Lindner", "Group and rights…");
    const dialog = page.getByRole("dialog", { name: "Marta Lindner" });
    await dialog.getByLabel("Group (optional)").fill("Designers");
    await dialog.getByRole("switch", { name: "Admin" }).check({ force: true });
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await site.people.findByEmail("marta@example.org")).toMatchObject({ isAdmin: true });
    await page.getByRole("button", { name: "Actions for Marta Lindner" }).click();
    await page.getByRole("menuitem", { name: "Remove…" }).waitFor();
    expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Group and rights…", "Remove…"]);
    await page.keyboard.press("Escape");
    await site.database.run("UPDATE people SET is_admin = 0 WHERE email = 'marta@example.org'");
    await act(page, "Priya Nair", "Group and rights…");
    const own = page.getByRole("dialog", { name: "Priya Nair" });
    await own.getByRole("switch", { name: "Admin" }).uncheck({ force: true });
    await own.getByRole("button", { name: "Save" }).click();
    await own.getByText("This is the last admin.").waitFor();
    expect(await site.people.findByEmail(admin)).toMatchObject({ isAdmin: true });
    await page.context().close();
  });

  test("says what a removal ends, keeps Cancel under the focus, and removes only after that", async () => {
    const page = await opened();
    await act(page, "Priya Nair", "Remove…");
    const own = page.getByRole("alertdialog", { name: "Remove Priya Nair?" });
    await own.getByText("You cannot remove yourself.").waitFor();
    expect(await own.getByRole("button", { name: "Remove Priya Nair" }).isDisabled()).toBe(true);
    await page.keyboard.press("Enter");
    await own.waitFor({ state: "detached" });
    await act(page, "Jonas Weber", "Remove…");
    const dialog = page.getByRole("alertdialog", { name: "Remove Jonas Weber?" });
    await dialog.getByText("1 AI client is cut off").waitFor();
    expect(await dialog.textContent()).toMatch(/Claude, web.*1 stored key is destroyed.*Kimai.*for good.*Stays:/s);
    await dialog.getByLabel("Why (optional)").fill("Leaves on Nov 30");
    await withoutViolations(page);
    await picture(page, "team-admin-people");
    await dialog.getByRole("button", { name: "Remove Jonas Weber" }).click();
    await dialog.waitFor({ state: "detached" });
    const row = page.locator(`[data-person="${jonas}"]`);
    await row.getByText("Leaves on Nov 30").waitFor();
    expect(await site.people.find(jonas)).toMatchObject({ status: "removed" });
    await row.getByRole("button", { name: "Invite" }).click();
    await page.getByText("This creates a new account with the same name and address").waitFor();
    await picture(page, "team-admin-people-invite-again");
    await page.getByRole("button", { name: "Make the link" }).click();
    await page.getByText("A removed user had this address.").waitFor();
    await page.keyboard.press("Escape");
    const again = page.locator("[data-person]", { hasText: "Invited until" }).filter({ hasText: "Jonas Weber" });
    await again.waitFor();
    await row.getByText("Leaves on Nov 30").waitFor();
    await page.context().close();
  });

  test("shows nothing of the company to somebody who is no admin", async () => {
    const page = await site.signedIn("marta@example.org");
    await page.goto("/admin/people");
    await page.getByText("Only admins may do this.").waitFor();
    expect(await page.getByRole("link", { name: "People" }).count()).toBe(0);
    expect(await page.content()).not.toContain("jonas@example.org");
    await page.context().close();
  });
});
