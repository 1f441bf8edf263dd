// Steps of a release: node build/release.mjs check TAG | notes TAG | sums FOLDER
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { root } from "./setup.mjs";

/**
 * The section of a version, without its heading.
 * @throws where there is none, or it says nothing
 */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((one) => one.split(/[\s\]]/)[0].replace("[", "") === version);
  const notes = section?.slice(section.indexOf("\n")).trim();
  if (!notes) throw new Error(`CHANGELOG.md has no section of ${version}`);
  return `${notes}\n`;
}

/** @throws where the tag is not the version that the packages will say */
export function versionOf(tag, version) {
  if (tag !== `v${version}`) throw new Error(`the tag ${tag} is not the version ${version} of package.json`);
  return version;
}

/** Writes `SHA256SUMS` as `sha256sum -c` reads it, of every other file of a folder. */
export async function writeSums(folder) {
  const names = readdirSync(folder)
    .filter((name) => name !== "SHA256SUMS" && statSync(join(folder, name)).isFile())
    .sort();
  if (names.length === 0) throw new Error(`nothing to release in ${folder}`);
  const lines = [];
  for (const name of names) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(join(folder, name)), hash);
    lines.push(`${hash.digest("hex")}  ${name}\n`);
  }
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
