// npm run docs: the docs site, in out/docs. Behind --: --base /path/ where it is not at the top of its host, --out FOLDER, and
// --source ADDRESS of the repository's files, to link what is no page.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vitepress";
import { root } from "../setup.mjs";
import { withDiagrams } from "./diagrams.mjs";
import { sitePages } from "./pages.mjs";

const text = (preset) => ({ type: "string", default: preset });
const { values } = parseArgs({ options: { base: text("/"), out: text("out/docs"), source: text() } });
const out = resolve(root, values.out);
/** What VitePress reads. */
const folder = `${out}-pages`;

const write = (name, content) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};
rmSync(folder, { recursive: true, force: true });
for (const [page, given] of sitePages(values.source)) {
  const { markdown, pictures } = withDiagrams(page, given);
  write(page, markdown);
  for (const [file, picture] of pictures) write(file, picture);
  // VitePress takes pictures of the first page's head from this folder as they are.
  for (const [picture] of markdown.matchAll(/(?<= )\/images\/[\w-]+\.png/g))
    cpSync(join(root, "docs", picture), join(folder, "public", picture));
}
cpSync(join(root, "build/icons/app-icon.svg"), join(folder, "public/icon.svg"));
cpSync(join(root, "docs/images"), join(folder, "images"), { recursive: true });
const config = pathToFileURL(join(root, "build/docs/config.mjs")).href;
write(".vitepress/config.mjs", `export { default } from ${JSON.stringify(config)};\n`);
// Fails at a link to a page that is not there.
await build(folder, { base: values.base, outDir: out });
