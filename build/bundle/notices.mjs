// node build/bundle/notices.mjs: out/notices, the licenses of everything in the app and in the server. After `npm run build`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { componentsOf } from "./components.mjs";

const rule = "-".repeat(78);

/**
 * Formats third-party notices: one section per component, with its license text.
 *
 * @throws {Error} when a component states no license
 */
function notices(components) {
  const unlicensed = components.filter(({ license, text }) => !license && !text);
  if (unlicensed.length > 0) throw new Error(`no license: ${unlicensed.map(({ name }) => name).join(", ")}`);
  const sections = components.map(({ name, version, license, text }) =>
    [rule, `${name} ${version}`, `License: ${license || "see below"}`, ...(text ? ["", text] : []), ""].join("\n"),
  );
  return `Punchcard contains the following third-party software.\n\n${sections.join("\n")}`;
}

/** Writes `THIRD-PARTY-NOTICES.txt` of the app, and that of the server into a subfolder. */
export function writeNotices(root) {
  const folder = join(root, "out/notices");
  mkdirSync(join(folder, "server"), { recursive: true });
  const chromium =
    "\nElectron contains Chromium and Node.js, whose licenses are in LICENSES.chromium.html of the Electron release.\n";
  writeFileSync(join(folder, "THIRD-PARTY-NOTICES.txt"), notices(componentsOf(root, "app")) + chromium);
  writeFileSync(join(folder, "server/THIRD-PARTY-NOTICES.txt"), notices(componentsOf(root, "server")));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeNotices(resolve(import.meta.dirname, "../.."));
