// npm run release -- VERSION: makes the working tree ready for the tag vVERSION. It commits and pushes nothing.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { releaseChangelog } from "./changelog.mjs";

const git = (root, ...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });

/** Files that the workflow of a tag reads. */
const needed = [
  "LICENSE",
  "build/npm/README.md",
  "build/mac/entitlements.plist",
  "build/linux/after-remove.sh",
  "build/linux/before-remove.sh",
  "build/flatpak/app.punchcard.Punchcard.yml",
  "build/icons/icon.ico",
  "build/icons/icon.png",
  "docs/contributing/release.md",
  "docs/images/timer-light.png",
  "docs/images/entries-light.png",
  "docs/images/settings-clients-light.png",
];

/** Problems that would make the workflow of this tag fail. */
export function problemsOf(root, version) {
  const problems = [];
  if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`not a version: ${version || "(none)"}`);
  if (git(root, "rev-parse", "--git-dir").status !== 0) problems.push("this is not a git repository");
  else {
    if (git(root, "status", "--porcelain").stdout) problems.push("there are changes that are not committed");
    if (git(root, "tag", "--list", `v${version}`).stdout.trim()) problems.push(`the tag v${version} exists already`);
  }
  for (const name of needed) if (!existsSync(join(root, name))) problems.push(`${name} is missing`);
  const { version: current } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const numbers = (text) => text.split(".").map(Number);
  const [next, now] = [numbers(version), numbers(current)];
  const older = next.findIndex((number, index) => number !== now[index]);
  if (older >= 0 && next[older] < now[older]) problems.push(`${version} is older than ${current}`);
  return problems;
}

/** Sets the version in package.json and the lock file, and moves "Unreleased" of the changelog. */
export function prepare(root, version, date) {
  const changelog = join(root, "CHANGELOG.md");
  writeFileSync(changelog, releaseChangelog(readFileSync(changelog, "utf8"), version, date));
  for (const name of ["package.json", "package-lock.json"]) {
    const file = join(root, name);
    const content = JSON.parse(readFileSync(file, "utf8"));
    content.version = version;
    if (content.packages?.[""]) content.packages[""].version = version;
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(import.meta.dirname, "../..");
  const [version = ""] = process.argv.slice(2);
  const problems = problemsOf(root, version.replace(/^v/, ""));
  for (const problem of problems) console.error(`punchcard: ${problem}`);
  if (problems.length > 0) process.exit(1);
  prepare(root, version.replace(/^v/, ""), new Date().toISOString().slice(0, 10));
  console.log(`Version ${version} is prepared. Read the changes, then:
  git commit --all --message "Release ${version}"
  git push origin main
  git tag v${version} && git push origin v${version}
What happens then: docs/contributing/release.md`);
}
