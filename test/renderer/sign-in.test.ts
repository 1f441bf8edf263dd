import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sample from "./fixtures";
import { asked, notify, type OpenOptions, release, takeComplaints, Windows, whyNot } from "./window";

const url = "https://gateway.eu-west-1.calamari.io/mcp-server/mcp";

describe.skipIf(whyNot)(`signing in to Calamari${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));
  const open = async (options: OpenOptions = {}) => {
    page = await windows.open(sample.noAccount, { window: "onboarding", ...options });
    await page.getByText("Calamari", { exact: true }).click();
    await page.getByRole("button", { name: "Connect Calamari" }).click();
    await page.getByRole("button", { name: "Sign in with Calamari (no API key)" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in to Calamari" }).waitFor();
  };

  it("shows where one signs in before anything is opened, waits, and connects; all with the keyboard", async () => {
    await open({ held: ["accounts:signIn"] });
    expect(await page.locator("main").textContent()).toMatch(/does not see whether you are clocked in/);
    await page.locator("input[name=url]").focus();
    await page.keyboard.type(` ${url}`);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign in at auth.calamari.io" }).waitFor();
    expect(await page.getByRole("status").textContent()).toMatch(/https:\/\/auth\.calamari\.io/);
    expect(await asked(page, "accounts:findSignIn")).toEqual([{ url }]);
    expect(await asked(page, "accounts:signIn")).toEqual([]);
    await page.locator("input[name=url]").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("progressbar", { name: "Waiting for you to sign in…" }).waitFor();
    expect(await asked(page, "accounts:signIn")).toEqual([
      { url, origin: "https://auth.calamari.io", sessionOnly: false, profile: "track" },
    ]);
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await asked(page, "accounts:cancelConnect")).toHaveLength(1);
    await release(page, "accounts:signIn", { ok: true, value: { ...sample.calamari, signedIn: url } });
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    expect(await page.locator("main").textContent()).not.toMatch(/company’s key/);
  });

  it("says in the person's language what failed, and never speaks of a key that there is not", async () => {
    const failure = { code: "forbidden", message: "You did not agree in the browser.", saved: "no" as const };
    await open({ answers: { "accounts:signIn": { ok: false, failure } } });
    await page.locator("input[name=url]").fill(url);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign in at auth.calamari.io" }).click();
    expect(await page.getByRole("alert").textContent()).toMatch(/denied access.*You did not agree in the browser/);
    await notify(page, "state:changed", { ...sample.noAccount, language: "pl" });
    await page.getByText(/^Odmowa dostępu:/).waitFor();
    expect(await page.getByRole("alert").textContent()).not.toMatch(/klucz|role|roli/);
  });

  it("lets a certificate of one's own network be chosen, which then counts for both steps", async () => {
    const failure = { code: "tls", message: "The certificate is not trusted.", saved: "no" as const };
    await open({
      answers: {
        "accounts:findSignIn": { ok: false, failure },
        "accounts:chooseCaFile": { ok: true, value: { path: "/home/nora/ca.pem" } },
      },
    });
    await page.locator("input[name=url]").fill(url);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Choose CA file…" }).click();
    await page.getByText("ca.pem").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("alert").waitFor();
    expect(await asked(page, "accounts:findSignIn")).toEqual([{ url }, { url, caFile: "/home/nora/ca.pem" }]);
  });

  it("says what failed, marks a wrong address, and looks again when the address is changed", async () => {
    const failure = {
      code: "not_this_product",
      message: "This address is not that of an MCP server.",
      saved: "no" as const,
    };
    await open({ answers: { "accounts:findSignIn": { ok: false, failure } } });
    await page.locator("input[name=url]").fill("https://calamari.example");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    expect(await page.locator("input[name=url]").getAttribute("aria-invalid")).toBe("true");
    await page.locator("input[name=url]").fill(url);
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});
