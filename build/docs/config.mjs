// What VitePress is told: the order of the pages, their search, and pictures for both themes.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { pageTitles, slugOf } from "./pages.mjs";

/** Pages by section; a name is put where the page's own heading is too long for a list. */
const sections = [
  { text: "Start", pages: ["install.md", "first-day.md", "updates.md"] },
  {
    text: "Services",
    pages: [
      "services/kimai.md",
      "services/clockodo.md",
      "services/calamari.md",
      ["services/time-sheet.md", "Time sheet"],
    ],
  },
  { text: "AI clients", pages: ["connect-ai.md", "permissions.md", ["clients.md", "Table of clients"]] },
  {
    text: "Companies",
    pages: [
      ["team/index.md", "Team server"],
      ["team/set-up.md", "Setting it up"],
      ["team/options.md", "Options"],
      ["team/sign-in.md", "Company sign-in"],
      ["team/scim.md", "Company directory (SCIM)"],
      ["team/connect.md", "AI clients of a team"],
      ["team/operation.md", "Operation"],
      ["team/threat-model.md", "Threat model"],
      ["team/scale.md", "How far it goes"],
      ["policy.md", "Policy"],
    ],
  },
  { text: "Help", pages: ["troubleshooting.md", "ai-errors.md", "privacy.md", "security.md", "changelog.md"] },
  {
    text: "Developers",
    collapsed: true,
    pages: [
      "contributing/index.md",
      "architecture.md",
      "contributing/testing.md",
      "contributing/release.md",
      "contributing/messages.md",
      "contributing/how-things-work.md",
      "coverage.md",
      ["eval.md", "Evaluation"],
      ["decisions/index.md", "Decisions"],
      ["reference/index.md", "What services do"],
    ],
  },
];

const folders = [
  { text: "Decisions", folder: "decisions/" },
  { text: "What services do", folder: "reference/" },
];

const linkOf = (page) => `/${page.replace(/(index)?\.md$/, "")}`;

/** The side bar: sections, and below them what lies in folders of its own. */
export function sidebar() {
  const titles = pageTitles();
  const item = (page, text = titles.get(page)) => ({ text, link: linkOf(page) });
  const listed = sections.map(({ pages: names, ...section }) => ({
    ...section,
    items: names.map((name) => item(...[name].flat())),
  }));
  const below = folders.map(({ text, folder }) => ({
    text,
    collapsed: true,
    items: [...titles.keys()]
      .filter((page) => page.startsWith(folder) && !page.endsWith("index.md"))
      .map((page) => item(page)),
  }));
  return [...listed, ...below];
}

/** Of a picture that exists for both themes, the page shows the one of its own. */
function picturesForThemes(markdownIt) {
  const { image } = markdownIt.renderer.rules;
  markdownIt.renderer.rules.image = (tokens, index, ...more) => {
    const token = tokens[index];
    const draw = (src, theme) => {
      token.attrSet("src", src);
      token.attrSet("class", `of-${theme}`);
      return image(tokens, index, ...more);
    };
    const [, name, theme] = /images\/([\w-]+)-(light|dark)\.png$/.exec(token.attrGet("src")) ?? [];
    const other = theme === "light" ? "dark" : "light";
    if (!name || !existsSync(join(root, `docs/images/${name}-${other}.png`))) return image(tokens, index, ...more);
    const given = token.attrGet("src");
    return draw(given, theme) + draw(given.replace(`-${theme}.png`, `-${other}.png`), other);
  };
}

/** Tables of many columns, which get the room of the outline. */
const wide = ["clients.md", "coverage.md", "reference/ai-clients.md", "reference/platforms.md"];

const style = [
  "html.dark .of-light, html:not(.dark) .of-dark { display: none }",
  ".vp-doc img { border-radius: 8px }",
  ".vp-doc td code { overflow-wrap: anywhere }",
  // Else a path gets a column of a few letters, because it may break after each.
  ".vp-doc td:has(> code) { min-width: 8rem }",
  ".vp-doc pre { overflow-x: auto }",
  // The green of the app's buttons.
  "html:root { --vp-c-brand-1: #086660; --vp-c-brand-2: #096863; --vp-c-brand-3: #0b7a75 }",
  "html.dark:root { --vp-c-brand-1: #6bd1c7; --vp-c-brand-2: #4fc3b8 }",
].join(" ");

export default {
  title: "Punchcard",
  description: "Time tracking for Kimai, Clockodo, Calamari or this computer, from the tray and through AI clients.",
  cleanUrls: true,
  head: [["style", {}, style]],
  transformHead: ({ siteData }) => [["link", { rel: "icon", href: `${siteData.base}icon.svg` }]],
  transformPageData: ({ relativePath, frontmatter }) => {
    if (wide.includes(relativePath)) frontmatter.aside = false;
  },
  markdown: { anchor: { slugify: slugOf }, config: picturesForThemes },
  themeConfig: {
    nav: [
      { text: "Install", link: "/install" },
      { text: "AI clients", link: "/connect-ai" },
      { text: "Team server", link: "/team/" },
      { text: "Troubleshooting", link: "/troubleshooting" },
    ],
    sidebar: sidebar(),
    search: { provider: "local" },
    outline: { level: [2, 3] },
  },
};
