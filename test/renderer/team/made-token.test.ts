import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { whyNot, withoutViolations } from "../window";
import { picture, TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";
const admin = "priya@example.org";

describe.skipIf(whyNot)("page where the service makes a token", () => {
  let site: TeamSite;
  let kimai: FakeKimai;
  let marta: string;
  beforeAll(async () => {
    kimai = await startFakeKimai({
      basePath: `/${"kimai".repeat(20)}`,
      settings: { plugins: [{ name: "ApiTokenBundle", version: "1.0" }] },
    });
    site = await TeamSite.start({
      ...{ oidcIssuer: "https://id.example.org", oidcClientId: "punchcard" },
      ...{ makeTokensAt: kimai.url, makeTokensKey: kimai.tokens.super, serviceAddresses: new URL(kimai.url).host },
    });
    marta = await site.person(email, "Marta Lindner");
    await site.person(admin, "Priya Nair", true);
  }, 60_000);
  afterAll(async () => {
    await site?.stop();
    await kimai?.close();
  });
  beforeEach(() => {
    for (const user of kimai.state.users) user.email = `${user.username}@example.com`;
  });

  /** A browser that came in with the company's account; how it did is tested elsewhere. */
  const byCompany = async (options = {}): Promise<Page> => {
    const page = await site.signedIn(email, options);
    await site.database.run("UPDATE browser_sessions SET method = 'company' WHERE person_id = ?", [marta]);
    return page;
  };
  const isTheirs = () => {
    for (const user of kimai.state.users.filter(({ role }) => role === "USER").slice(0, 1)) user.email = email;
  };
  const made = () => kimai.state.apiTokens.filter(({ text }) => text !== undefined);

  test("offers nothing to whom no company vouches for, and makes nothing when asked all the same", async () => {
    isTheirs();
    const page = await site.signedIn(email);
    await page.goto("/connect/kimai");
    await page.locator("input[name=token]").waitFor();
    const { csrf } = (await (await page.request.get("/api/session")).json()) as { csrf: string };
    const ask = (data: object) =>
      page.request.post("/api/accounts/made", { data, headers: { origin: site.origin, "x-csrf-token": csrf } });
    const refused = await ask({ yes: true });
    expect([refused.status(), await refused.json()]).toMatchObject([400, { error: "not_by_company" }]);
    await site.database.run("UPDATE browser_sessions SET method = 'company' WHERE person_id = ?", [marta]);
    for (const data of [{}, { yes: false }]) expect((await ask(data)).status()).toBe(400);
    expect(kimai.count("POST", /api-token/)).toBe(0);
    expect(takeComplaints(page)).toEqual([]);
  });

  test("tells who can help where Kimai does not know the address, makes a token after the yes, and has it revoked", async () => {
    const page = await byCompany({ width: 390, height: 844 });
    await page.goto("/connect/kimai");
    await page.getByText(`makes a token for ${email}`).waitFor();
    await withoutViolations(page);
    await picture(page, "made-token");
    expect(kimai.requests).toEqual([]);
    await page.getByRole("button", { name: "Yes, make a token" }).click();
    await page.getByRole("alert").getByText("Nobody in the service has your e-mail address").waitFor();
    expect(await page.getByRole("link", { name: `${kimai.url}/en/admin/user/` }).count()).toBe(1);
    await withoutViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    isTheirs();
    await page.getByRole("button", { name: "Yes, make a token" }).click();
    await page.getByRole("heading", { name: /^What an AI may do in Kimai/ }).waitFor();
    expect(made()).toHaveLength(1);
    expect(await page.content()).not.toContain(made()[0]?.text);

    const priya = await site.signedIn(admin);
    await priya.goto("/admin/people");
    await priya.getByRole("button", { name: "Actions for Marta Lindner" }).click();
    await priya.getByRole("menuitem", { name: "Remove" }).click();
    await priya.getByText("1 token is revoked in its service").waitFor();
    await priya.getByRole("alertdialog").getByText("within a minute").waitFor();
    expect(await priya.getByText("Tokens that they made themselves stay good").count()).toBe(0);

    await page.goto("/");
    await page.getByRole("button", { name: /^Disconnect Kimai/ }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("revoked in the service").waitFor();
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect.poll(made).toEqual([]);
    expect([...takeComplaints(page), ...takeComplaints(priya)]).toEqual([]);
  });

  test("leaves the way with a token of one's own", async () => {
    const page = await byCompany();
    await page.goto("/connect/kimai");
    await page.getByRole("button", { name: "Use my own token" }).click();
    await page.locator("input[name=url]").fill(kimai.url);
    await page.locator("input[name=token]").fill(kimai.tokens.user);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^What an AI may do in Kimai/ }).waitFor();
    expect(made()).toEqual([]);
    await page.goto("/");
    await page.getByRole("button", { name: /^Disconnect Kimai/ }).click();
    await page.getByRole("alertdialog").getByText("Nothing changes in the service itself.").waitFor();
    expect(takeComplaints(page)).toEqual([]);
  });
});
