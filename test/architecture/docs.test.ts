import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { isCurrent } from "../../build/draw-rooms.mjs";

const root = resolve(import.meta.dirname, "../..");
const text = (file: string) => readFileSync(join(root, file), "utf8");
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
    `${folder}/${file}`.replaceAll("\\", "/"),
  );

/** Numbers of the sections of a page of docs/reference, and of the points of a numbered list in one (`8.3`). */
function sectionsOf(page: string): Set<string> {
  const found = new Set<string>();
  let section = "";
  for (const line of text(`docs/reference/${page}.md`).split("\n")) {
    const heading = /^#{1,3} (\d+(?:\.\d+)?)\.? /.exec(line)?.[1];
    if (heading) section = heading;
    const point = /^(\d+)\. /.exec(line)?.[1];
    if (heading) found.add(heading);
    else if (point && section) found.add(`${section}.${point}`);
  }
  return found;
}
const pages = ["kimai-api", "clockodo-api", "calamari-api", "ai-clients", "electron-runtime"];
const sections = Object.fromEntries(pages.map((page) => [page, sectionsOf(page)]));

/** The page that a bare § means: that of the service or the clients whose folder the file is in. */
const homePage = (file: string) =>
  /\/kimai/.test(file)
    ? "kimai-api"
    : /\/clockodo/.test(file)
      ? "clockodo-api"
      : /\/calamari/.test(file)
        ? "calamari-api"
        : /\/clients/.test(file)
          ? "ai-clients"
          : undefined;

interface Citation {
  page: string | undefined;
  section: string;
  words: string;
}

/** `kimai-api.md §3.4, §3.7`, `clockodo-api.md §2.5–2.7` and a bare `§1.4`; RFCs have sections of their own. */
function citations(source: string, home: string | undefined): Citation[] {
  const cited =
    /(RFC \d+,? )?(?:([a-z]+(?:-[a-z]+)*)\.md(?:'s facts file)?,? )?§(\d+(?:\.\d+)?)(?:–(\d+\.\d+))?((?:, §\d+(?:\.\d+)?)*)/g;
  return [...source.matchAll(cited)].flatMap(([words, rfc, page, first = "", last, more = ""]) => {
    if (rfc) return [];
    const listed = [first, ...(last ? [last] : []), ...[...more.matchAll(/\d+(?:\.\d+)?/g)].map(([one]) => one)];
    return listed.map((section) => ({ page: page ?? home, section, words }));
  });
}

test("every citation of a service, a client or the runtime is a section of docs/reference", () => {
  const sources = ["main", "mcp-server", "renderer", "build", "test"]
    .flatMap(filesIn)
    .filter((file) => /\.(tsx?|mjs|css)$/.test(file) && !file.startsWith("test/architecture/"));
  let count = 0;
  const lost: string[] = [];
  for (const file of sources)
    for (const { page, section, words } of citations(text(file), homePage(file))) {
      count += 1;
      if (page === undefined || !sections[page]?.has(section)) lost.push(`${file}: ${words} (${page}, ${section})`);
    }
  expect(lost).toEqual([]);
  expect(count).toBeGreaterThan(300);
});

test("a citation is found in each of its forms", () => {
  const found = (source: string) => citations(source, "home").map(({ page, section }) => `${page} ${section}`);
  expect(found("(kimai-api.md §3.4, §3.7)")).toEqual(["kimai-api 3.4", "kimai-api 3.7"]);
  expect(found("(clockodo-api.md §2.5–2.7)")).toEqual(["clockodo-api 2.5", "clockodo-api 2.7"]);
  expect(found("as told (§1.4).")).toEqual(["home 1.4"]);
  expect(found("RFC 5545 §3.1: no line")).toEqual([]);
});

test("links from one document of ours to another, or to a picture, lead somewhere", () => {
  const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...filesIn("docs")].filter((file) =>
    file.endsWith(".md"),
  );
  const dead = documents.flatMap((file) =>
    [...text(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((found) => found[1] ?? "")
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(file), target)))
      .map((target) => `${file}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test("the picture of the rooms is the one that the imports make", () => {
  expect(isCurrent(), "npm run docs:rooms draws it again").toBe(true);
});
