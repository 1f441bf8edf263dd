// node build/flatpak/manifest.mjs FOLDER ADDRESS: writes the Flatpak manifest of a release into the folder of its files.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";

const name = "app.punchcard.Punchcard.yml";

/**
 * The manifest with an address and a checksum for each package, which it otherwise expects beside itself.
 * @param text of build/flatpak/app.punchcard.Punchcard.yml
 * @param debs names of the packages that there are, each with its bytes: `punchcard_0.1.0_amd64.deb`
 * @param address of the folder they are downloaded from
 * @throws where a package is missing, or there are two for one processor
 */
export function withAddresses(text, debs, address) {
  const document = parseDocument(text);
  for (const source of document.getIn(["modules", 0, "sources"]).items) {
    const processor = /_(\w+)\.deb$/.exec(source.get("path") ?? "")?.[1];
    if (processor === undefined) continue;
    const found = Object.keys(debs).filter((one) => one.endsWith(`_${processor}.deb`));
    if (found.length !== 1) throw new Error(`${found.length} packages for ${processor}, and one is needed`);
    source.delete("path");
    source.set("url", `${address}/${encodeURIComponent(found[0])}`);
    source.set("sha256", createHash("sha256").update(debs[found[0]]).digest("hex"));
  }
  // Folding a command would change it.
  return document.toString({ lineWidth: 0 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = "", address = ""] = process.argv.slice(2);
  if (!/^https:\/\//.test(address)) throw new Error("node build/flatpak/manifest.mjs FOLDER https://…");
  const debs = readdirSync(folder).filter((one) => one.endsWith(".deb"));
  const bytes = Object.fromEntries(debs.map((one) => [one, readFileSync(join(folder, one))]));
  const text = readFileSync(join(import.meta.dirname, name), "utf8");
  writeFileSync(join(folder, name), withAddresses(text, bytes, address));
}
