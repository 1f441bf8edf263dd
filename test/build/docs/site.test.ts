import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sitePages } from "../../../build/docs/pages.mjs";

/** The site as `npm run docs` makes it, below a path of its host. */
const root = resolve(import.meta.dirname, "../../..");
const out = join(root, "out/docs-test");
const remove = () => {
  for (const folder of [out, `${out}-pages`]) rmSync(folder, { recursive: true, force: true });
};
const source = "https://git.example/punchcard/blob/v1";

beforeAll(async () => {
  remove();
  const words = [join(root, "build/docs/index.mjs"), "--out", out, "--base", "/time/", "--source", source];
  await promisify(execFile)(process.execPath, words, { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
}, 120_000);
afterAll(remove);

const read = (file: string) => readFileSync(join(out, file), "utf8");

it("each page is a file whose address needs no ending", () => {
  const files = [...sitePages().keys()].map((page) => page.replace(/\.md$/, ".html"));
  expect(files.filter((file) => !existsSync(join(out, file)))).toEqual([]);
  expect(read("index.html")).toContain('href="/time/install"');
  expect(read("policy.html")).toContain('href="/time/clients"');
});

it("what a page loads is there, below the path of the site, and nothing comes from elsewhere", () => {
  for (const page of ["index.html", "install.html", "services/kimai.html"]) {
    const loaded = [...read(page).matchAll(/<(?:link|script|img)[^>]* (?:href|src)="([^"]+)"/g)];
    expect(loaded.length, page).toBeGreaterThan(4);
    for (const [, address = ""] of loaded) {
      expect(address).toMatch(/^\/time\//);
      expect(existsSync(join(out, address.slice("/time/".length))), address).toBe(true);
    }
  }
});

it("a picture is there for the light and for the dark", () => {
  const pictures = [
    ...read("connect-ai.html").matchAll(/<img src="[^"]*settings-clients-(\w+)\.[^"]*"[^>]* class="([\w-]+)"/g),
  ];
  expect(pictures.map(([, theme, name]) => [theme, name])).toEqual([
    ["light", "of-light"],
    ["dark", "of-dark"],
  ]);
});

it("a diagram is a picture for each theme, drawn when the site is built, and loads nothing", () => {
  const page = read("architecture.html");
  expect(page).not.toMatch(/flowchart|mermaid/);
  const pictures = [...page.matchAll(/<img class="of-(\w+)" src="\/time\/([^"]+\.svg)" alt="Diagram: [^"]+"/g)];
  expect(pictures.map(([, theme]) => theme)).toEqual(["light", "dark"]);
  const drawn = pictures.map(([, , file = ""]) => read(file));
  for (const svg of drawn) {
    expect(svg).toContain(">mcp-server</text>");
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|@import|<script/);
  }
  expect(drawn[0]).not.toBe(drawn[1]);
});

it("the search finds the words of an error", () => {
  const index = readdirSync(join(out, "assets/chunks")).find((name) => name.startsWith("@localSearchIndex"));
  expect(read(`assets/chunks/${index}`)).toContain("/time/troubleshooting#cannot-reach-");
});

it("what is no page is linked in the repository", () => {
  for (const [page, text] of sitePages(source))
    for (const [, address] of text.matchAll(new RegExp(`\\]\\((${source}/[^)]+)\\)`, "g")))
      expect(read(page.replace(/\.md$/, ".html"))).toContain(`href="${address}"`);
});
