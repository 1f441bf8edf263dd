// npm for programs of others: in a folder of its own, never among our modules, with a cache that goes again.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** npm with a home of its own, so that nothing it does is seen in the person's. Proxies and registry stay. */
function env(home) {
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

function npm(args, folder, timeout) {
  const home = join(folder, ".npm-home");
  mkdirSync(home, { recursive: true });
  return new Promise((resolve) => {
    const options = { cwd: folder, env: env(home), timeout, shell: process.platform === "win32" };
    const child = spawn("npm", args, { ...options, stdio: ["ignore", "ignore", "inherit"] });
    const end = (code) => {
      // npm's own cache is nearly as large as what it installed.
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
      resolve(code === 0);
    };
    child.on("error", () => end(null));
    child.on("close", end);
  });
}

const registryAnswers = (folder, id, version) =>
  npm(
    ["view", `${id}@${version}`, "version", "--prefer-online", "--fetch-retries=0", "--loglevel=silent"],
    folder,
    20_000,
  );

/**
 * Installs packages into a folder, without running their scripts.
 * @param packages name -> exact version
 * @returns "ready" · "offline": the registry does not answer, so nothing can be said · "failed": it does, and still it
 * did not work.
 */
export async function npmInstall(folder, packages, more = []) {
  const [first, version] = Object.entries(packages)[0];
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", ...more];
  if (!(await registryAnswers(folder, first, version))) return "offline";
  const names = Object.entries(packages).map(([name, wanted]) => `${name}@${wanted}`);
  if (await npm([...args, ...names], folder, 240_000)) return "ready";
  return (await registryAnswers(folder, first, version)) ? "failed" : "offline";
}
