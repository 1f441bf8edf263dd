import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { whyNot, withoutViolations } from "../window";
import { TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";
const admin = "priya@example.org";

/** What to do is not the app's: nobody can give this server a certificate on its pages. */
describe.skipIf(whyNot)("a service whose certificate the team server does not trust", () => {
  let site: TeamSite;
  let kimai: FakeKimai;
  let page: Page;
  beforeAll(async () => {
    kimai = await startFakeKimai({ tls: true });
    site = await TeamSite.start({ serviceAddresses: new URL(kimai.url).host });
    await site.person(email, "Marta Lindner");
    await site.person(admin, "Priya Nair", true);
  }, 60_000);
  afterAll(async () => {
    await site?.stop();
    await kimai?.close();
  });
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test.each([
    ["en-GB", "is not trusted", "tell your admin: this server has to trust", /choose it here|choose the file/i],
    ["de-DE", "ist nicht vertrauenswürdig", "sagen Sie es Ihrem Admin: Dieser Server muss", /wählen Sie es hier aus/],
    ["pl-PL", "nie jest zaufany", "powiedz o tym administratorowi: ten serwer musi", /wskaż go tutaj/],
  ])("is said in %s to be the admin's to solve, and with what", async (locale, happened, next, ofTheApp) => {
    page = await site.signedIn(email, { locale });
    await page.goto("/connect/kimai");
    await page.locator("input[name=url]").fill(kimai.url);
    await page.locator("input[name=token]").fill(kimai.tokens.user);
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    await alert.getByText("NODE_EXTRA_CA_CERTS").waitFor();
    const text = (await alert.textContent()) ?? "";
    expect(text).toContain(happened);
    expect(text).toContain(next);
    expect(text).not.toMatch(ofTheApp);
    expect(text.match(/NODE_EXTRA_CA_CERTS/g)).toHaveLength(1);
    await withoutViolations(page);
    expect(await site.database.all("SELECT id FROM accounts")).toEqual([]);
  });

  test("is said to be the admin's to solve where the company's own key is used, too", async () => {
    page = await site.signedIn(admin);
    const { csrf } = (await (await page.request.get("/api/session")).json()) as { csrf: string };
    const set = await page.request.put("/api/admin/company-keys/calamari", {
      data: { url: kimai.url, secret: "0123456789abcdef" },
      headers: { origin: site.origin, "x-csrf-token": csrf },
    });
    expect(set.status()).toBeLessThan(300);
    await page.goto("/connect/calamari");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText("this server has to trust your company's CA certificate (NODE_EXTRA_CA_CERTS)").waitFor();
  });
});
