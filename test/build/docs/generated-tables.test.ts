import { expect, it } from "vitest";
import { actions, cells, kinds } from "#core/domain/permission-cells";
import { options } from "#team/config/options";
import { constantIn } from "../../../build/docs/literals.mjs";
import { sitePages } from "../../../build/docs/pages.mjs";

const pages = sitePages();
const rowsOf = (page: string, start: string) =>
  (pages.get(page) ?? "").split("\n").filter((line) => line.startsWith(start));

it("reads constants in the code as it declares them", () => {
  const code = 'export const a = { port: { flag: "port", list: true } } as const satisfies X;\nconst b = ["x", "y|z"];';
  expect(constantIn(code, "a")).toEqual({ port: { flag: "port", list: true } });
  expect(constantIn(code, "b")).toEqual(["x", "y|z"]);
  expect(() => constantIn(code, "c")).toThrow("no constant c");
});

it("the page of the team server's options has a row for each of them, with variables and files of secrets", () => {
  const rows = rowsOf("team/options.md", "| ").filter(
    (line) => line.includes("`PUNCHCARD_") || line.includes("`DATABASE_URL`"),
  );
  expect(rows).toHaveLength(Object.keys(options).length);
  const row = (variable: string) => rows.find((line) => line.includes(`\`${variable}\``));
  expect(rowsOf("team/options.md", "| `password` |")).toEqual([
    "| `password` | 300/300 | wrong passwords from one address |",
  ]);
  expect(row("PUNCHCARD_TRUSTED_PROXIES")).toContain("| `--trusted-proxy CIDR`, repeatable |");
  expect(row("PUNCHCARD_OIDC_CLIENT_SECRET")).toContain("`PUNCHCARD_OIDC_CLIENT_SECRET_FILE` | and its secret |");
  expect(row("PUNCHCARD_OIDC_TRUST_EMAIL")).toContain("| `--oidc-trust-email` |");
});

it("the page of the policy lists every permission", () => {
  const rows = kinds.flatMap((kind) => rowsOf("policy.md", `| \`${kind}\` |`));
  expect(rows).toHaveLength(kinds.length);
  const listed = rows.flatMap((row) => {
    const [kind = "", ...columns] = row.split("|").slice(1, -1);
    return actions
      .filter((_, index) => columns[index]?.trim() === "yes")
      .map((action) => `${kind.trim().slice(1, -1)}.${action}`);
  });
  expect(listed).toEqual(cells);
});
