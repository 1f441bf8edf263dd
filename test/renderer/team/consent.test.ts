import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { whyNot, withoutViolations } from "../window";
import { newPage, password, TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";
const local = "http://127.0.0.1:3118/callback";
const hosted = "https://tally.example/callback";
const verifier = "v".repeat(43);

describe.skipIf(whyNot)("letting an AI client in", () => {
  let site: TeamSite;
  let page: Page;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(email, "Marta Lindner");
    await site.person("tom@example.org", "Tom");
  }, 60_000);
  afterAll(() => site?.stop());
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  /** A client that registered itself opens the browser. @returns its id */
  async function begin(redirect: string, more: Record<string, string> = {}): Promise<string> {
    // Where the answer goes: nothing of it leaves this computer.
    await page
      .context()
      .route(`${new URL(redirect).origin}/**`, (route) => route.fulfill({ body: "the client's page" }));
    const registered = await page.request.post("/oauth/register", {
      data: { client_name: "Tallymate", redirect_uris: [redirect] },
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const query = new URLSearchParams({
      ...{ client_id, redirect_uri: redirect, response_type: "code", state: "state-1" },
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...more,
    });
    await page.goto(`/oauth/authorize?${query}`);
    await page.locator("footer, .signin").waitFor();
    return client_id;
  }
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  /** What the client is told: nobody listens there, so that the request itself is looked at. */
  const told = async (redirect: string, act: () => Promise<void>) => {
    const asked = page.waitForRequest((request) => request.url().startsWith(redirect));
    await act();
    return new URL((await asked).url()).searchParams;
  };
  const grantOf = (client: string) =>
    site.database.first<{ level: string; days: number; accounts: string | null }>(
      "SELECT level, accounts, (expires_at - created_at + 1000) / 86400000 AS days FROM oauth_grants WHERE client_id = ?",
      [client],
    );

  test("lets nobody in of a kind that the company refuses, and tells the client of a no", async () => {
    const bounds = new BoundsRepository(site.database, Date.now);
    await bounds.setCompany({ clientKinds: { named: "refuse" }, grantDays: 7 }, 0);
    page = await site.signedIn(email);
    await begin(hosted);
    await page.getByText("Your company does not allow this").first().waitFor();
    await expect.poll(() => button("Deny").isEnabled()).toBe(true);
    expect(await page.getByText("30 days", { exact: true }).count()).toBe(0);
    // Allow is off for a moment after the page was opened anyway.
    await page.waitForFunction(() => performance.now() > 1_500);
    expect(await button("Allow").isDisabled()).toBe(true);
    const answer = await told(hosted, () => button("Deny").click());
    expect(answer.get("error")).toBe("access_denied");
    await bounds.setCompany({}, 1);
  });

  test("lets nobody in whom the list of the person's group does not have, and says so", async () => {
    const bounds = new BoundsRepository(site.database, Date.now);
    const group = await site.people.ensureGroup("Designers");
    const marta = await site.people.findByEmail(email);
    await site.people.setGroup(marta?.id ?? "", group.id);
    await bounds.setGroup(group.id, { permissions: {}, clients: ["claude"] }, 0);
    page = await site.signedIn(email);
    await begin(hosted);
    await page.getByRole("heading", { name: "Your group does not allow this AI client" }).waitFor();
    await page.getByText("ask your admin to allow tally.example for your group").waitFor();
    await withoutViolations(page);
    await page.waitForFunction(() => performance.now() > 1_500);
    expect(await button("Allow").isDisabled()).toBe(true);
    // Who sends the answer past the page gets in no further.
    const answer = await page.evaluate(async () => {
      const { csrf } = await (await fetch("/api/session")).json();
      const decision = { decision: "allow", level: "read", days: 1, accounts: null };
      const headers = { "content-type": "application/json", "x-csrf-token": csrf };
      return (
        await fetch(`/api${location.pathname}`, { method: "POST", headers, body: JSON.stringify(decision) })
      ).json();
    });
    expect(answer).toMatchObject({ error: "not_offered" });
    await bounds.setGroup(group.id, { permissions: {}, clients: ["claude", "tally.example"] }, 1);
    await page.reload();
    await page.getByRole("heading", { name: "Tallymate asks to connect" }).waitFor();
    await expect.poll(() => button("Allow").isEnabled()).toBe(true);
    await site.people.setGroup(marta?.id ?? "", null);
  });

  test("names the addresses, warns of a new client, and gives what was chosen", async () => {
    page = await site.signedIn(email);
    const client = await begin(hosted);
    await page.getByRole("heading", { name: "Tallymate asks to connect" }).waitFor();
    for (const text of ["tally.example", "nobody has checked that", "New to you", "You have connected none yet"])
      await page.getByText(text).first().waitFor();
    expect(await page.getByRole("radio", { name: /^Track/ }).isChecked()).toBe(true);
    await page.getByText("Look", { exact: true }).click();
    await page.getByText("7 days", { exact: true }).click();
    const answer = await told(hosted, () => button("Allow").click());
    expect([answer.get("state"), answer.get("iss")]).toEqual(["state-1", site.origin]);
    expect(await grantOf(client)).toEqual({ level: "read", days: 7, accounts: null });
    const tokens = await page.request.post(`${site.origin}/oauth/token`, {
      form: {
        grant_type: "authorization_code",
        code: answer.get("code") ?? "",
        client_id: client,
        redirect_uri: hosted,
        code_verifier: verifier,
      },
    });
    expect(((await tokens.json()) as { scope: string }).scope).toBe("read");
  });

  test("lets a local program in only after the box is ticked, and suggests little", async () => {
    page = await site.signedIn(email);
    const client = await begin(local);
    await page.getByRole("heading", { name: "A program on your computer asks to connect" }).waitFor();
    await page.getByText("127.0.0.1:3118").waitFor();
    expect(await page.getByRole("radio", { name: /^Look/ }).isChecked()).toBe(true);
    expect(await page.getByRole("radio", { name: "1 day", exact: true }).isChecked()).toBe(true);
    await page.getByText("To allow it, tick the box above first.").waitFor();
    expect(await button("Allow").isDisabled()).toBe(true);
    await page.getByText("I started Tallymate a moment ago").click();
    expect((await told(local, () => button("Allow").click())).get("code")).not.toBeNull();
    expect(await grantOf(client)).toEqual({ level: "read", days: 1, accounts: null });
  });

  test("denies by the key that has the focus, and the client is told", async () => {
    page = await site.signedIn(email);
    const client = await begin(hosted);
    expect((await told(hosted, () => page.keyboard.press("Enter"))).get("error")).toBe("access_denied");
    expect(await grantOf(client)).toBeUndefined();
  });

  test("does nothing on Esc", async () => {
    page = await site.signedIn(email);
    await begin(hosted);
    await page.keyboard.press("Escape");
    expect((await told(hosted, () => button("Allow").click())).get("code")).not.toBeNull();
  });

  test("shows a locked level with its reason, and it cannot be chosen", async () => {
    page = await site.signedIn(email);
    const bounds = new BoundsRepository(site.database, Date.now);
    const lockedBy = async (reason: string, asked?: string) => {
      const client = await begin(hosted, asked === undefined ? {} : { scope: asked });
      const locked = page.getByRole("radio", { name: new RegExp(`^Manage.*${reason}`) });
      await page.getByText("Manage", { exact: true }).click();
      expect(await locked.isChecked()).toBe(false);
      await told(hosted, () => button("Allow").click());
      expect((await grantOf(client))?.level).toBe("track");
    };
    // By default what a client without an identity document may do at most.
    await lockedBy("Your company does not allow this");
    await page.context().close();
    page = await site.signedIn(email);
    const { value, version } = await bounds.company();
    await bounds.setCompany({ ...value, clientKinds: { named: "everything" } }, version);
    await lockedBy("The program did not ask for this", "read track");
    await bounds.setCompany(value, version + 1);
  });

  test("signs in first and comes back, also as somebody else", async () => {
    page = await site.visitor();
    const client = await begin(hosted);
    await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    const enter = async (who: string) => {
      await page.locator("input[name=email]").fill(who);
      await page.locator("input[name=password]").fill(password);
      await page.keyboard.press("Enter");
      await page.getByText(`You are`).waitFor();
    };
    await enter(email);
    await page.getByText("Marta Lindner, marta@example.org").waitFor();
    await button("Not you?").click();
    await enter("tom@example.org");
    await told(hosted, () => button("Allow").click());
    const rows = await site.database.all<{ email: string }>(
      "SELECT email FROM oauth_grants JOIN people ON people.id = person WHERE client_id = ?",
      [client],
    );
    expect(rows).toEqual([{ email: "tom@example.org" }]);
  });

  test("gives single accounts, and not none", async () => {
    page = await site.signedIn(email);
    await page.route("/api/consent/*", async (route) => {
      if (route.request().method() !== "GET")
        return route.fulfill({ status: 400, json: { error: "not_offered", message: "" } });
      const answer = await route.fetch();
      const view = (await answer.json()) as object;
      const accounts = [
        { id: "one", label: "Kimai" },
        { id: "two", label: "Clockodo" },
      ];
      return route.fulfill({ json: { ...view, accounts } });
    });
    await begin(hosted);
    await page.getByText("All of mine, also those that I connect later").click();
    await page.getByText("Kimai").click();
    await page.getByText("Clockodo").click();
    await page.getByText("Choose at least one account.").waitFor();
    expect(await button("Allow").isDisabled()).toBe(true);
    await page.getByText("Clockodo").click();
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await button("Allow").click();
    expect((await sent).postDataJSON()).toMatchObject({ accounts: ["two"] });
    await page.getByRole("alert").getByText("This choice is not offered any more.").waitFor();
  });

  test("grants once for a double click", async () => {
    page = await site.signedIn(email);
    const client = await begin(hosted);
    await told(hosted, () => button("Allow").dblclick());
    expect(await site.database.all("SELECT id FROM oauth_grants WHERE client_id = ?", [client])).toHaveLength(1);
  });

  test("says that a request is over: answered in another tab, or never there", async () => {
    page = await site.signedIn(email);
    await begin(hosted);
    const other = await newPage(page.context());
    const path = new URL(page.url()).pathname;
    await told(hosted, () => button("Deny").click());
    for (const gone of [path, "/consent/made-up"]) {
      await other.goto(gone);
      await other.getByRole("heading", { name: "This request is over" }).waitFor();
    }
  });
});
