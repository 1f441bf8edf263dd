// The pages of the docs site as Markdown: what lies in docs/ and the documents at the top, with links as the site has them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { root } from "../setup.mjs";
import { permissionTable } from "./permission-table.mjs";
import { serverErrors } from "./server-errors.mjs";
import { teamLimits, teamOptions } from "./team-options.mjs";
import { windowErrors } from "./window-errors.mjs";

/** Documents outside of docs/, by the page that they are. */
const others = {
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing/index.md",
};
/** What a page says in place of such a line. */
const parts = {
  "<!-- errors of the windows -->": windowErrors,
  "<!-- errors of the server -->": serverErrors,
  "<!-- options of the team server -->": teamOptions,
  "<!-- limits of the team server -->": teamLimits,
  "<!-- permissions -->": permissionTable,
};

const read = (file) => readFileSync(join(root, file), "utf8");
const filesBelow = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));

/** Pages of the site by their documents in the repository. */
function pagePaths() {
  const own = filesBelow("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => [`docs/${file}`, file.replace(/README\.md$/, "index.md")]);
  return new Map([...Object.entries(others), ...own, ["README.md", "index.md"]]);
}

/** Titles of the pages by their paths. */
export const pageTitles = () =>
  new Map(
    [...pagePaths()].map(([document, page]) => [page, /^# (.+)$/m.exec(read(document))?.[1].replaceAll("`", "")]),
  );

/** Lines outside of fenced code, changed. */
const outsideCode = (markdown, change) =>
  markdown
    .split(/^(```[\s\S]*?^```[^\n]*)$/m)
    .map((part) => (part.startsWith("```") ? part : change(part)))
    .join("");

/**
 * @param document path in the repository
 * @param source address of the repository's files, for links to what is no page; without it only their words stay
 */
export function linksOfSite(markdown, document, source) {
  const paths = pagePaths();
  const from = dirname(paths.get(document));
  return outsideCode(markdown, (text) =>
    text.replaceAll(
      /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)#\s]+)(#[^)\s]*)?\)/g,
      (whole, picture, words, target, anchor = "") => {
        if (/^[a-z]+:/.test(target)) return whole;
        const file = posix.join(dirname(document), target);
        const page = paths.get(file) ?? paths.get(`${file.replace(/\/$/, "")}/README.md`);
        if (page) return `[${words}](${relative(from, page)}${anchor})`;
        if (file.startsWith("docs/images/"))
          return `${picture}[${words}](${relative(from, file.slice("docs/".length))})`;
        return source ? `[${words}](${source}/${file})` : words;
      },
    ),
  );
}

function relative(from, page) {
  const way = posix.relative(from, page);
  return way.startsWith(".") ? way : `./${way}`;
}

/** All pages of the site: Markdown by path. */
export function sitePages(source) {
  return new Map(
    [...pagePaths()]
      .filter(([document]) => document !== "README.md")
      .map(([document, page]) => {
        let markdown = linksOfSite(read(document), document, source);
        for (const [line, made] of Object.entries(parts))
          if (markdown.includes(line)) markdown = markdown.replace(line, () => made());
        return [page, markdown];
      }),
  );
}

/** Anchor of a heading, as GitHub makes it, so that a link works in both places. */
export const slugOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");
