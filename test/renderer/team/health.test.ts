import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditLog } from "../../../mcp-server/team/audit/audit-log";
import { whyNot, withoutViolations } from "../window";
import { picture, TeamSite, takeComplaints } from "./site";

const admin = "priya@example.org";

describe.skipIf(whyNot)("page of the server's health", () => {
  let site: TeamSite;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(admin, "Priya Nair", true);
    const audit = new AuditLog(site.database, () => undefined);
    for (const tool of ["clock_in", "log_time"])
      await audit.add({
        ...{ at: Date.now(), person: "p", client: "c", grant: "g", tool, ids: [], outcome: "done", milliseconds: 1 },
      });
  }, 60_000);
  afterAll(() => site?.stop());

  const opened = async (options = {}) => {
    const page = await site.signedIn(admin, options);
    await page.goto("/admin/health");
    await page.locator(".health__grid").waitFor();
    return page;
  };

  test("counts the requests that came meanwhile, and tells replica, database and keys", async () => {
    const page = await opened();
    const figure = async (name: string) => {
      const part = page.locator(".health__figures > div", { hasText: name });
      return Number(await part.locator(".health__figure").textContent());
    };
    const before = await figure("Requests, last hour");
    const refused = await figure("Refused");
    for (let count = 0; count < 3; count++) await page.request.post("/mcp", { data: {} });
    await page.getByRole("button", { name: "Read again" }).click();
    await expect.poll(() => figure("Requests, last hour")).toBeGreaterThanOrEqual(before + 4);
    expect(await figure("Refused")).toBe(refused + 3);
    const text = await page.locator(".health__grid").textContent();
    for (const part of [/Not signed in \(401\)\s*\d/, /Replicas.*Ready/, /SQLite 3\./, /writes and reads\s*\d+ of \d+/])
      expect(text).toMatch(part);
    await page.getByRole("img", { name: /\d+ requests in the last hour/ }).waitFor();
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("verifies the audit log, and names the line where the chain breaks", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText("Chain unbroken, all 2 lines verified").waitFor();
    await site.database.run("UPDATE audit_lines SET line = replace(line, 'log_time', 'clock_in') WHERE seq = 2");
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText("The chain breaks at line 2").waitFor();
    await site.database.run("UPDATE audit_lines SET line = replace(line, 'clock_in', 'log_time') WHERE seq = 2");
    await page.context().close();
  });

  test.each([
    ["en-GB", false, 1200],
    ["de-DE", true, 1200],
    ["pl-PL", false, 390],
  ])("has no fault for assistive technology in %s (dark: %s, %i px)", async (locale, dark, width) => {
    const page = await opened({ locale, dark, width });
    await withoutViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await picture(page, `team-admin-health-${locale.slice(0, 2)}`);
    await page.context().close();
  });
});
