import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { whyNot } from "../window";
import { newPage, password, TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";

describe.skipIf(whyNot)("signing in", () => {
  let site: TeamSite;
  let page: Page;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(email, "Marta Lindner");
  }, 60_000);
  afterAll(() => site?.stop());
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  const home = () => page.getByRole("heading", { name: "My accounts and AI clients" }).waitFor();
  const fill = async (secret: string) => {
    await page.getByLabel("Email").fill(email);
    await page.locator("input[name=password]").fill(secret);
    await page.keyboard.press("Enter");
  };
  /** A device that holds passkeys and is unlocked. */
  const plugIn = async () => {
    const device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  };

  test("leads from the page that was asked for to the sign-in and back", async () => {
    page = await site.visitor();
    await page.goto("/?from=mail");
    await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    expect(page.url()).toBe(`${site.origin}/sign-in?returnTo=%2F%3Ffrom%3Dmail`);
    await page.getByText(`Check the address: ${new URL(site.origin).host}.`).waitFor();
    await fill(password);
    await home();
    expect(page.url()).toBe(`${site.origin}/?from=mail`);
  });

  test("leads nowhere else, whatever the link says", async () => {
    page = await site.visitor();
    await page.goto("/sign-in?returnTo=https%3A%2F%2Fevil.example%2F");
    await fill(password);
    await home();
    expect(page.url()).toBe(`${site.origin}/`);
  });

  test("tells a wrong password, empties its field and keeps the rest", async () => {
    page = await site.visitor({ locale: "de-DE" });
    await page.goto("/sign-in");
    await page.getByLabel("E-Mail").fill(email);
    await page.locator("input[name=password]").fill("falsch");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("E-Mail oder Passwort stimmt nicht.").waitFor();
    expect(await page.getByLabel("E-Mail").inputValue()).toBe(email);
    expect(await page.locator("input[name=password]").inputValue()).toBe("");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("password");
  });

  test("offers the company's account only where there is one, and says why it was refused", async () => {
    page = await site.visitor();
    await page.goto("/sign-in?problem=not_allowed");
    await page.getByRole("alert").getByText("Your company does not allow this.").waitFor();
    expect(await page.getByRole("link", { name: "Continue with your company's account" }).count()).toBe(0);
    await page.route("/api/ways-in", (route) => route.fulfill({ json: { company: true } }));
    await page.goto("/sign-in?returnTo=%2Fapprove%2F1");
    const link = page.getByRole("link", { name: "Continue with your company's account" });
    expect(await link.getAttribute("href")).toBe("/sign-in/company?returnTo=%2Fapprove%2F1");
  });

  test("signs out here and, without a reload, in the other tab", async () => {
    page = await site.signedIn(email);
    const other = await newPage(page.context());
    await other.goto("/");
    await other.getByRole("heading", { name: "My accounts and AI clients" }).waitFor();
    await page.goto("/");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await other.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
  });

  test("says that the server cannot be reached, and goes on when it can", async () => {
    page = await site.signedIn(email);
    await page.route("/api/session", (route) => route.abort());
    await page.goto("/");
    await page.getByRole("alert").getByText("The server cannot be reached.").waitFor();
    await page.unroute("/api/session");
    await page.getByRole("button", { name: "Try again" }).click();
    await home();
  });

  test("makes a passkey of an invitation, and signs in with it", async () => {
    page = await site.visitor();
    await plugIn();
    await page.goto(await site.invite("piotr@example.org", "Piotr"));
    await page.getByRole("heading", { name: "Welcome, Piotr" }).waitFor();
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await home();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await home();
    await page.getByText("Piotr").waitFor();
  });

  test("says so where the device has no passkey", async () => {
    page = await site.visitor();
    await plugIn();
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("alert").getByText("The browser gave no passkey").waitFor();
  });

  test("takes a password for an invitation once, and says what is wrong with a weak one", async () => {
    page = await site.visitor();
    const path = await site.invite("nora@example.org", "Nora");
    await page.goto(path);
    const enter = async (first: string, second: string) => {
      await page.locator("input[name=password]").fill(first);
      await page.locator("input[name=again]").fill(second);
      await page.keyboard.press("Enter");
    };
    await enter("twelve letters", "twelve lettres");
    await page.getByRole("alert").getByText("The two passwords differ.").waitFor();
    await enter("nora@example.org", "nora@example.org");
    await page.getByRole("alert").getByText("easy to guess").waitFor();
    await enter(password, password);
    await home();
    expect(page.url()).toBe(`${site.origin}/`);
    await page.context().clearCookies();
    await page.goto("/missing");
    await page.goto(path);
    await page.getByRole("alert").getByText("This invitation was used already.").waitFor();
  });

  test.each([
    ["#made-up-token", "This invitation is not known here."],
    ["", "This link is cut short"],
  ])("explains the invitation %j", async (hash, sentence) => {
    page = await site.visitor();
    await page.goto(`/invitation${hash}`);
    await page.getByText(sentence).waitFor();
  });

  test("explains an invitation that is too old", async () => {
    page = await site.visitor();
    const path = await site.invite("late@example.org", "Late");
    await site.database.run(
      "UPDATE invitations SET expires_at = 1 WHERE used_at IS NULL AND person_id = (SELECT id FROM people WHERE email = 'late@example.org')",
      [],
    );
    await page.goto(path);
    await page.getByRole("alert").getByText("This invitation is too old.").waitFor();
  });
});
