import { expect, it } from "vitest";
import { options } from "#team/config/options";
import { sitePages } from "../../../build/docs/pages.mjs";
import { optionsIn } from "../../../build/docs/team-options.mjs";

it("reads options in the code as the server declares them", () => {
  const code =
    'export const options = { port: { flag: "port", variable: "P", list: true, help: "a|b" } } as const satisfies X;';
  expect(optionsIn(code)).toEqual({ port: { flag: "port", variable: "P", list: true, help: "a|b" } });
});

it("the page of the team server's options has a row for each of them, with variables and files of secrets", () => {
  const page = sitePages().get("team/options.md") ?? "";
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
  expect(rows).toHaveLength(Object.keys(options).length);
  const row = (variable: string) => rows.find((line) => line.includes(`\`${variable}\``));
  expect(row("PUNCHCARD_TRUSTED_PROXIES")).toContain("| `--trusted-proxy CIDR`, repeatable |");
  expect(row("PUNCHCARD_OIDC_CLIENT_SECRET")).toContain("`PUNCHCARD_OIDC_CLIENT_SECRET_FILE` | and its secret |");
  expect(row("PUNCHCARD_OIDC_TRUST_EMAIL")).toContain("| `--oidc-trust-email` |");
});
