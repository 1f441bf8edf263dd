import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { whyNot, withoutViolations } from "../window";
import { picture, TeamSite, takeComplaints } from "./site";

const admin = "priya@example.org";

describe.skipIf(whyNot)("page of the company's policy", () => {
  let site: TeamSite;
  let bounds: BoundsRepository;
  let designers: string;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(admin, "Priya Nair", true);
    bounds = new BoundsRepository(site.database, Date.now);
    designers = (await site.people.ensureGroup("Designers")).id;
  }, 60_000);
  afterAll(() => site?.stop());
  beforeEach(async () => {
    await site.database.run("DELETE FROM upper_bounds");
    await bounds.setCompany({ permissions: { "*.delete": "ask", "rate.*": "off" } }, 0);
  });

  const opened = async (options = {}) => {
    const page = await site.signedIn(admin, options);
    await page.goto("/admin/policy");
    await page.locator(".matrix").waitFor();
    return page;
  };
  const cell = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

  test("lowers a cell by keyboard, says what goes where, and saves it for everybody", async () => {
    const page = await opened();
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("2");
    await page.getByText("Projects, Update: from Allow to Ask").waitFor();
    expect((await bounds.company()).version).toBe(1);
    await page.getByRole("button", { name: "Discard" }).click();
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("2");
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await page.getByText("Not saved").waitFor({ state: "detached" });
    await expect.poll(async () => (await bounds.company()).version).toBe(2);
    // What an admin wrote for all kinds at once stays as it was written.
    expect((await bounds.company()).value.permissions).toEqual({
      ...{ "*.delete": "ask", "rate.*": "off", "project.update": "ask" },
    });
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("gives a group no more than everybody has, and keeps its bound apart", async () => {
    const page = await opened();
    await page.getByRole("radio", { name: "Designers" }).check({ force: true });
    await cell(page, "Tags, Delete: Ask").focus();
    await page.keyboard.press("3");
    expect(await page.getByText("Save 1 change").count()).toBe(0);
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await expect
      .poll(async () => (await bounds.group(designers)).value)
      .toEqual({
        permissions: { "tag.delete": "off" },
      });
    expect((await bounds.company()).version).toBe(1);
    await page.context().close();
  });

  test("lets a group's people use only the AI clients that are listed, and keeps the group's bound", async () => {
    await bounds.setGroup(designers, { permissions: { "tag.delete": "off" } }, 0);
    const page = await opened();
    await page.getByRole("radio", { name: "Designers" }).check({ force: true });
    await page.getByRole("switch", { name: "Any AI client" }).uncheck({ force: true });
    for (const name of ["ChatGPT", "Cursor", "VS Code", "Programs on a person’s computer"])
      await page.getByRole("switch", { name }).uncheck({ force: true });
    await page.getByLabel("Other hosts").fill("ai.example.com, nonsense");
    await page.getByText("This is no address: nonsense").waitFor();
    expect(await page.getByRole("button", { name: "Save AI clients" }).isDisabled()).toBe(true);
    await page.getByLabel("Other hosts").fill("AI.example.com");
    await withoutViolations(page);
    await picture(page, "team-admin-policy-group");
    await page.getByRole("button", { name: "Save AI clients" }).click();
    const value = { permissions: { "tag.delete": "off" }, clients: ["claude", "ai.example.com"] };
    await expect.poll(async () => (await bounds.group(designers)).value).toEqual(value);
    await page.getByRole("button", { name: "Save AI clients" }).waitFor({ state: "detached" });
    await page.getByRole("switch", { name: "Any AI client" }).check({ force: true });
    await page.getByRole("button", { name: "Save AI clients" }).click();
    await expect.poll(async () => (await bounds.group(designers)).value).toEqual({ permissions: value.permissions });
    await page.context().close();
  });

  test("says how many people and AI clients have more now than they would keep", async () => {
    await site.database.run(
      `INSERT INTO accounts (id, person_id, service, label, url, remote_person, permissions, secret, created_at, updated_at)
       SELECT 'k1', id, 'kimai', 'Kimai', 'https://kimai.example.org', '1', ?, 'x', 1, 1 FROM people`,
      [JSON.stringify({ profile: "everything", cells: {}, tools: {} })],
    );
    const page = await opened();
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("2");
    await page.getByText("from Allow to Ask 1 person and 0 AI clients have more now.").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("radio", { name: "Designers" }).check({ force: true });
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("1");
    await page.getByText("from Allow to Off Nobody has more now.").waitFor();
    // What is raised takes nothing from anybody.
    await page.getByRole("radio", { name: "Everybody" }).check({ force: true });
    await page.getByRole("button", { name: /^Tags, Delete: Ask/ }).focus();
    await page.keyboard.press("3");
    await page.getByText("Tags, Delete: from Ask to Allow").waitFor();
    expect(await page.getByText("more now").count()).toBe(0);
    await site.database.run("DELETE FROM accounts");
    await page.context().close();
  });

  test("loses no change that is not saved: not by a look at a group, and not by a link without a yes", async () => {
    const page = await opened();
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("2");
    await page.getByText("Everybody: 1 change is not saved yet").waitFor();
    await page.getByRole("radio", { name: "Designers" }).check({ force: true });
    await page.getByText("is not saved yet").waitFor({ state: "detached" });
    await page.getByRole("radio", { name: "Everybody" }).check({ force: true });
    await page.getByText("Everybody: 1 change is not saved yet").waitFor();
    const leave = async (answer: "accept" | "dismiss") => {
      const asked = page.waitForEvent("dialog");
      const clicked = page.getByRole("link", { name: "Health" }).click({ noWaitAfter: true });
      const dialog = await asked;
      expect(dialog.type()).toBe("beforeunload");
      await dialog[answer]();
      await clicked;
    };
    await leave("dismiss");
    await page.getByText("Everybody: 1 change is not saved yet").waitFor();
    await leave("accept");
    await page.getByRole("heading", { level: 1, name: "Health" }).waitFor();
    expect((await bounds.company()).version).toBe(1);
    await page.context().close();
  });

  test("saves nothing over what somebody else changed meanwhile, and reads it again", async () => {
    const page = await opened();
    await cell(page, "Projects, Update: Allow").focus();
    await page.keyboard.press("1");
    await bounds.setCompany({ permissions: { "tag.*": "off" } }, 1);
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await page.getByText("Somebody else changed this meanwhile").waitFor();
    expect((await bounds.company()).value).toEqual({ permissions: { "tag.*": "off" } });
    await page.getByRole("button", { name: "Read it again" }).click();
    // The change is still there to be saved over the newer version.
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await expect
      .poll(async () => (await bounds.company()).value.permissions)
      .toEqual({ "tag.*": "off", "project.update": "off" });
    await page.context().close();
  });

  test("closes a service and limits addresses of another, and refuses what is no address", async () => {
    const page = await opened();
    await page.getByRole("switch", { name: "Clockodo" }).uncheck({ force: true });
    const field = page.getByLabel("Addresses of Kimai");
    await field.fill("https://kimai.example.org, kimai");
    await page.getByText("This is no address: kimai").waitFor();
    expect(await page.getByRole("button", { name: "Save services" }).isDisabled()).toBe(true);
    await field.fill("https://kimai.example.org https://*.example.com ");
    await page.getByRole("button", { name: "Save services" }).click();
    await expect
      .poll(async () => (await bounds.company()).value.services)
      .toEqual({
        kimai: { addresses: ["https://kimai.example.org", "https://*.example.com"] },
        calamari: {},
      });
    expect((await bounds.company()).value.permissions).toEqual({ "*.delete": "ask", "rate.*": "off" });
    await page.getByText("PUNCHCARD_SERVICES").waitFor();
    await page.context().close();
  });

  test("limits kinds of client and how long things last, and leaves the rest as it was", async () => {
    const page = await opened();
    const choose = async (label: string, option: string) => {
      await page.getByRole("button", { name: label }).click();
      await page.getByRole("option", { name: option, exact: true }).click();
    };
    await choose("Clients that only give a name", "Refuse");
    await choose("Programs on a person’s computer", "up to Track");
    await choose("Approvals", "In the client, if it can");
    await page.getByRole("button", { name: "Save clients" }).click();
    await page.getByRole("button", { name: "Save clients" }).waitFor({ state: "detached" });
    await choose("A client stays connected", "7 days at most");
    await choose("A sign-in lasts", "1 hour at most");
    await choose("An access token holds", "60 minutes");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "7 days at most A sign-in lasts" }).waitFor();
    await choose("A client stays connected", "7 days at most");
    await choose("A sign-in lasts", "1 hour at most");
    await choose("An access token holds", "60 minutes");
    await page.getByRole("button", { name: "Save lifetimes" }).click();
    await page.getByRole("button", { name: "Save lifetimes" }).waitFor({ state: "detached" });
    expect((await bounds.company()).value).toEqual({
      permissions: { "*.delete": "ask", "rate.*": "off" },
      clientKinds: { named: "refuse", computer: "track" },
      clientsAsk: true,
      ...{ grantDays: 7, signInHours: 1, tokenMinutes: 60 },
    });
    await page.context().close();
  });

  test("has no fault for assistive technology with a change that is not saved, on a phone in German", async () => {
    const page = await opened({ locale: "de-DE", dark: true, width: 390 });
    await page.locator(".cell").first().focus();
    await page.keyboard.press("2");
    await page.getByText("ist noch nicht gespeichert").waitFor();
    await withoutViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.context().close();
  });
});
