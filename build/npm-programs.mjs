// Programs of others from npm, in pinned versions, each set in a folder of its own below out/: never among our modules.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { root, say } from "./setup.mjs";

/** The AI clients as their makers publish them, in the versions that registration was written against. */
const clients = {
  "@openai/codex": "0.169.0",
  "@google/gemini-cli": "0.61.0",
  "@github/copilot": "1.0.102",
  "@anthropic-ai/claude-code": "2.1.197",
};
/** Other programs that write MCP servers into clients' files. */
const peers = { "add-mcp": "2.4.0", "install-mcp": "1.10.2" };

export const installClients = () =>
  install("clients-live", clients, (folder) => {
    // npm may have left its script out, as it does with scripts that nobody approved.
    const unpack = join(folder, "node_modules/@anthropic-ai/claude-code/install.cjs");
    return spawnSync(process.execPath, [unpack], { cwd: folder, stdio: quiet, env: env(folder), timeout: 120_000 });
  });
export const installPeers = () => install("bench-clients", peers);

const quiet = ["ignore", "ignore", "inherit"];

/** npm with a home of its own: its cache and what the packages' scripts write stay below out/. Proxies and registry stay. */
function env(folder) {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  const userconfig =
    process.env.NPM_CONFIG_USERCONFIG ?? process.env.npm_config_userconfig ?? join(homedir(), ".npmrc");
  // Names in the other case would win or lose by chance.
  const { npm_config_userconfig: _user, npm_config_cache: _cache, ...rest } = process.env;
  return {
    ...rest,
    HOME: home,
    USERPROFILE: home,
    NPM_CONFIG_USERCONFIG: userconfig,
    NPM_CONFIG_CACHE: join(home, ".npm"),
  };
}

/**
 * Installs once per set of versions.
 * @returns "ready" · "offline": the registry does not answer, so nothing can be said · "failed": it does, and still it
 * did not work.
 */
function install(name, packages, finish) {
  const folder = join(root, "out", name);
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  const mark = join(folder, "installed.json");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return "ready";
  mkdirSync(folder, { recursive: true });
  const npm = (...args) =>
    spawnSync("npm", [...args, `--loglevel=${args[0] === "view" ? "silent" : "error"}`], {
      ...{ cwd: folder, stdio: quiet, env: env(folder), timeout: 420_000, shell: process.platform === "win32" },
    });
  const [first, version] = Object.entries(packages)[0];
  const answers = () =>
    npm("view", `${first}@${version}`, "version", "--prefer-online", "--fetch-retries=0", "--fetch-timeout=15000");
  if (answers().status !== 0) return "offline";
  writeFileSync(join(folder, "package.json"), wanted);
  say(`installing ${Object.keys(packages).join(", ")}`);
  if (npm("install", "--no-audit", "--no-fund").status !== 0) return answers().status === 0 ? "failed" : "offline";
  if (finish && finish(folder).status !== 0) return "failed";
  writeFileSync(mark, wanted);
  return "ready";
}
