import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createMarkdownRenderer } from "vitepress";
import { beforeAll, describe, expect, it } from "vitest";
import config, { sidebar } from "../../../build/docs/config.mjs";
import { linksOfSite, sitePages } from "../../../build/docs/pages.mjs";

const root = resolve(import.meta.dirname, "../../..");
const pages = sitePages();
/** Pages as the site has them, in HTML, by path. */
const html = new Map<string, string>();

beforeAll(async () => {
  const markdown = await createMarkdownRenderer(root, config.markdown, "/");
  const shown = (page: string, text: string) =>
    markdown.render(text, { path: page, relativePath: page, cleanUrls: true });
  for (const [page, text] of pages) html.set(page, shown(page, text));
  // Not on the site, but its links are those of the first page.
  html.set("README.md", shown("README.md", linksOfSite(readFileSync(join(root, "README.md"), "utf8"), "README.md")));
});

/** The page at an address of the site, whatever the page that links there. */
function pageAt(address: string, from: string): string {
  const { pathname } = new URL(address, `https://site.example/${from}`);
  return `${pathname.slice(1)}${pathname.endsWith("/") ? "index" : ""}`.replace(/(\.md|\.html)?$/, ".md");
}
const anchorsOf = (page: string) => [...(html.get(page) ?? "").matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
const all = <T>(look: (page: string, text: string) => T[]) => [...html].flatMap(([page, text]) => look(page, text));

describe("on the docs site", () => {
  it("every link leads to a page, and to a heading that is there", () => {
    const links = all((page, text) =>
      [...text.matchAll(/<a href="([^"]+)"/g)].map(([, href = ""]) => ({ page, href: decodeURI(href) })),
    ).filter(({ href }) => !/^(https?|mailto):/.test(href));
    expect(links.length).toBeGreaterThan(200);
    const dead = links.filter(({ page, href }) => {
      const [address = "", anchor] = href.split("#");
      const target = address ? pageAt(address, page) : page;
      return !html.has(target) || (anchor ? !anchorsOf(target).includes(anchor) : false);
    });
    expect(dead).toEqual([]);
  });

  it("the links and pictures of the first page are there", () => {
    const first = pages.get("index.md") ?? "";
    const links = [...first.matchAll(/link: (\/[\w/#-]+)/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) {
      const [, anchor] = link.split("#");
      expect([...html.keys()]).toContain(pageAt(link, ""));
      if (anchor) expect(anchorsOf(pageAt(link, ""))).toContain(anchor);
    }
    const pictures = [...first.matchAll(/\/images\/[\w-]+\.png/g)].map(([picture]) => picture);
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) expect(existsSync(join(root, "docs", picture)), picture).toBe(true);
  });

  it("every picture is there, says what it shows, and has one for the dark", () => {
    const pictures = all((page, text) =>
      [...text.matchAll(/<img src="([^"]+)" alt="([^"]*)"([^>]*)>/g)].map(([, src = "", words = "", rest = ""]) => ({
        ...{ file: new URL(src, `https://site.example/${page}`).pathname, words, rest },
      })),
    );
    expect(pictures.length).toBeGreaterThan(10);
    for (const { file, words } of pictures) {
      expect(existsSync(join(root, "docs", file)), file).toBe(true);
      expect(words.length, file).toBeGreaterThan(6);
    }
    const themed = (theme: string) => pictures.filter(({ rest }) => rest.includes(`class="of-${theme}"`));
    expect(themed("light").map(({ file }) => file.replace("-light.", "-dark."))).toEqual(
      themed("dark").map(({ file }) => file),
    );
    expect(themed("light").every(({ file }) => file.endsWith("-light.png"))).toBe(true);
    const single = pictures.filter(({ rest }) => !rest.includes("class="));
    const names = readdirSync(join(root, "docs/images"));
    for (const { file } of single) expect(names, file).not.toContain(file.replace(/.*\/(.*)-light/, "$1-dark"));
  });

  it("each page has one title, and no heading skips a level", () => {
    const levels = (text: string) => [...text.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    const wrong = all((page, text) => {
      if (page === "index.md") return [];
      const found = levels(text);
      const skips = found.some((level, index) => level > (found[index - 1] ?? 0) + 1);
      const titles = found.filter((level) => level === 1).length;
      // Its chapters are made by a test each.
      return skips || (titles !== 1 && page !== "coverage.md") ? [`${page}: ${found.join(" ")}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it("nothing in the text is taken for a component or an expression", () => {
    const known =
      /^(a|br|button|code|details|div|em|h[1-6]|hr|img|li|ol|p|pre|s|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|ul)$/;
    const taken = all((page, text) => {
      const tags = [...text.matchAll(/<([a-zA-Z][\w-]*)/g)].map(([, tag = ""]) => tag);
      const open = text.replaceAll(/<(code|pre)[^>]* v-pre[\s\S]*?<\/\1>/g, "").includes("{{");
      return [...tags.filter((tag) => !known.test(tag)), ...(open ? ["{{"] : [])].map((what) => `${page}: ${what}`);
    });
    expect(taken).toEqual([]);
  });

  it("each page stands once in the side bar, by a name", () => {
    const items = sidebar().flatMap((section) => section.items);
    const listed = items.map(({ link }) => pageAt(link, ""));
    expect(listed.toSorted()).toEqual([...pages.keys()].filter((page) => page !== "index.md").toSorted());
    for (const { text, link } of items) expect(text, link).toMatch(/^\S.{2,}/);
  });
});

describe("a link of a document", () => {
  it("leads to the page that the document became", () => {
    expect(linksOfSite("[a](policy.md#x) [b](../SECURITY.md)", "docs/updates.md")).toBe(
      "[a](./policy.md#x) [b](./security.md)",
    );
    expect(linksOfSite("[a](../reference) [b](README.md)", "docs/decisions/ask.md")).toBe(
      "[a](../reference/index.md) [b](./index.md)",
    );
    expect(linksOfSite("![a](docs/images/house.svg)", "CONTRIBUTING.md")).toBe("![a](../images/house.svg)");
  });

  it("to what is no page leads into the repository, or is only its words", () => {
    const text = "see [`start`](../../build/start.mjs) at [x](https://example.org)";
    expect(linksOfSite(text, "docs/decisions/ask.md")).toBe("see `start` at [x](https://example.org)");
    expect(linksOfSite(text, "docs/decisions/ask.md", "https://git.example/blob/v1")).toBe(
      "see [`start`](https://git.example/blob/v1/build/start.mjs) at [x](https://example.org)",
    );
  });

  it("stays as it is in code", () => {
    const code = "```md\n[a](policy.md)\n```\n";
    expect(linksOfSite(`${code}[a](policy.md)`, "docs/updates.md")).toBe(`${code}[a](./policy.md)`);
  });
});
