// Steps of a release: node build/release/index.mjs check TAG | notes TAG | sums FOLDER
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { root } from "../setup.mjs";
import { notesOf } from "./changelog.mjs";

/** @throws {Error} when the tag is not the version that the packages state */
export function versionOf(tag, version) {
  if (tag !== `v${version}`) throw new Error(`the tag ${tag} is not the version ${version} of package.json`);
  return version;
}

/** @returns SHA-256 of a file, in hexadecimal */
export async function sha256Of(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * Writes `SHA256SUMS` as `sha256sum -c` reads it, of every other file of a folder.
 *
 * @throws {Error} when the folder is empty, or has subfolders: a release of GitHub has files only
 */
export async function writeSums(folder) {
  const names = readdirSync(folder)
    .filter((name) => name !== "SHA256SUMS")
    .sort();
  if (names.length === 0) throw new Error(`nothing to release in ${folder}`);
  const folders = names.filter((name) => !statSync(join(folder, name)).isFile());
  if (folders.length > 0) throw new Error(`not a file, so it can't be in a release: ${folders.join(", ")}`);
  const lines = [];
  for (const name of names) lines.push(`${await sha256Of(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

const read = (name) => readFileSync(join(root, name), "utf8");
const versionFor = (tag) => versionOf(tag, JSON.parse(read("package.json")).version);
const steps = {
  check: (tag) => notesOf(read("CHANGELOG.md"), versionFor(tag)),
  notes: (tag) => process.stdout.write(notesOf(read("CHANGELOG.md"), versionFor(tag))),
  sums: writeSums,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [step = "", argument = ""] = process.argv.slice(2);
  if (!steps[step]) throw new Error(`no step ${step}: choose from ${Object.keys(steps).join(", ")}`);
  await steps[step](argument);
}
