import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceFiles } from "../../build/import-graph.mjs";
import { services } from "../../mcp-server/services";

/** A service's own rooms, where it may be named. */
const ownRooms = /^(mcp-server\/services\/|renderer\/pages\/onboarding\/services\/)/;
/** Where a name is no choice of ours: why. */
const reasons: Record<string, string> = {
  "mcp-server/index.ts": "the command import-kimai-mcp",
  "mcp-server/cli/command-line.ts": "the command import-kimai-mcp",
};
/** Reads the files of a foreign program that is named after Kimai, and makes accounts of Kimai out of them. */
const foreignProgram = /^mcp-server\/cli\/import\//;

const remote = services.filter(({ isLocal }) => !isLocal);
const files = sourceFiles(["main", "mcp-server", "renderer"]).filter(
  (file) => !ownRooms.test(file) && !foreignProgram.test(file),
);
const code = (file: string) =>
  readFileSync(file, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "");

test("only a service's own rooms name it", () => {
  const named = files.filter((file) => remote.some(({ id }) => code(file).toLowerCase().includes(id)));
  expect(named.filter((file) => !(file in reasons))).toEqual([]);
});

test("nothing compares a service with the id of the one on this computer", () => {
  const compared = /(?:service\w*|\bid|one|value)\??\s*[!=]==\s*"local"|service: "local"|"local" (?:&&|\|\|)/;
  expect(files.filter((file) => compared.test(code(file)))).toEqual([]);
});

test("each reason for naming one still holds", () => {
  for (const file of Object.keys(reasons)) expect(code(file), file).toMatch(/kimai/i);
});
