import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/**
 * Packs what is in `out/`, with an Electron that is at hand and the distribution's own tools, compressed only a little.
 * @param version of the package; the app inside says the same
 * @returns path of the package
 */
export function packed(type: "deb" | "rpm", version: string, folder: string): string {
  const electron = process.env.PUNCHCARD_ELECTRON_DIST;
  if (!electron || !existsSync(electron))
    throw new Error("PUNCHCARD_ELECTRON_DIST is not set: run `npm run test:install`, which finds or gets an Electron");
  const output = join(folder, version);
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/electron-builder/cli.js"),
      ...["--publish", "never", "--linux", type],
      `-c.directories.output=${output}`,
      `-c.extraMetadata.version=${version}`,
      `-c.electronDist=${electron}`,
      `-c.electronVersion=${process.env.PUNCHCARD_ELECTRON_VERSION}`,
      type === "deb" ? "-c.deb.compression=gz" : "-c.rpm.compression=gzip",
    ],
    { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, CUSTOM_FPM_PATH: stand } },
  );
  const made = readdirSync(output).find((name) => name.endsWith(`.${type}`));
  if (!made) throw new Error(`electron-builder made no ${type}`);
  return join(output, made);
}

const stand = join(root, "build/linux/fpm.mjs");
