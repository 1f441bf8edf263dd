import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileOf, pageServer } from "#main/windows/protocol";
import { contentSecurityPolicy } from "#main/windows/security";

const root = mkdtempSync(join(tmpdir(), "punchcard-pages-"));
mkdirSync(join(root, "out/assets"), { recursive: true });
writeFileSync(join(root, "out/index.html"), "<title>page</title>");
writeFileSync(join(root, "out/assets/a.js"), "1");
writeFileSync(join(root, "secret.json"), "{}");
const serve = pageServer(join(root, "out"));
const get = (url: string, method = "GET") => serve({ url, method });

test("our pages come with the policy and their kind", async () => {
  const page = await get("app://punchcard/index.html?window=timer&page=x#y");
  expect(page.status).toBe(200);
  expect(await page.text()).toBe("<title>page</title>");
  expect(page.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await get("app://punchcard/assets/a.js")).headers.get("content-type")).toContain("text/javascript");
});

test.each([
  "app://punchcard/../secret.json",
  "app://punchcard/%2e%2e/secret.json",
  "app://punchcard/..%2fsecret.json",
  "app://punchcard/assets/..%2f..%2fsecret.json",
  "app://punchcard/..%5csecret.json",
  "app://punchcard/%00index.html",
  "app://punchcard/%",
  "app://punchcard//etc/passwd.json",
  "app://other/index.html",
  "app://punchcard.evil/index.html",
  "https://punchcard/index.html",
  "file:///index.html",
  "app://punchcard/",
  "app://punchcard/missing.html",
  "app://punchcard/assets",
])("%s is not found", async (url) => {
  const answer = await get(url);
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
});

test("nothing can be sent to it", async () => {
  expect((await get("app://punchcard/index.html", "POST")).status).toBe(404);
});

test("no address leads out of the folder", () => {
  for (const url of ["app://punchcard/..%2f..%2fetc%2fpasswd.json", "app://punchcard/a/%2e%2e/%2e%2e/x.json"]) {
    const file = fileOf(url, join(root, "out"));
    if (file) expect(file.path.startsWith(join(root, "out/"))).toBe(true);
  }
});
