import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Approvals } from "#team/approval/approvals";
import { GrantRepository } from "#team/oauth/grants";
import { nightly } from "../../nightly";
import { whyNot } from "../window";
import { password, picture, TeamSite, takeComplaints } from "./site";

const evil = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>'"}{{name}}$t(frame.title)`;
const pages = ["/", "/activity", "/admin/people", "/admin/policy", "/admin/health"];

describe.skipIf(whyNot)("pages of a team server among hostile texts, addresses and people", () => {
  let site: TeamSite;
  let priya: string;
  let approval: string;
  let page: Page;
  beforeAll(async () => {
    site = await TeamSite.start();
    priya = await site.person("priya@example.org", `Priya ${evil}`.slice(0, 100), true);
    await site.person("tom@example.org", "Tom Ford");
    const group = await site.people.ensureGroup(evil.slice(0, 100));
    await site.people.setGroup(priya, group.id);
    const run = (sql: string, ...values: (string | number)[]) => site.database.run(sql, values);
    await run(
      `INSERT INTO accounts (id, person_id, service, label, url, user_name, remote_person, permissions, created_at, updated_at)
       VALUES ('hostile', ?, 'kimai', ?, 'https://time.example.org', ?, '1', '{}', 1, 1)`,
      ...[priya, evil, evil],
    );
    await run(
      `INSERT INTO oauth_grants (id, person, client_id, client_name, redirect_host, level, created_at, expires_at)
       VALUES ('hostile', ?, 'c', ?, ?, 'everything', 1, ?)`,
      ...[priya, evil, evil, Date.now() + 3_600_000],
    );
    const asked = await new Approvals(site.database, Date.now).ask({
      ...{ person: priya, grant: "hostile", client: evil, says: evil, account: { id: "hostile", label: evil } },
      ...{ tool: "delete_time", call: "c", digest: "d", agreed: [], lines: [evil], entries: 1, others: true },
      ...{ firstAt: Date.now(), expiresAt: Date.now() + 300_000 },
    });
    approval = asked.approval.id;
  }, 60_000);
  afterAll(() => site?.stop());
  afterEach(async () => {
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  const signIn = async (email: string) => {
    await page.getByLabel("Email").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.keyboard.press("Enter");
  };

  test("run nothing that a name, a label or a service says, and break no rule of their policy", async () => {
    page = await site.signedIn("priya@example.org");
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        console.error(`policy: ${violatedDirective} ${blockedURI}`),
      );
    });
    for (const path of [...pages, `/approve/${approval}`, "/invitation#x", "/consent/x"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const found = await page.evaluate(() => ({
        ran: (window as { ran?: unknown }).ran,
        images: document.querySelectorAll("img[src=x]").length,
        links: [...document.querySelectorAll("a")].filter(({ protocol }) => !/^(https?|blob):$/.test(protocol)).length,
      }));
      expect(found, path).toEqual({ ran: undefined, images: 0, links: 0 });
    }
    await page.goto(`/approve/${approval}`);
    await page.getByText("{{name}}$t(frame.title)").first().waitFor();
  });

  test("say of a problem in the address only what they know themselves", async () => {
    page = await site.visitor();
    for (const [problem, words] of [
      ["locked", "Too many tries. Try again in a minute."],
      ["not_allowed", null],
      ...["constructor", "__proto__", "toString", "<b>x</b>", "frame:title", "$t(frame.title)", "_one", ""].map(
        (text) => [text, "The sign-in did not work. Try again."] as const,
      ),
    ] as const) {
      await page.goto(`/sign-in?problem=${encodeURIComponent(problem)}`);
      await heading("Sign in");
      const told = (await page.getByRole("alert").first().textContent()) ?? "";
      if (words === null) expect(told).not.toContain("The sign-in did not work");
      else expect(told, problem).toBe(words);
    }
  });

  test("show nothing personal after signing out, also not by the back button, nor to the next person", async () => {
    page = await site.signedIn("priya@example.org");
    for (const path of pages) await page.goto(path);
    await heading(/./);
    await page.getByRole("button", { name: "Sign out" }).click();
    await heading("Sign in");
    for (let back = 0; back < pages.length - 1; back++) {
      await page.goBack();
      await heading("Sign in");
      expect(await page.locator("body").textContent()).not.toContain("Priya");
    }
    await signIn("tom@example.org");
    await page.getByText("Tom Ford").waitFor();
    expect(await page.locator("body").textContent()).not.toMatch(/Priya|script/);
  });

  test("send a change again for the person who signed in anew meanwhile, and never for somebody else", async () => {
    const tom = (await site.people.findByEmail("tom@example.org"))?.id ?? "";
    const grants = new GrantRepository(site.database, Date.now);
    for (const name of ["Anvil", "Bellows"])
      await grants.add({
        ...{ id: name, person: tom, level: "track", accounts: null, expiresAt: Date.now() + 3_600_000 },
        client: { id: name, name, redirectHost: "ai.example.com" },
      });
    page = await site.signedIn("tom@example.org");
    const changes: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "DELETE") changes.push(request.url());
    });
    const again = (email: string) =>
      page.request.post("/api/sign-in", { data: { email, password }, headers: { origin: site.origin } });
    const open = async () => (await grants.of(tom)).map(({ id }) => id).sort();
    await page.goto("/");
    await page.getByText("Anvil", { exact: true }).waitFor();
    await again("tom@example.org");
    await page.getByRole("button", { name: "Revoke the access of Anvil" }).click();
    await expect.poll(open).toEqual(["Bellows"]);
    // The browser tells of a request a moment after the server has it.
    await expect.poll(() => changes.length).toBe(2);
    changes.length = 0;
    await again("priya@example.org");
    await page.getByRole("button", { name: "Revoke the access of Bellows" }).click();
    await page.getByRole("link", { name: "People" }).waitFor();
    expect(changes).toHaveLength(1);
    expect(await open()).toEqual(["Bellows"]);
  });

  test("ask to sign in as soon as an answer says that nobody is signed in any more", async () => {
    page = await site.signedIn("priya@example.org");
    await page.goto("/admin/health");
    await page.locator(".health__grid").waitFor();
    await site.database.run("DELETE FROM browser_sessions");
    await page.getByRole("button", { name: "Read again" }).click();
    await heading("Sign in");
  });

  test("say that the server is away, and read it when it is back", async () => {
    page = await site.signedIn("priya@example.org");
    const isData = (url: URL) => url.pathname.startsWith("/api/") && url.pathname !== "/api/session";
    for (const path of pages) {
      await page.route(isData, (route) => route.abort());
      await page.goto(path);
      const told = page.getByRole("alert").filter({ hasText: "The server cannot be reached" });
      await told.first().waitFor();
      await page.unroute(isData);
      for (const again of (await told.getByRole("button", { name: "Try again" }).all()).reverse()) await again.click();
      await told.first().waitFor({ state: "detached" });
    }
  });

  test.each(nightly ? ["de-DE", "pl-PL"] : ["de-DE"])("cut no text in %s on a phone", async (locale) => {
    page = await site.signedIn("priya@example.org", { locale, width: 390, height: 844 });
    for (const path of [...pages, "/sign-in?problem=locked", `/approve/${approval}`, "/nowhere"]) {
      if (path.startsWith("/sign-in")) await page.route("**/api/session", (route) => route.abort());
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await page.unroute("**/api/session");
      await picture(page, `hostile-${locale}-${path.split(/[?]/)[0]?.split("/").slice(0, 3).join("-")}`);
      expect(await page.evaluate(cutTexts), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390);
    }
  });
});

/** Runs in the page: texts that are wider than their place, or lie beside the page. The table of permissions is scrolled. */
function cutTexts(): string[] {
  return [...document.querySelectorAll<HTMLElement>("body *")]
    .filter((one) => [...one.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim()))
    .filter((one) => one.checkVisibility() && !one.closest(".sr, [title], [aria-hidden=true], svg, select, .matrix"))
    .filter((one) => {
      const { right, left } = one.getBoundingClientRect();
      const isWider = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
      return isWider || right > window.innerWidth + 1 || left < -1;
    })
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent?.slice(0, 60)}`);
}
