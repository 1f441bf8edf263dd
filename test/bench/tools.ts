import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Packages that only the bench needs, as anchors; they are not dependencies of Punchcard. */
const anchors = ["@modelcontextprotocol/server-everything@2026.8.31", "gpt-tokenizer@4.0.0"];

export interface BenchTools {
  everything: string[];
  tokens(text: string): number;
}

/** What a model reads of a list of tools: names, descriptions and arguments. Few clients show it the rest. */
export const readByModels = (tools: readonly unknown[]): string =>
  JSON.stringify(
    (tools as { name: string; description: string; inputSchema: object }[]).map(
      ({ name, description, inputSchema }) => ({
        name,
        description,
        inputSchema,
      }),
    ),
  );

export function installTools(folder: string): BenchTools {
  const done = join(folder, "node_modules/gpt-tokenizer");
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    execFileSync("npm", ["i", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", ...anchors], {
      cwd: folder,
      stdio: "inherit",
    });
  }
  const require = createRequire(join(folder, "index.js"));
  const tokenizer = require("gpt-tokenizer/encoding/o200k_base") as { countTokens?: (text: string) => number };
  const count = tokenizer.countTokens;
  if (!count) throw new Error("gpt-tokenizer has no countTokens");
  const everything = join(folder, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
  return { everything: [process.execPath, everything, "stdio"], tokens: count };
}
