import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sample from "./fixtures";
import { asked, type OpenOptions, pause, release, takeComplaints, Windows, whyNot } from "./window";

const secret = "kimai-token-0123456789";

describe.skipIf(whyNot)(`onboarding${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (options: OpenOptions = {}) => {
    page = await windows.open(sample.noAccount, { window: "onboarding", ...options });
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const toKimai = async () => {
    await button("Connect Kimai").click();
    await page.getByLabel("Address").fill(" https://kimai.hollmann-ree.example ");
    await page.getByLabel("API token").fill(secret);
    await page.keyboard.press("Enter");
  };
  const put = (answers: OpenOptions["answers"]) =>
    page.evaluate((more) => Object.assign(window.fake.answers, more), answers);
  const request = { service: "kimai", url: "https://kimai.hollmann-ree.example", secret, sessionOnly: false };

  it("connects Kimai with the keyboard, lets the profile be chosen, and opens the timer", async () => {
    await open();
    await page.getByRole("radio", { name: /Kimai/, checked: true }).waitFor();
    await toKimai();
    expect(await asked(page, "accounts:connect")).toEqual([request]);
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    await page.getByText("Marta Kowalczyk").waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole("radio", { name: /Track/ }).focus();
    await page.keyboard.press("ArrowLeft");
    expect(await asked(page, "permissions:setProfile")).toEqual([{ accountId: "kimai", profile: "look" }]);
    await button("Open the timer").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "timer" }]);
    expect(await asked(page, "app:closeWindow")).toHaveLength(1);
  });

  it("opens the timer with nothing allowed when the choice is put off", async () => {
    await open();
    await toKimai();
    await button("Decide later").click();
    await expect.poll(() => asked(page, "app:closeWindow")).toHaveLength(1);
    expect(await asked(page, "permissions:putOff")).toEqual([{ accountId: "kimai" }]);
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "timer" }]);
  });

  it("stays at the choice when putting it off was not saved", async () => {
    const failure = { code: "internal", message: "The settings file is read-only.", saved: "no" as const };
    await open({ answers: { "permissions:putOff": { ok: false, failure } } });
    await toKimai();
    await button("Decide later").click();
    await page.getByText(/The settings file is read-only/).waitFor();
    expect(await asked(page, "app:closeWindow")).toHaveLength(0);
  });

  it("says exactly that a certificate is not trusted, and takes the company's own", async () => {
    await open({ answers: { "accounts:connect": { ok: false, failure: sample.failures.tls } } });
    await toKimai();
    const alert = page.getByRole("alert");
    expect(await alert.textContent()).toMatch(
      /The certificate of kimai\.hollmann-ree\.example is not trusted.*Hollmann & Ree Internal CA.*SELF_SIGNED_CERT_IN_CHAIN.*Not sent, not saved.*Next: Ask your administrator/,
    );
    expect(await page.getByLabel("Address").getAttribute("aria-invalid")).toBe("true");
    await button("Copy details").click();
    expect(JSON.stringify(await asked(page, "clipboard:copy"))).not.toContain(secret);
    await button("Choose CA file…").click();
    await page.getByText("hollmann-ca.pem").waitFor();
    await put({ "accounts:connect": { ok: true, value: sample.kimai } });
    await button("Test and save").click();
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({
      ...request,
      caFile: "/home/marta/hollmann-ca.pem",
    });
  });

  it("has words for each failure, marks the field that it is about, and keeps what was typed", async () => {
    const cases = [
      [
        "unauthorized",
        /kimai\.hollmann-ree\.example rejected the token.*no account was created.*Create a new one/,
        "API token",
      ],
      ["offline", /Cannot reach kimai.*.*did not leave this computer/, "Address"],
      ["timeout", /did not respond in time.*no account was created/, "Address"],
      ["not_this_product", /Another service answers.*Check the address/, "Address"],
      ["redirected", /redirects to another address.*your browser shows/, "Address"],
      ["rate_limited", /Too many requests to .*Wait a minute/, null],
      // Of a code that we do not know main's own words are shown.
      ["brand_new", /The moon is in the way\..*no account was created/, null],
    ] as const;
    await open({ answers: { "accounts:connect": { ok: false, failure: sample.failures.tls } } });
    await toKimai();
    for (const [code, words, field] of cases) {
      const message = "The moon is in the way.";
      await put({ "accounts:connect": { ok: false, failure: { code, message, saved: "no" } } });
      await button("Test and save").click();
      await expect.poll(() => page.getByRole("alert").textContent(), { message: code }).toMatch(words);
      const marked = await page
        .locator("[aria-invalid=true]")
        .evaluateAll((all) => all.map((one) => one.closest("label")?.textContent ?? ""));
      expect(marked, code).toEqual(field ? [expect.stringContaining(field)] : []);
      expect(await page.getByLabel("API token").inputValue()).toBe(secret);
    }
  });

  it("offers the session only where the keychain fails, and says what that means", async () => {
    await open({ answers: { "accounts:connect": { ok: false, failure: sample.failures.keychain } } });
    await toKimai();
    expect(await page.getByRole("alert").textContent()).toMatch(
      /Cannot use this computer’s keychain.*No Secret Service answers.*Start gnome-keyring.*AI clients cannot use this account/,
    );
    await put({ "accounts:connect": { ok: true, value: { ...sample.kimai, sessionOnly: true } } });
    await button("For this session only").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...request, sessionOnly: true });
    await page.getByText(/The token or API key is only in memory/).waitFor();
  });

  it("asks before a token travels over http, and again for another such address", async () => {
    const failure = { code: "unprotected", message: "In short.", saved: "no" as const };
    await open({ answers: { "accounts:connect": { ok: false, failure } } });
    await toKimai();
    const alert = page.getByRole("alert");
    expect(await alert.textContent()).toMatch(
      /Over http, others on the network can read your token.*did not leave this computer/,
    );
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual(request);
    await put({ "accounts:connect": { ok: false, failure: sample.failures.keychain } });
    await button("Connect without encryption").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...request, consent: true });
    await button("For this session only").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...request, consent: true, sessionOnly: true });
    await page.getByLabel("Address").fill("http://other.example");
    await button("Test and save").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...request, url: "http://other.example" });
  });

  it("tests once however often Enter is pressed, and can be stopped after 3 s", async () => {
    await open({ held: ["accounts:connect"] });
    await pause(page);
    await toKimai();
    await page.keyboard.press("Enter");
    expect(await asked(page, "accounts:connect")).toHaveLength(1);
    await page.clock.runFor(400);
    await page.getByRole("progressbar", { name: "Testing…" }).waitFor();
    expect(await button("Cancel").count()).toBe(0);
    await page.clock.runFor(3000);
    await button("Cancel").click();
    expect(await asked(page, "accounts:cancelConnect")).toHaveLength(1);
    await release(page, "accounts:connect", {
      ok: false,
      failure: { code: "cancelled", message: "Canceled", saved: "no" },
    });
    await page.getByRole("alert").waitFor();
  });

  const keyed = { service: "clockodo", user: "marta@hollmann-ree.example", secret, sessionOnly: false };
  const toClockodo = async () => {
    await page.getByRole("radio", { name: /Kimai/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("radio", { name: /Clockodo/, checked: true }).waitFor();
    await button("Connect Clockodo").click();
    // The first field of the step has the focus.
    await page.getByLabel("Email address").waitFor();
    await page.keyboard.type(" marta@hollmann-ree.example ");
    await page.keyboard.press("Tab");
    await page.keyboard.type(secret);
    await page.keyboard.press("Enter");
  };

  it("connects Clockodo by email address and key with the keyboard, and says whose rights an AI acts with", async () => {
    const permissions = { ...sample.permissions, accountId: "clockodo" };
    await open({
      answers: {
        "accounts:connect": { ok: true, value: sample.clockodo },
        "permissions:get": { ok: true, value: permissions },
      },
    });
    await toClockodo();
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    expect(await asked(page, "accounts:connect")).toEqual([keyed]);
    expect(await page.content()).not.toContain(secret);
    await page.getByText(/Create, update and delete change real data in Clockodo/).waitFor();
    await page.getByText(/with your rights in Clockodo, and its changes count as yours/).waitFor();
    await page.getByRole("radio", { name: /Track/, checked: true }).waitFor();
    await button("Open the timer").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "timer" }]);
  });

  it("leads to where Clockodo keeps the key, and to no other address", async () => {
    await open();
    await page.getByText("Clockodo", { exact: true }).click();
    await button("Connect Clockodo").click();
    await page.getByText("Personal data").waitFor();
    await button("Open Clockodo").click();
    expect(await asked(page, "app:openLink")).toEqual([{ link: "credential_page", service: "clockodo" }]);
    expect(await page.getByLabel("Address", { exact: true }).count()).toBe(0);
    await page.getByLabel("Email address").fill("marta");
    await page.getByLabel("API key").fill(secret);
    await page.keyboard.press("Enter");
    expect(await asked(page, "accounts:connect")).toEqual([]);
  });

  it("says that the address or the key may be wrong, since Clockodo does not say which, and marks both", async () => {
    await open({ answers: { "accounts:connect": { ok: false, failure: sample.failures.badKey } } });
    await toClockodo();
    const alert = page.getByRole("alert");
    await expect
      .poll(() => alert.textContent())
      .toMatch(/Clockodo rejected the email address or the API key.*no account was created.*Next: Check both/);
    const marked = await page
      .locator("[aria-invalid=true]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("name")));
    expect(marked).toEqual(["user", "key"]);
    expect(await page.getByLabel("API key").inputValue()).toBe(secret);
    await button("Copy details").click();
    expect(JSON.stringify(await asked(page, "clipboard:copy"))).not.toContain(secret);
    const cases = [
      ["offline", /Cannot reach Clockodo.*your API key did not leave this computer.*a VPN or a proxy/],
      ["tls", /connection to Clockodo is not trusted.*CA certificate/],
      ["not_this_product", /Unexpected answer from Clockodo.*sign-in page/],
      ["rate_limited", /Too many requests to Clockodo/],
      ["unsupported", /no longer supports this version of Punchcard.*Next: Update Punchcard/],
    ] as const;
    for (const [code, words] of cases) {
      await put({ "accounts:connect": { ok: false, failure: { code, message: "In short.", saved: "no" } } });
      await button("Test and save").click();
      await expect.poll(() => alert.textContent(), { message: code }).toMatch(words);
      expect(await alert.textContent(), code).not.toMatch(/\btoken\b/i);
    }
    await put({ "accounts:connect": { ok: false, failure: { ...sample.failures.keychain, code: "keychain" } } });
    await button("Test and save").click();
    await page.getByText(/The API key stays in memory/).waitFor();
    await put({ "accounts:connect": { ok: true, value: { ...sample.clockodo, sessionOnly: true } } });
    await button("For this session only").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...keyed, sessionOnly: true });
  });

  const shared = {
    service: "calamari",
    url: "fjordworks",
    user: "nora.lind@fjordworks.example",
    secret,
    consent: true,
    profile: "track",
    sessionOnly: false,
  };
  const toConsent = async () => {
    await page.getByText("Calamari", { exact: true }).click();
    await button("Connect Calamari").click();
    await page.getByRole("heading", { level: 1, name: "Before you connect Calamari" }).waitFor();
  };
  const toCalamari = async () => {
    await toConsent();
    // What is to be read has the focus, the last two stops confirm it.
    await page.getByRole("checkbox", { name: /I have read this/ }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("input[name=url]").waitFor();
    await page.keyboard.type(" fjordworks ");
    await page.keyboard.press("Tab");
    await page.keyboard.type(secret);
    await page.keyboard.press("Tab");
    await page.keyboard.type("nora.lind@fjordworks.example");
    await page.keyboard.press("Enter");
  };

  it("tells what a key of Calamari can do, and asks for nothing before the person has confirmed it", async () => {
    await open();
    await toConsent();
    const text = await page.locator("main").textContent();
    expect(text).toMatch(/read and change everyone’s time and leave/);
    expect(text).toMatch(/keychain.*your company’s Calamari, to nobody else/);
    expect(text).toMatch(/shares nothing with any client until you register it/);
    expect(await page.locator("input[name=url]").count()).toBe(0);
    expect(await button("Continue").isDisabled()).toBe(true);
    // What an AI may do is told for each profile.
    for (const [profile, words] of [
      [/^Look/, /changes nothing/],
      [/^Manage/, /time and leave of everyone/],
      [/^Everything/, /Everything that the key can do/],
      [/^Track/, /requests leave in your name/],
    ] as const) {
      await page.locator("label", { has: page.getByRole("radio", { name: profile }) }).click();
      expect(await page.getByRole("status").textContent()).toMatch(words);
    }
    await page.getByText(/I have read this/).click();
    expect(await button("Continue").isDisabled()).toBe(false);
    await button("Back").click();
    await page.getByRole("radio", { name: /Calamari/, checked: true }).waitFor();
    expect(await asked(page, "accounts:connect")).toEqual([]);
  });

  it("connects Calamari with the keyboard by address, key and person, with the profile that was chosen", async () => {
    await open({
      answers: {
        "accounts:connect": { ok: true, value: sample.calamari },
        "permissions:get": { ok: true, value: { ...sample.permissions, accountId: "calamari" } },
      },
    });
    await toCalamari();
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    expect(await asked(page, "accounts:connect")).toEqual([shared]);
    expect(await page.content()).not.toContain(secret);
    await page.getByText(/with the company’s key, and its changes count as yours/).waitFor();
    expect(await page.getByRole("list", { name: "Steps" }).textContent()).toContain("What the key can do");
  });

  it("leads to the page where Calamari keeps its keys, keeps what was typed, and sends nothing half filled", async () => {
    await open();
    await toConsent();
    await page.getByText("I have read this").click();
    await button("Continue").click();
    await button("Open that page in Calamari").click();
    expect(await asked(page, "app:openLink")).toEqual([{ link: "credential_page", service: "calamari" }]);
    await page.locator("input[name=url]").fill("fjordworks");
    await page.keyboard.press("Enter");
    expect(await asked(page, "accounts:connect")).toEqual([]);
    await button("Back").click();
    expect(await page.getByRole("checkbox", { name: /I have read this/ }).isChecked()).toBe(true);
    await button("Continue").click();
    expect(await page.locator("input[name=url]").inputValue()).toBe("fjordworks");
  });

  it("says which of address, key and person Calamari does not take, and marks that one", async () => {
    await open({ answers: { "accounts:connect": { ok: false, failure: sample.failures.badKey } } });
    await toCalamari();
    const alert = page.getByRole("alert");
    const cases = [
      ["unauthorized", /fjordworks\.calamari\.io rejected the API key.*no account was created/, "key"],
      ["forbidden", /gives this key none of the rights.*add data scopes/, "key"],
      ["not_found", /does not know this person.*external number/, "user"],
      ["unsupported", /There is no company’s Calamari at fjordworks\.calamari\.io/, "url"],
      ["not_this_product", /no company’s Calamari at/, "url"],
      ["offline", /Cannot reach fjordworks\.calamari\.io.*your API key did not leave this computer/, "url"],
      ["rate_limited", /Too many requests to /, null],
    ] as const;
    for (const [code, words, field] of cases) {
      await put({ "accounts:connect": { ok: false, failure: { code, message: "In short.", saved: "no" } } });
      await button("Test and save").click();
      await expect.poll(() => alert.textContent(), { message: code }).toMatch(words);
      expect(await alert.textContent(), code).not.toMatch(/\btoken\b/i);
      const marked = await page
        .locator("[aria-invalid=true]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("name")));
      expect(marked, code).toEqual(field ? [field] : []);
    }
    await put({ "accounts:connect": { ok: false, failure: { ...sample.failures.keychain, code: "keychain" } } });
    await button("Test and save").click();
    await button("For this session only").click();
    expect((await asked(page, "accounts:connect")).at(-1)).toEqual({ ...shared, sessionOnly: true });
  });

  it("needs nothing but hours, or not even those, for a time sheet on this computer", async () => {
    await open({ answers: { "accounts:connect": { ok: true, value: sample.local } } });
    await button("Use this computer for now").click();
    await page.getByLabel("Hours per week").fill("38,5");
    await page.keyboard.press("Enter");
    expect(await asked(page, "accounts:connect")).toEqual([
      { service: "local", targetSeconds: [27_720, 27_720, 27_720, 27_720, 27_720, 0, 0] },
    ]);
    await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    await button("Register an AI client").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "main", page: "clients" }]);
  });

  it("says first that the settings could not be read, what that means, and leads back to the last good ones", async () => {
    page = await windows.open(sample.brokenSettings, {
      window: "onboarding",
      answers: { "settings:restore": { ok: true, value: sample.working } },
    });
    const notice = page.getByRole("alert").filter({ hasText: "Your settings could not be read" });
    expect(await notice.textContent()).toMatch(
      /no AI client can do anything with your accounts.*settings\.json\.broken-20261119T100000Z.*Accounts: Kimai · kimai\.example, This computer/,
    );
    expect(await asked(page, "settings:restore")).toEqual([]);
    await notice.getByRole("button", { name: /^Go back to/ }).click();
    await notice.waitFor({ state: "detached" });
    expect(await asked(page, "settings:restore")).toHaveLength(1);
    expect(await asked(page, "settings:accept")).toEqual([]);
    await expect.poll(() => asked(page, "app:closeWindow")).toHaveLength(1);
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "timer" }]);
  });

  it("says that there is no backup where there is none, and goes on with new settings by a click only", async () => {
    page = await windows.open({ ...sample.brokenSettings, settingsCopy: null }, { window: "onboarding" });
    await page.getByText("There is no backup of your settings.").waitFor();
    expect(await page.getByRole("button", { name: /^Go back to/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Start with new settings" }).click();
    expect(await asked(page, "settings:accept")).toHaveLength(1);
    expect(await asked(page, "app:openWindow")).toEqual([]);
  });
});
