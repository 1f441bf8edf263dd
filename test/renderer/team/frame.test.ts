import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNot } from "../window";
import { TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";

describe.skipIf(whyNot)("frame of the team's pages", () => {
  let site: TeamSite;
  beforeAll(async () => {
    site = await TeamSite.start();
    await site.person(email, "Marta Lindner");
  }, 60_000);
  afterAll(() => site?.stop());

  /** As it is written, without a client that tidies the path. */
  const get = (path: string, method = "GET", accept = "*/*") =>
    new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((done, fail) => {
      const { hostname, port } = new URL(site.origin);
      const asking = request({ hostname, port, path, method, headers: { accept } }, (answer) => {
        let text = "";
        answer.on("data", (part) => {
          text += part;
        });
        answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asking.on("error", fail).end();
    });

  test("sends the document under a strict policy and never from a cache", async () => {
    const { status, headers } = await get("/", "GET", "text/html");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["x-frame-options"]).toBe("DENY");
    const policy = String(headers["content-security-policy"]).split("; ");
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part);
    expect(policy.filter((part) => /^(script|default)-src.*unsafe/.test(part))).toEqual([]);
  });

  test("lets what the document loads be kept for good", async () => {
    const { text } = await get("/");
    const names = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, name]) => name ?? "");
    expect(names.some((name) => name.endsWith(".js")) && names.some((name) => name.endsWith(".css"))).toBe(true);
    for (const name of names) {
      const { status, headers } = await get(name);
      expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
      expect(headers["content-type"]).toMatch(name.endsWith(".js") ? /^text\/javascript/ : /^text\/css/);
    }
  });

  test.each([
    "/assets/../index.html",
    "/assets/%2e%2e/index.html",
    "/assets/..%2f..%2fteam.key",
    "/assets//etc/passwd",
    "/assets/",
    "/assets/missing.js",
    "/index.html",
    "/nowhere",
  ])("has no file at %s", async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      404,
      "application/json; charset=utf-8",
      "no-store",
    ]);
  });

  test("sends no page in place of a missing file, whatever is asked for", async () => {
    const { status, headers } = await get("/assets/missing.js", "GET", "text/html");
    expect([status, headers["content-type"]]).toEqual([404, "application/json; charset=utf-8"]);
  });

  test("takes no other method, and answers HEAD without a body", async () => {
    expect((await get("/", "POST")).status).toBe(405);
    const head = await get("/", "HEAD");
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(Number(head.headers["content-length"])).toBeGreaterThan(100);
  });

  test("tells a person who mistyped an address that there is no such page", async () => {
    const page = await site.signedIn(email);
    const answer = await page.goto("/nowhere");
    expect(answer?.status()).toBe(404);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await page.getByRole("link", { name: "To my accounts" }).click();
    await page.getByRole("heading", { name: "My accounts and AI clients" }).waitFor();
    await page.context().close();
  });

  test("shows who is signed in, speaks the browser's language and keeps the chosen one", async () => {
    const page = await site.signedIn(email, { locale: "de-AT" });
    await page.goto("/");
    await page.getByRole("heading", { name: "Meine Konten und KI-Programme" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de-AT");
    await page.getByText("Marta Lindner").waitFor();
    await page.getByRole("button", { name: "Sprache" }).click();
    await page.getByRole("option", { name: "Polski" }).click();
    await page.getByRole("heading", { name: "Moje konta i programy AI" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Moje konta i programy AI" }).waitFor();
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });
});
