import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { services } from "#core/service-catalog/index";
import { sourceFiles } from "../../build/import-graph.mjs";

/** A service's own rooms, where it may be named. */
const ownFolders = /^(mcp-server\/core\/(services|service-catalog)\/|renderer\/pages\/onboarding\/services\/)/;
/** Where a name is no choice of ours: why. */
const reasons: Record<string, string> = {
  "mcp-server/index.ts": "the command import-kimai-mcp",
  "mcp-server/cli/command-line.ts": "the command import-kimai-mcp",
};
/** The same word in the files of AI clients: where a server runs, and a folder. */
const wordsOfClients: Record<string, string> = {
  "main/clients/snippets/more-snippets.ts": "opencode calls a server that it starts so",
  "main/clients/adapters/json-clients.ts": "GitHub Copilot's type of server",
  "main/clients/adapters/programs.ts": "Claude's folder of programs",
  "main/clients/snippets/snippets.ts": "GitHub Copilot's type of server",
};
/** Reads the files of a foreign program that is named after Kimai, and makes accounts of Kimai out of them. */
const foreignProgram = /^mcp-server\/(cli|team)\/import\//;

const remote = services.filter(({ isLocal }) => !isLocal);
const files = sourceFiles(["main", "mcp-server", "renderer"]).filter(
  (file) => !ownFolders.test(file) && !foreignProgram.test(file),
);
const code = (file: string) =>
  readFileSync(file, "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "");

test("only a service's own rooms name it", () => {
  const named = files.filter((file) => remote.some(({ id }) => code(file).toLowerCase().includes(id)));
  expect(named.filter((file) => !(file in reasons))).toEqual([]);
});

test("nothing names the one on this computer by its id", () => {
  const named = files.filter((file) => code(file).includes('"local"'));
  expect(named.filter((file) => !(file in wordsOfClients))).toEqual([]);
});

test("each reason for naming one still holds", () => {
  for (const file of Object.keys(reasons)) expect(code(file), file).toMatch(/kimai/i);
  for (const file of Object.keys(wordsOfClients)) expect(code(file), file).toContain('"local"');
});
