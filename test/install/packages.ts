import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writePackageFiles } from "../../build/linux/package-files.mjs";

const root = resolve(import.meta.dirname, "../..");

/**
 * Packs what is in `out/`, with an Electron that is at hand and the distribution's own tools, compressed only a little.
 * @param version of the package; the app inside says the same
 * @returns path of the package
 */
export function packed(type: "deb" | "rpm" | "AppImage", version: string, folder: string): string {
  const electron = process.env.PUNCHCARD_ELECTRON_DIST;
  if (!electron || !existsSync(electron))
    throw new Error("PUNCHCARD_ELECTRON_DIST is not set: run `npm run test:install`, which finds or gets an Electron");
  const output = join(folder, version);
  writePackageFiles(root, version);
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/electron-builder/cli.js"),
      ...["--publish", "never", "--linux", type],
      `-c.directories.output=${output}`,
      `-c.extraMetadata.version=${version}`,
      `-c.electronDist=${electron}`,
      `-c.electronVersion=${process.env.PUNCHCARD_ELECTRON_VERSION}`,
      ...compression[type],
    ],
    {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, CUSTOM_FPM_PATH: stand, APPIMAGE_TOOLS_PATH: appImageTools(join(folder, "tools")) },
    },
  );
  const made = readdirSync(output).find((name) => name.endsWith(`.${type}`));
  if (!made) throw new Error(`electron-builder made no ${type}`);
  return join(output, made);
}

const compression = { deb: ["-c.deb.compression=gz"], rpm: ["-c.rpm.compression=gzip"], AppImage: [] };
const stand = join(root, "build/linux/fpm.mjs");

/** As electron-builder downloads them, of the distribution's own programs: only the runtime is a stand-in. */
function appImageTools(folder: string): string {
  for (const name of ["runtimes", "lib/x64"]) mkdirSync(join(folder, name), { recursive: true });
  const runtime = readFileSync(join(root, "build/linux/appimage-runtime.sh"), "utf8");
  writeFileSync(join(folder, "runtimes/runtime-x64"), runtime.padEnd(4096, "#"));
  // Stored as it is, because packing well takes a minute.
  writeFileSync(join(folder, "mksquashfs"), '#!/bin/sh\nexec mksquashfs "$@" -noI -noD -noF -noX\n', { mode: 0o755 });
  copyFileSync("/usr/bin/desktop-file-validate", join(folder, "desktop-file-validate"));
  return folder;
}
