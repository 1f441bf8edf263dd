import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run as inviteCommand } from "#cli/invite";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { whyNot } from "../window";
import { password, TeamSite, takeComplaints } from "./site";

/** What happens in the first hour of a company, from an empty server on, as its people see it. */
const redirect = "http://127.0.0.1:3118/callback";
const verifier = "v".repeat(43);

interface ToolAnswer {
  isError?: boolean;
  structuredContent: { entries?: { id: string }[]; confirm?: { token: string; url: string } };
}

describe.skipIf(whyNot)("the first hour with a team server", () => {
  let site: TeamSite;
  let kimai: FakeKimai;
  beforeAll(async () => {
    kimai = await startFakeKimai();
    site = await TeamSite.start({ serviceAddresses: new URL(kimai.url).host });
  }, 60_000);
  afterAll(async () => {
    await site?.stop();
    await kimai?.close();
  });

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();

  /** What who set the server up types on its machine. @returns the link that it prints */
  async function inviteFirst(email: string, name: string): Promise<string> {
    const printed: string[] = [];
    const listening = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    const args = [email, "--name", name, "--admin", "--public-url", site.origin, "--data", site.folder];
    const code = await inviteCommand(args, {}).finally(() => listening.mockRestore());
    expect(code).toBe(0);
    return /^http\S+$/m.exec(printed.join(""))?.[0] ?? "";
  }

  /** @returns the link that the admin sends */
  async function invite(admin: Page, email: string, name: string): Promise<string> {
    await admin.goto("/admin/people");
    await button(admin, "Invite people").click();
    const dialog = admin.getByRole("dialog", { name: "Invite somebody" });
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByLabel("Name (optional)").fill(name);
    await dialog.getByRole("button", { name: "Make the link" }).click();
    const link = await dialog.locator("code").textContent();
    await dialog.getByRole("button", { name: "Close" }).click();
    return link ?? "";
  }

  async function acceptInvitation(page: Page, link: string): Promise<void> {
    await page.goto(link);
    for (const name of ["password", "again"]) await page.locator(`input[name=${name}]`).fill(password);
    await page.keyboard.press("Enter");
    await heading(page, "My accounts and AI clients");
  }

  async function connectKimai(page: Page): Promise<void> {
    await page.getByRole("link", { name: "Connect Kimai" }).click();
    await page.locator("input[name=url]").fill(kimai.url);
    await page.locator("input[name=token]").fill(kimai.tokens.user);
    await page.keyboard.press("Enter");
    await heading(page, /^What an AI may do in Kimai/);
  }

  /** What Codex knows is the one URL: it reads the rest from the refusal. @returns where it registers and signs in */
  async function discovered(): Promise<Record<string, string>> {
    const refused = await post("", "get_status", {});
    expect(refused.status).toBe(401);
    const [, metadata = ""] = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate") ?? "") ?? [];
    const { authorization_servers: servers } = (await (await fetch(metadata)).json()) as Record<string, string[]>;
    expect(servers).toEqual([site.origin]);
    return (await fetch(`${servers?.[0]}/.well-known/oauth-authorization-server`)).json() as Promise<
      Record<string, string>
    >;
  }

  /** What a program on the person's computer does by itself, with the person in the browser. @returns its token */
  async function letIn(page: Page): Promise<string> {
    await page
      .context()
      .route(`${new URL(redirect).origin}/**`, (route) => route.fulfill({ body: "Back in the program" }));
    const { registration_endpoint, authorization_endpoint, token_endpoint } = await discovered();
    const registered = await fetch(registration_endpoint ?? "", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_name: "Codex", redirect_uris: [redirect] }),
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const query = new URLSearchParams({
      ...{ client_id, redirect_uri: redirect, response_type: "code", state: "s" },
      ...{ code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256" },
    });
    await page.goto(`${authorization_endpoint}?${query}`);
    await heading(page, "A program on your computer asks to connect");
    await page.getByText("Manage", { exact: true }).click();
    await page.getByRole("checkbox").first().check({ force: true });
    const back = page.waitForRequest((request) => request.url().startsWith(redirect));
    await button(page, "Allow").click();
    const code = new URL((await back).url()).searchParams.get("code") ?? "";
    const tokens = await fetch(token_endpoint ?? "", {
      method: "POST",
      body: new URLSearchParams({
        ...{ grant_type: "authorization_code", code, client_id, redirect_uri: redirect, code_verifier: verifier },
      }),
    });
    return ((await tokens.json()) as { access_token: string }).access_token;
  }

  const post = (token: string, name: string, given: object) =>
    fetch(`${site.origin}/mcp`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json, text/event-stream",
        "content-type": "application/json",
        "mcp-protocol-version": "2025-11-25",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: given } }),
    });
  async function call(token: string, name: string, given: object = {}): Promise<ToolAnswer> {
    const text = await (await post(token, name, given)).text();
    return (JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as { result: ToolAnswer }).result;
  }
  const ofJohn = () => kimai.state.timesheets.filter(({ user }) => user === 4);

  test("leads from an invitation to work that an AI did, undid and may not do any more", {
    timeout: 240_000,
  }, async () => {
    expect(await site.database.all("SELECT id FROM people")).toEqual([]);
    const admin = await site.visitor();
    await acceptInvitation(admin, await inviteFirst("priya@example.org", "Priya Nair"));
    const link = await invite(admin, "marta@example.org", "Marta Lindner");
    const page = await site.visitor();
    await acceptInvitation(page, link);
    await connectKimai(page);
    // A program without an identity document would track time and no more.
    await new BoundsRepository(site.database, Date.now).setCompany({ clientKinds: { computer: "manage" } }, 0);
    const token = await letIn(page);

    const before = ofJohn().length;
    const begun = await call(token, "clock_in", { project: "Web", activity: "Support" });
    expect(begun.isError).toBeFalsy();
    expect(ofJohn().filter(({ end }) => end === null)).toHaveLength(1);
    await call(token, "clock_out");
    const day = { from: "2026-11-02 9:00", to: "2026-11-02 10:00", project: "Web", activity: "Support" };
    const { structuredContent: written } = await call(token, "log_time", { entries: [day] });
    const id = written.entries?.[0]?.id ?? "";
    expect(ofJohn()).toHaveLength(before + 2);

    const asked = await call(token, "delete_time", { ids: [id] });
    const { confirm } = asked.structuredContent;
    // The token alone does nothing.
    await call(token, "delete_time", { ids: [id], confirm: confirm?.token });
    expect(ofJohn()).toHaveLength(before + 2);
    await page.goto("/");
    await page.getByRole("link", { name: "Review" }).click();
    await heading(page, "Codex asks to delete one entry");
    await button(page, "Approve").click();
    await page.locator(".facts").waitFor();
    const deleted = await call(token, "delete_time", { ids: [id], confirm: confirm?.token });
    expect(deleted.isError).toBeFalsy();
    expect(ofJohn()).toHaveLength(before + 1);

    await page.goto("/activity");
    await page
      .getByText(/Codex deleted/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Bring back" }).click();
    await page.getByText("Done: the change was taken back.").waitFor();
    expect(ofJohn()).toHaveLength(before + 2);

    await admin.goto("/admin/people");
    await button(admin, "Actions for Marta Lindner").click();
    await admin.getByRole("menuitem", { name: "Remove…" }).click();
    const removal = admin.getByRole("alertdialog");
    await removal.getByRole("button", { name: "Remove Marta Lindner" }).click();
    await removal.waitFor({ state: "detached" });
    expect((await post(token, "get_status", {})).status).toBe(401);
    await page.goto("/");
    await heading(page, "Sign in");
    expect([...takeComplaints(page), ...takeComplaints(admin)]).toEqual([]);
    kimai.assertTokensOnlyInAuthorization(await page.content(), await admin.content());
  });
});
