import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ActivityStore } from "#team/activity/activity-store";
import { Approvals } from "#team/approval/approvals";
import { AuditLog } from "#team/audit/audit-log";
import { GrantRepository } from "#team/oauth/grants";
import { whyNot } from "../window";
import { TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";
const hour = 3_600_000;

describe.skipIf(whyNot)("page of what a person's assistants did", () => {
  let site: TeamSite;
  let marta: string;
  beforeAll(async () => {
    site = await TeamSite.start();
    marta = await site.person(email, "Marta Lindner");
    const now = Date.now();
    const entry = (text: string, end: string) => ({
      ...{ id: "7", begin: "2026-11-18T13:15:00+01:00", end: `2026-11-18T${end}:00+01:00` },
      ...{ text, tags: [], work: ["Hollmann", "Website relaunch"] },
    });
    const journal = new ActivityStore(
      site.database,
      () => now - hour / 60,
      marta,
      (text) => text,
    );
    const origin = { client: "Claude, web", account: "kimai-1", service: "kimai" as const, label: "Kimai" };
    const change = async (tool: string, operation: "create" | "update", was: unknown, is: unknown, undoes?: number) => {
      const intent = { operation, subject: "entry" as const, id: "7", before: was };
      const made = await journal.intend(null, { ...origin, tool, undoes, zone: "Europe/Berlin" }, intent);
      await journal.settle(made.part, "done", [{ operation, subject: "entry", id: "7", before: was, after: is }]);
      await journal.complete(made.change);
      return made.change;
    };
    await change(
      "update_time",
      "update",
      entry("Opening hours", "17:30"),
      entry("Opening hours, ticket page", "18:00"),
    );
    const approvals = new Approvals(site.database, () => now - hour / 30);
    const ask = (client: string, call: string) =>
      approvals.ask({
        ...{ person: marta, grant: "g1", client, says: null, tool: "delete_time", call, digest: call, agreed: [] },
        ...{ account: { id: "kimai-1", label: "Kimai" }, lines: ["Product configurator, 5:15"], entries: 3 },
        ...{ others: false, firstAt: now, expiresAt: now + 5 * hour },
      });
    await ask("ChatGPT", "1");
    const denied = await ask("ChatGPT", "2");
    await approvals.answer(denied.approval.id, marta, "denied");
    await new GrantRepository(site.database, () => now).add({
      ...{ id: "g2", person: marta, level: "read", accounts: null, expiresAt: now + 24 * hour },
      client: { id: "codex", name: "Codex CLI", redirectHost: "127.0.0.1" },
    });
    await new AuditLog(site.database, () => undefined).add({
      ...{ at: now - hour / 20, person: marta, client: "codex", grant: "g2", tool: "log_time", ids: [] },
      ...{ outcome: "refused", code: "scope", milliseconds: 1 },
    });
  }, 60_000);
  afterAll(() => site?.stop());

  const rows = (page: Page) => page.locator(".daylist .log").allInnerTexts();
  const opened = async (options = {}) => {
    const page = await site.signedIn(email, options);
    await page.goto("/activity");
    await page.locator(".daylist .log").first().waitFor();
    return page;
  };

  test("lists what was done, waits, was denied and was refused", async () => {
    const page = await opened();
    const texts = await rows(page);
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/Claude, web changed 13:15–17:30 → 13:15–18:00/);
    expect(texts.join("\n")).toMatch(/ChatGPT asks to delete 3 entries.*\n?.*Waits until \d\d:\d\d/s);
    expect(texts.join("\n")).toContain("Denied by you, nothing changed");
    expect(texts[3]).toMatch(/Codex CLI tried: Book time.*Refused: more than you let it do/s);
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("filters by outcome, client and words, and shows before and after by keyboard", async () => {
    const page = await opened();
    const choose = async (label: string, option: string) => {
      await page.getByRole("button", { name: label }).click();
      await page.getByRole("option", { name: option }).click();
    };
    await choose("Outcome", "Not allowed");
    await expect.poll(() => rows(page)).toHaveLength(1);
    await choose("Outcome", "Any outcome");
    await choose("Client", "Codex CLI");
    await expect.poll(async () => (await rows(page)).join()).toMatch(/^((?!Claude).)*Codex((?!Claude).)*$/s);
    await choose("Client", "All clients");
    await expect.poll(() => rows(page)).toHaveLength(4);
    await page.keyboard.press("/");
    await page.keyboard.type("ticket");
    await expect.poll(() => rows(page)).toHaveLength(1);
    await page.keyboard.press("Escape");
    await page.locator("[data-row]").first().focus();
    await page.keyboard.press("ArrowRight");
    const diff = page.getByRole("table", { name: "Before and after" });
    await diff.waitFor();
    expect(await diff.textContent()).toContain("Opening hours, ticket page");
    await page.context().close();
  });

  test("says why an undo did nothing, and changes nothing", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("alert").getByText("The account is not connected any more.").waitFor();
    expect(await rows(page)).toHaveLength(4);
    await page.context().close();
  });

  test("saves what is filtered as a file", async () => {
    const page = await opened();
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "As a table (CSV)" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("punchcard-activity.csv");
    const lines = parse(await readFile(await saved.path(), "utf8"), { bom: true, columns: true }) as object[];
    expect(lines).toHaveLength(4);
    await page.context().close();
  });

  test("says what happened where the list cannot be read, and reads it again", async () => {
    const page = await site.signedIn(email);
    await page.route("**/api/activity?*", (route) => route.abort());
    await page.goto("/activity");
    await page.getByText("The server cannot be reached.").waitFor();
    await page.unroute("**/api/activity?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".daylist .log").first().waitFor();
    await page.context().close();
  });
});
