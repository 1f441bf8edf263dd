// How the Linux packages are compressed: as small as the programs of all supported systems can read.
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../setup.mjs";

/**
 * Options for xz, which compresses a .deb; rpmbuild has its own. Each xz reads the filter for x86, which makes Chromium's
 * code 3 % smaller. The one for arm64 needs xz 5.4, which Debian 11 and Ubuntu 22.04 do not have.
 */
export const xzOptions = (arch) => (arch === "x64" ? "--x86 --lzma2=preset=9" : "-9");

/**
 * Makes a folder of tools for AppImages whose `mksquashfs` compresses more: electron-builder has no setting for it.
 *
 * @param source folder of the tools as electron-builder downloads them
 * @returns the folder, which the caller removes
 */
export function compressingTools(source) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-tools-"));
  for (const name of ["runtimes", "lib"]) symlinkSync(join(source, name), join(folder, name));
  for (const [name, options] of [
    ["mksquashfs", " -Xcompression-level 22 -b 1M"],
    ["desktop-file-validate", ""],
  ])
    writeFileSync(join(folder, name), `#!/bin/sh\nexec '${join(source, name)}' "$@"${options}\n`, { mode: 0o755 });
  return folder;
}

/**
 * Downloads electron-builder's tools for AppImages.
 *
 * @returns their folder, or that in `APPIMAGE_TOOLS_PATH`
 * @throws {Error} when they can't be downloaded
 */
export async function appImageTools() {
  const file = join(root, "node_modules/app-builder-lib/out/toolsets/linux.js");
  const { getAppImageTools } = await import(pathToFileURL(file).href);
  // Loaded here, because packing starts without modules in a new clone.
  const { parse } = await import("yaml");
  const { toolsets } = parse(readFileSync(join(root, "electron-builder.yml"), "utf8"));
  // Its numbers of processors.
  const tools = await getAppImageTools(toolsets.appimage, { x64: 1, arm64: 3 }[process.arch]);
  return dirname(tools.mksquashfs);
}
