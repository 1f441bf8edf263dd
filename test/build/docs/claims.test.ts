import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { sourceFiles } from "../../../build/import-graph.mjs";
import words from "../../../main/locales/en.json";
import catalog from "../../../renderer/i18n/en.json";

/** What the pages for people name is there: buttons, options, variables, scripts. */
const root = resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const markdown = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
const guides = [
  ...["install", "first-day", "connect-ai", "permissions", "troubleshooting", "privacy"].map(
    (name) => `docs/${name}.md`,
  ),
  ...markdown("docs/services").map((name) => `docs/services/${name}`),
];
const team = markdown("docs/team").map((name) => `docs/team/${name}`);
const documents = [...guides, "README.md", "docs/policy.md", "docs/updates.md", ...team];
const source = sourceFiles(["mcp-server", "main", "build"]).map(read).join("\n");

/** Code in a document: whole lines of blocks, and what stands between single marks. */
function codeIn(file: string): string[] {
  const text = read(file);
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans];
}
const inCode = (pattern: RegExp) =>
  documents.flatMap((file) =>
    codeIn(file).flatMap((code) => [...code.matchAll(pattern)].map(([found]) => ({ file, found }))),
  );

it("every button and label in bold is one of the windows", () => {
  const labels = new Set<string>();
  const collect = (part: object): void => {
    for (const value of Object.values(part)) {
      if (typeof value !== "string") collect(value);
      else
        for (const text of [value, ...[...value.matchAll(/<b>(.*?)<\/b>/g)].map(([, bold = ""]) => bold)])
          labels.add(text);
    }
  };
  collect(catalog);
  collect(words);
  /** A sentence that is stressed ends as one; a label that goes on is cut. */
  const isLabel = (bold: string) => !/[.!?]$/.test(bold);
  const isThere = (bold: string) =>
    [...labels].some((label) => label === bold || (bold.endsWith(" …") && label.startsWith(bold.slice(0, -1))));
  const bold = guides.flatMap((file) =>
    [...read(file).matchAll(/\*\*([^*]+)\*\*/g)].map(([, found = ""]) => ({
      file,
      found: found.replaceAll("\n", " "),
    })),
  );
  expect(bold.length).toBeGreaterThan(60);
  expect(bold.filter(({ found }) => isLabel(found) && !isThere(found))).toEqual([]);
});

it("every text in quotation marks is one that windows, launcher, or server show", () => {
  const shown = [JSON.stringify(catalog), JSON.stringify(words), source, read("build/launcher/posix-serve.c")]
    .join("\n")
    .replaceAll(/<\/?\w+>/g, "");
  const quoted = [...guides, "docs/policy.md", "docs/updates.md"].flatMap((file) =>
    [
      ...read(file)
        .replaceAll(/```[\s\S]*?```|`[^`\n]+`/g, "")
        .matchAll(/[“"]([^”"]+)[”"]/g),
    ].map(([, text = ""]) => ({
      file,
      text: text.replaceAll("\n", " "),
    })),
  );
  expect(quoted.length).toBeGreaterThan(12);
  expect(quoted.filter(({ text }) => !shown.includes(text))).toEqual([]);
});

it("every option of punchcard-mcp is one of its command line", () => {
  const named = inCode(/(?<=punchcard-mcp(?=[ `]).*|out\/mcp-server\/index\.js.*|^)--[a-z][a-z-]+/g);
  expect(named.length).toBeGreaterThan(20);
  const isOption = (option: string) => {
    const name = option.slice(2);
    return new RegExp(`(--${name}\\b(?!-)|flag: "${name}"|"${name}": \\{ type:|\\b${name}: \\{ type:)`).test(source);
  };
  expect(named.filter(({ found }) => !isOption(found))).toEqual([]);
});

it("every variable is read by some code", () => {
  const named = inCode(/\b(PUNCHCARD|KIMAI|CLOCKODO|CALAMARI)_[A-Z_]*[A-Z]\b/g);
  expect(named.length).toBeGreaterThan(20);
  const files = [
    source,
    read("build/container/compose.yaml"),
    ...readdirSync(join(root, "build"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => read(`build/${name}`)),
    read("test/live/kimai.test.ts"),
  ].join("\n");
  expect(named.filter(({ found }) => !files.includes(found))).toEqual([]);
});

it("every npm script is there", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = inCode(/(?<=npm run )[\w:-]+/g);
  expect(named.length).toBeGreaterThan(5);
  for (const { found, file } of named) expect(scripts, file).toHaveProperty([found]);
});

it("every test that pages of the team server name is there, with its sentence", () => {
  const named = team.flatMap((file) =>
    [
      ...read(file).matchAll(
        /`(?:test\/)?((?:mcp-server|integration|clients-live)\/[\w/-]+\.test\.ts)`(?:: )?((?:“[^”]+”(?:, )?)*)/g,
      ),
    ].map(([, path = "", titles = ""]) => ({
      path,
      titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = ""]) => title),
    })),
  );
  expect(named.length).toBeGreaterThan(35);
  const missing = named.flatMap(({ path, titles }) => {
    const text = read(`test/${path}`).replaceAll(/%[sjo]/g, "…");
    return titles.filter((title) => !text.includes(`"${title}",`)).map((title) => `${path}: ${title}`);
  });
  expect(missing).toEqual([]);
  expect(named.flatMap(({ titles }) => titles).length).toBeGreaterThan(45);
});

it("every problem of the company's sign-in that its page lists is shown and logged in these words", () => {
  const { problem } = JSON.parse(read("renderer/i18n/team/en.json"));
  const section = read("docs/team/sign-in.md").split("## If it does not work")[1] ?? "";
  const rows = [...section.matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm)].slice(1);
  expect(rows.length).toBeGreaterThan(5);
  for (const [, shown = "", reason = ""] of rows) {
    expect(Object.values(problem)).toContain(shown);
    expect(source).toContain(`"${reason}"`);
  }
  expect(section).toContain(/"(company sign-in failed)"/.exec(source)?.[1]);
});

it("no page installs or starts the npm package by a name that the registry does not have yet", () => {
  const byName = inCode(/(?:npx|npm (?:install|i|exec)) (?:-\S+ |--\S+ )*punchcard-mcp(?![-\w.]*\.tgz)\S*/g);
  expect(byName).toEqual([]);
});

it("the changelog lists each kind of change once in a version, and calls nothing missing that is there", () => {
  for (const section of read("CHANGELOG.md").split(/^## /m).slice(1)) {
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);
    expect(new Set(headings).size, section.split("\n")[0]).toBe(headings.length);
    expect(section).not.toMatch(/not there yet/);
  }
});
