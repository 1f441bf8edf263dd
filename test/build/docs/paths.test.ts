import { existsSync, globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

/** Files of this repository that its pages name. docs/reference and docs/clients.md name those of other products. */
const root = resolve(import.meta.dirname, "../../..");
const pages = globSync(["*.md", "docs/**/*.md", "build/**/*.md"], { cwd: root })
  .map((page) => page.replaceAll("\\", "/"))
  .filter((page) => !page.startsWith("docs/reference/") && page !== "docs/clients.md");
const folders = ["build", "docs", "main", "mcp-server", "renderer", "test", ".github"];
const files = folders
  .flatMap((folder) => globSync(`${folder}/**/*`, { cwd: root }))
  .map((file) => `/${file.replaceAll("\\", "/")}`);
const endings = /\.(?:tsx?|mjs|cjs|md|sh|ya?ml|json|html|css)$/;

/** What stands between marks, and in blocks of code. */
const codeOf = (page: string) =>
  [...readFileSync(resolve(root, page), "utf8").matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code);

/** Paths from the top of the repository, and paths with an ending, which may begin further inside. */
const pathsOf = (code: string) =>
  [...code.matchAll(/(?<![\w./~@$:<{}-])\.?[\w-]+(?:\/[\w.*{},@-]+)+/g)]
    .map(([path]) => path.replace(/[.,]$/, ""))
    .filter((path) => folders.includes(path.split("/")[0] ?? "") || endings.test(path));

const isThere = (path: string) =>
  /[*{]/.test(path)
    ? globSync(path, { cwd: root }).length > 0
    : files.some((file) => file.endsWith(`/${path}`)) || existsSync(resolve(root, path));

it("every file that a page names is there", () => {
  const named = pages.flatMap((page) => codeOf(page).flatMap((code) => pathsOf(code).map((path) => ({ page, path }))));
  expect(named.length).toBeGreaterThan(300);
  expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
});
