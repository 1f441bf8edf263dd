// The AI clients as their makers publish them on npm, in the versions that registration was written against.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "./node.mjs";
import { npmInstall } from "./npm.mjs";

/** Beside our other downloads, so that a fresh clone finds them. */
const cache = join(cacheFolder, "clients");

const clients = [
  { name: "Codex", program: "codex", id: "@openai/codex", version: "0.169.0" },
  {
    ...{ name: "Claude Code", program: "claude", id: "@anthropic-ai/claude-code", version: "2.1.197" },
    // Without a script of the package its own program is a stub; the real one lies in the package for this system.
    folder: join("@anthropic-ai", `claude-code-${process.platform}-${process.arch}`),
  },
  {
    ...{ name: "Gemini CLI", program: "gemini", id: "@google/gemini-cli", version: "0.61.0" },
    // For its terminal and its keychain. The optional packages of the others are their programs for this system.
    more: ["--omit=optional"],
  },
  { name: "GitHub Copilot CLI", program: "copilot", id: "@github/copilot", version: "1.0.102" },
  {
    ...{ name: "opencode", program: "opencode", id: "opencode-ai", version: "1.18.33" },
    folder: join(`opencode-${process.platform}-${process.arch}`, "bin"),
  },
  {
    // Its own package asks for one of this system that was not published with it.
    ...{
      name: "Kilo Code",
      program: "kilo",
      id: `@kilocode/cli-${process.platform}-${process.arch}`,
      version: "7.7.9",
    },
    folder: join("@kilocode", `cli-${process.platform}-${process.arch}`, "bin"),
  },
  { name: "Qwen Code", program: "qwen", id: "@qwen-code/qwen-code", version: "0.24.4" },
  { name: "Qoder", program: "qodercli", id: "@qoder-ai/qodercli", version: "1.1.52" },
  { name: "Auggie", program: "auggie", id: "@augmentcode/auggie", version: "0.36.0" },
  { name: "Cline", program: "cline", id: "cline", version: "3.0.65" },
  {
    ...{ name: "MCP Inspector", program: "mcp-inspector", id: "@modelcontextprotocol/inspector", version: "2.12.0" },
  },
];
/** The nightly run: a client whose own command registers, and one whose file is edited (330 MB instead of 2 GB). */
export const nightlyPrograms = ["claude", "gemini"];
/** The programs that can be named. */
export const programNames = clients.map(({ program }) => program);

const why = {
  offline: "the npm registry does not answer",
  failed: "npm could not install it",
  broken: "it does not start on this computer",
};

/**
 * Installs what is missing, all at once and each for itself, and starts each once. No script of a package is run.
 * @param names programs
 * @returns `programs`: program -> the folder it lies in · `missing`: which of them are not there, and why
 */
export async function installClients(names) {
  if (process.platform === "win32") return { programs: {}, missing: ["the real AI clients: tested on POSIX only"] };
  const programs = {};
  const missing = [];
  const wanted = clients.filter(({ program }) => names.includes(program));
  const all = wanted.map(async ({ name, program, id, version, folder = ".bin", more }) => {
    const at = join(cache, `${program}-${version}`);
    const bin = join(at, "node_modules", folder);
    const state = await npmInstall(at, { [id]: version }, more);
    if (state !== "ready") missing.push(`${name} ${version}: ${why[state]}`);
    else if (await starts(join(bin, program))) programs[program] = bin;
    else missing.push(`${name} ${version}: ${why.broken}`);
  });
  await Promise.all(all);
  return { programs, missing: missing.sort() };
}

/** Whether it can say its version, in a home folder of its own. */
async function starts(program) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-client-"));
  const env = { HOME: home, PATH: `${dirname(program)}:${dirname(process.execPath)}:/usr/bin:/bin`, ...silence };
  const code = await new Promise((resolve) => {
    const child = spawn(program, ["--version"], { cwd: home, env, stdio: "ignore", timeout: 60_000 });
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  return code === 0;
}

/**
 * What keeps the clients to themselves: their own switches, and a proxy that is not there for whoever knows none.
 * Nothing here needs a network: they read a file and start our server on this computer.
 */
const nowhere = "http://127.0.0.1:9";
const silence = {
  ...{ DISABLE_AUTOUPDATER: "1", DISABLE_TELEMETRY: "1", DISABLE_ERROR_REPORTING: "1" },
  ...{ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", GEMINI_TELEMETRY_ENABLED: "false" },
  ...{ COPILOT_AUTO_UPDATE: "false", COPILOT_OFFLINE: "true", CI: "1", MCP_AUTO_OPEN_ENABLED: "false" },
  ...{ HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere, NO_PROXY: "" },
};

/** For vitest's project clients-live. */
export const clientsLiveEnv = (programs) => ({
  PUNCHCARD_CLIENTS: JSON.stringify({ programs, env: silence }),
});
