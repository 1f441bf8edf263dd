// What running apps read of a release: node build/update-files.mjs FOLDER (Node 24 or newer reads the app's own TypeScript)
import { createPrivateKey, sign } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { signedText } from "../main/updates/signature.ts";

/**
 * Joins what the runners for macOS wrote (`latest-mac-<arch>.yml`) to the one description that apps ask for, and signs each.
 * @param privateKey PEM of an Ed25519 key, whose public half the build put into the app; empty: nothing is signed
 * @throws where the parts are of different versions
 */
export function finishUpdateFiles(folder, privateKey) {
  const read = (name) => parse(readFileSync(join(folder, name), "utf8"));
  const write = (name, info) => writeFileSync(join(folder, name), stringify(info, { lineWidth: 0 }));
  const parts = readdirSync(folder)
    .filter((name) => /^latest-mac-.+\.yml$/.test(name))
    .sort();
  if (parts.length > 0) {
    const infos = parts.map(read);
    if (new Set(infos.map(({ version }) => version)).size > 1)
      throw new Error("the parts for macOS are of different versions");
    write("latest-mac.yml", { ...infos[0], files: infos.flatMap(({ files }) => files) });
    for (const name of parts) rmSync(join(folder, name));
  }
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  if (!privateKey) return names;
  const key = createPrivateKey(privateKey);
  for (const name of names) {
    const info = read(name);
    write(name, { ...info, signature: sign(null, Buffer.from(signedText(info)), key).toString("base64") });
  }
  return names;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(finishUpdateFiles(process.argv[2] ?? "", process.env.PUNCHCARD_UPDATE_SIGNING_KEY ?? "").join("\n"));
