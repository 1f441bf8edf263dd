import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Approvals } from "#team/approval/approvals";
import { GrantRepository } from "#team/oauth/grants";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { whyNot, withoutViolations } from "../window";
import { newPage, TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";

describe.skipIf(whyNot)("a person's own page", () => {
  let site: TeamSite;
  let kimai: FakeKimai;
  let marta: string;
  let page: Page;
  beforeAll(async () => {
    kimai = await startFakeKimai();
    site = await TeamSite.start({ serviceAddresses: new URL(kimai.url).host });
    marta = await site.person(email, "Marta Lindner");
  }, 60_000);
  afterAll(async () => {
    await site?.stop();
    await kimai?.close();
  });
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
    for (const table of ["accounts", "oauth_grants", "approvals"]) await site.database.run(`DELETE FROM ${table}`, []);
  });

  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const open = async (path = "/", options = {}) => {
    page = await site.signedIn(email, options);
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const connect = async (token: string) => {
    await page.getByRole("link", { name: "Connect Kimai" }).click();
    await page.locator("input[name=url]").fill(kimai.url);
    await page.locator("input[name=token]").fill(token);
    await page.keyboard.press("Enter");
  };
  const client = async (level: "read" | "track" | "manage", id = "grant-1") =>
    new GrantRepository(site.database, Date.now).add({
      id,
      person: marta,
      client: { id: "client-1", name: "Claude", redirectHost: "claude.ai" },
      level,
      accounts: null,
      expiresAt: Date.now() + 86_400_000,
    });
  const levelOf = async (id: string) =>
    site.database.first<{ level: string; revoked_at: number | null }>(
      "SELECT level, revoked_at FROM oauth_grants WHERE id = ?",
      [id],
    );

  test("copies the one URL", async () => {
    await open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button("Copy URL").click();
    await button("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.origin}/mcp`);
  });

  test("connects a Kimai with the app's form, keeps the token off the pages, and disconnects it", async () => {
    await open();
    await connect("wrong");
    await page.getByRole("alert").getByText("Nothing was saved").waitFor();
    expect(await page.locator("input[name=token]").getAttribute("aria-invalid")).toBe("true");
    await page.locator("input[name=token]").fill(kimai.tokens.user);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^What an AI may do in Kimai/ }).waitFor();
    expect(await page.content()).not.toContain(kimai.tokens.user);
    await page.getByRole("link", { name: "My accounts" }).click();
    await button(/^Disconnect Kimai/).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByText("None yet. Connect the service").waitFor();
    expect(await site.database.all("SELECT id FROM accounts")).toEqual([]);
  });

  test("says which account cannot be used and what to do, and lets go of one that is damaged", async () => {
    const add = (id: string, label: string, permissions: string, secret: string) =>
      site.database.run(
        `INSERT INTO accounts (id, person_id, service, label, url, remote_person, permissions, secret, created_at, updated_at)
         VALUES (?, ?, 'kimai', ?, 'https://kimai.example.org', ?, ?, ?, 1, 1)`,
        [id, marta, label, id, permissions, secret],
      );
    await add("kimai-1", "Kimai of Jonas", "{broken", "x");
    await add("kimai-2", "Kimai", "{}", "v1.changed");
    await open();
    await page.getByRole("heading", { name: "Kimai cannot be used" }).waitFor();
    expect(await page.getByRole("link", { name: "Connect again" }).getAttribute("href")).toBe("/connect/kimai");
    await page.getByRole("heading", { name: "Kimai of Jonas cannot be used" }).waitFor();
    await withoutViolations(page);
    await button("Disconnect Kimai of Jonas").click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("heading", { name: "Kimai of Jonas cannot be used" }).waitFor({ state: "detached" });
    expect(await site.database.all("SELECT id FROM accounts")).toEqual([{ id: "kimai-2" }]);
  });

  test("keeps what an AI may do, cell by cell, and locks what the company locks", async () => {
    await open();
    await connect(kimai.tokens.user);
    await page.getByRole("heading", { name: /^What an AI may do in Kimai/ }).waitFor();
    await page.getByRole("radiogroup").getByText("Look", { exact: true }).click();
    const cell = page.locator("table.matrix tbody tr").nth(1).getByRole("button").first();
    await cell.waitFor();
    await cell.focus();
    await page.keyboard.press("2");
    await expect.poll(() => cell.textContent()).toBe("Ask");
    await page.reload();
    await expect.poll(() => cell.textContent()).toBe("Ask");
    const row = await site.database.first<{ settings: string }>("SELECT * FROM accounts", []);
    expect(JSON.stringify(row)).toContain("look");
    // Another tab that still shows what was there before changes nothing unseen.
    const other = await newPage(page.context());
    await other.goto(page.url());
    const same = other.locator("table.matrix tbody tr").nth(1).getByRole("button").first();
    await expect.poll(() => same.textContent()).toBe("Ask");
    await cell.focus();
    await page.keyboard.press("1");
    await expect.poll(() => cell.textContent()).toBe("Off");
    await other.getByRole("radiogroup").getByText("Everything", { exact: true }).click();
    await other.getByText("Read again, and look at what is there now.").waitFor();
    await expect.poll(() => same.textContent()).toBe("Off");
    expect(JSON.stringify(await site.database.first("SELECT * FROM accounts", []))).toContain("look");
    await other.close();
    await cell.focus();
    await page.keyboard.press("2");
    await expect.poll(() => cell.textContent()).toBe("Ask");
    // The company says less: what it locks has a lock, and what was chosen is lowered.
    const { BoundsRepository } = await import("#team/accounts/bounds-repository");
    const bounds = new BoundsRepository(site.database, Date.now);
    await bounds.setCompany({ permissions: { "*.delete": "off" } }, (await bounds.company()).version);
    await page.reload();
    await page.locator("table.matrix").getByText("Set by your company").first().waitFor();
    await bounds.setCompany({}, (await bounds.company()).version);
  });

  test("lowers and revokes a client at once, and offers no more than it has", async () => {
    await client("track");
    await open();
    await page.getByText("Claude", { exact: true }).first().waitFor();
    await page.getByText("claude.ai").waitFor();
    await button("What Claude may do").click();
    expect(await page.getByRole("option").allTextContents()).toEqual(["Look", "Track"]);
    await page.getByRole("option", { name: "Look" }).click();
    await expect.poll(async () => (await levelOf("grant-1"))?.level).toBe("read");
    const other = await newPage(page.context());
    await other.goto("/");
    await other.getByText("claude.ai").waitFor();
    await button("Revoke the access of Claude").click();
    await page.getByText("None yet. Add one as shown below").waitFor();
    expect((await levelOf("grant-1"))?.revoked_at).not.toBeNull();
    await other.getByRole("button", { name: "Revoke the access of Claude" }).click();
    await other.getByRole("alert").getByText("It is not there any more.").waitFor();
    await other.getByText("None yet. Add one as shown below").waitFor();
  });

  test("shows what waits, and leads to it", async () => {
    const { approval } = await new Approvals(site.database, Date.now).ask({
      ...{ person: marta, grant: "g", client: "ChatGPT", says: null, account: { id: "k", label: "Kimai" } },
      ...{ tool: "delete_time", call: "c", digest: "d", agreed: [], lines: ["a row"], entries: 3, others: false },
      ...{ firstAt: Date.now(), expiresAt: Date.now() + 300_000 },
    });
    await open();
    await page.getByRole("heading", { name: "ChatGPT asks to delete 3 entries (Kimai)" }).waitFor();
    await page.getByRole("link", { name: "Review" }).click();
    await page.waitForURL(`**/approve/${approval.id}`);
  });

  test("has steps for each client, with the address in the commands", async () => {
    await open();
    for (const name of ["Claude Code", "Codex"]) {
      await page.getByText(name, { exact: true }).click();
      await page.locator(".drawing--terminal").getByText(`${site.origin}/mcp`).waitFor();
    }
    for (const name of ["Claude", "ChatGPT", "VS Code", "Cursor", "Copilot Studio"]) {
      await page.getByRole("radiogroup").getByText(name, { exact: true }).click();
      await page.getByText(`Choose there what ${name} may do`).waitFor();
    }
  });

  test.each(["kimai", "clockodo", "calamari", "local"])(
    "connecting %s is offered as the server has it",
    async (service) => {
      await open(`/connect/${service}`, { width: 390, height: 844 });
      if (service === "local") await page.getByText("This service is not offered here.").waitFor();
      else await withoutViolations(page);
      const ways = await page.getByRole("button", { name: /Sign in/ }).count();
      expect(ways).toBe(service === "calamari" ? 1 : 0);
      // What the app says of this computer is not true of a server.
      expect(await page.getByText(/keychain/).count()).toBe(0);
      if (service !== "local") await page.getByText("stored encrypted on this server").waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    },
  );

  test("has no account of somebody else", async () => {
    await open("/accounts/kimai-1");
    await page.getByRole("alert").getByText("It is not there any more.").waitFor();
  });
});
