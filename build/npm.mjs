// npm for programs of others: in a folder of its own, never among our modules, with a cache that goes again.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { say } from "./setup.mjs";

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
 * Installs packages into a folder of their own, without running their scripts; once. Put together beside its place and
 * moved there whole: another run may do the same, and this one may be stopped.
 * @param packages name -> exact version
 * @returns "ready" · "offline": the registry does not answer, so nothing can be said · "failed": it does, and still it
 * did not work.
 */
export async function npmInstall(folder, packages, more = []) {
  if (existsSync(folder)) return "ready";
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(join(dirname(folder), "install-"));
  try {
    const [first, version] = Object.entries(packages)[0];
    if (!(await registryAnswers(work, first, version))) return "offline";
    say(`installing ${Object.keys(packages).join(", ")}`);
    // Its own project, whatever lies in the folders above.
    writeFileSync(join(work, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
    const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...more];
    if (!(await npm(args, work, 240_000))) return (await registryAnswers(work, first, version)) ? "failed" : "offline";
    if (!existsSync(folder)) renameSync(work, folder);
    return "ready";
  } catch (error) {
    if (existsSync(folder)) return "ready";
    say(String(error));
    return "failed";
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 3 });
  }
}
