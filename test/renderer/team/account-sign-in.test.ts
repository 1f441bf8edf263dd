import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FakeGateway, startFakeGateway } from "../../fakes/calamari-gateway";
import { whyNot, withoutViolations } from "../window";
import { picture, TeamSite, takeComplaints } from "./site";

describe.skipIf(whyNot)("signing in to Calamari on the pages of a team", () => {
  let site: TeamSite;
  let gateway: FakeGateway;
  let email: string;
  let page: Page;
  beforeAll(async () => {
    gateway = await startFakeGateway();
    const hosts = [gateway.mcpUrl, gateway.authorization.url].map((address) => new URL(address).host);
    site = await TeamSite.start({ serviceAddresses: hosts.join() });
    email = gateway.people.nora;
    await site.person(email, "Nora Lind");
  }, 60_000);
  afterAll(async () => {
    await site?.stop();
    await gateway?.close();
  });
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
    gateway.heal();
    for (const table of ["accounts", "ended_sign_ins", "browser_states"])
      await site.database.run(`DELETE FROM ${table}`, []);
  });

  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const host = () => new URL(gateway.authorization.url).host;
  /** To the form, where its words are English. */
  const openForm = async (options = {}) => {
    page = await site.signedIn(email, options);
    await page.goto("/connect/calamari");
    await button("Sign in with Calamari (no API key)").click();
    await page.locator("input[name=url]").fill(gateway.mcpUrl);
  };
  const toService = async () => {
    await openForm();
    await button("Continue").click();
    await button(`Sign in at ${host()}`).click();
    await page.waitForURL(`${gateway.authorization.url}/**`);
  };
  /** At the service: name, then consent. */
  const agree = async (login = email) => {
    await page.locator("input[name=login]").fill(login);
    await button("Go on").click();
    await button("Go on").click();
  };
  const revoked = () => gateway.authorization.requests.filter(({ url }) => url === "/token/revocation").length;
  const accounts = () => site.database.all("SELECT * FROM accounts");

  test("says where one signs in, goes there and back, and ends at the account with whose it is", async () => {
    await openForm({ width: 390, height: 844 });
    expect(await page.getByText("keychain").count()).toBe(0);
    await page.getByText("stored encrypted on this server").waitFor();
    await button("Continue").click();
    await page.getByText(`You sign in at ${host()}`).waitFor();
    await withoutViolations(page);
    await picture(page, "account-sign-in");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await button(`Sign in at ${host()}`).click();
    await page.waitForURL(`${gateway.authorization.url}/**`);
    await agree();
    await page.getByRole("status").getByText("Connected as Nora Lind").waitFor();
    await page.getByRole("heading", { level: 1, name: `Calamari · ${email}` }).waitFor();
    await withoutViolations(page);
    await picture(page, "account-signed-in");
    expect(page.url()).toMatch(/\/accounts\/calamari-[0-9a-f]+$/);
    for (const token of gateway.authorization.issued) expect(await page.content()).not.toContain(token);
    // Told once.
    await page.goto("/");
    await page.getByText("signed in to Calamari").waitFor();
    await withoutViolations(page);
    await page.getByRole("link", { name: "What an AI may do" }).click();
    await page.getByRole("heading", { level: 1, name: `Calamari · ${email}` }).waitFor();
    expect(await page.getByText("Connected as").count()).toBe(0);
    await page.goto("/");
    const before = revoked();
    await button(/^Disconnect Calamari/).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByText("revoked in the service").waitFor();
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect.poll(accounts).toEqual([]);
    await expect.poll(revoked).toBe(before + 1);
  });

  test("tells that the person did not agree, and lets them start again", async () => {
    await toService();
    await page.locator("input[name=login]").fill(email);
    await button("Go on").click();
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("alert").getByText("Calamari denied access").waitFor();
    await page.getByText("You did not agree in the browser").waitFor();
    await withoutViolations(page);
    expect(page.url()).toBe(`${site.origin}/connect/calamari/signed-in`);
    await button("Start again").click();
    await button("Sign in with Calamari (no API key)").waitFor();
    expect(await accounts()).toEqual([]);
  });

  test("keeps nobody else's account, and tells whose it must be", async () => {
    await toService();
    await agree(gateway.people.ida);
    await page.getByRole("alert").getByText("You signed in to Calamari as somebody else").waitFor();
    await withoutViolations(page);
    expect(await accounts()).toEqual([]);
  });

  test("counts in no other browser, and not a second time", async () => {
    await toService();
    const back = page.waitForRequest((request) => new URL(request.url()).pathname === "/connect/calamari/signed-in");
    await agree();
    const address = (await back).url();
    await page.getByText("Connected as Nora Lind").waitFor();
    await page.goto(address);
    await page.getByRole("alert").getByText("does not count any more").waitFor();
    const other = await site.signedIn(email);
    await other.goto(address);
    await other.getByRole("alert").getByText("does not count any more").waitFor();
    expect(takeComplaints(other)).toEqual([]);
    // Opened by itself.
    await other.goto("/connect/calamari/signed-in");
    await other.getByRole("alert").getByText("does not count any more").waitFor();
    expect(await accounts()).toHaveLength(1);
  });

  test("tells what is wrong with the address, and that the page to sign in is away", async () => {
    await openForm();
    await page.locator("input[name=url]").fill("https://169.254.169.254/mcp");
    await button("Continue").click();
    await page.getByRole("alert").waitFor();
    await withoutViolations(page);
    await page.locator("input[name=url]").fill(gateway.mcpUrl);
    gateway.fail({ path: /well-known/, failure: { kind: "status", status: 503 } });
    await button("Continue").click();
    await page.getByRole("alert").waitFor();
    expect(await button(/^Sign in at/).count()).toBe(0);
  });

  test("ends the wait for a service that is silent, at both ends of the way", async () => {
    await openForm();
    gateway.fail({ path: /well-known/, times: 1, failure: { kind: "silence", afterEffect: false } });
    await button("Continue").click();
    await button("Cancel").click();
    await page.getByRole("alert").getByText("Canceled").waitFor();
    await button("Continue").click();
    await button(`Sign in at ${host()}`).click();
    await page.waitForURL(`${gateway.authorization.url}/**`);
    gateway.fail({ method: "POST", path: /getMyProfile/, failure: { kind: "silence", afterEffect: false } });
    const before = revoked();
    await agree();
    await page.getByRole("status").getByText("Finishing the sign-in to Calamari").waitFor();
    await withoutViolations(page);
    await button("Cancel").click();
    await page.getByRole("alert").getByText("Canceled").waitFor();
    // What was given in the meantime is revoked, and nothing is kept.
    await expect.poll(revoked, { timeout: 10_000 }).toBe(before + 1);
    expect(await accounts()).toEqual([]);
  });

  test.each([
    [
      "de-DE",
      /^Mit Calamari anmelden/,
      "Weiter",
      /^Sie melden sich bei/,
      /^Bei .* anmelden$/,
      "Verbunden als Nora Lind",
    ],
    [
      "pl-PL",
      /^Zaloguj się przez Calamari/,
      "Dalej",
      /^Logujesz się na/,
      /^Zaloguj się na/,
      "Połączono jako Nora Lind",
    ],
  ])("speaks %s", async (locale, instead, look, found, open, done) => {
    page = await site.signedIn(email, { locale, dark: true });
    await page.goto("/connect/calamari");
    await button(instead).click();
    await page.locator("input[name=url]").fill(gateway.mcpUrl);
    await button(look).click();
    await page.getByRole("heading", { name: found }).waitFor();
    await picture(page, `account-sign-in-${locale}`);
    await withoutViolations(page);
    await button(open).click();
    await page.waitForURL(`${gateway.authorization.url}/**`);
    await agree();
    await page.getByText(done).waitFor();
    await withoutViolations(page);
  });
});
