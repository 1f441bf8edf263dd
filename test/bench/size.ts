import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ratio } from "./report";

/** What lies on the disk once the app is installed, against an Electron app with a tray icon and nothing else, packed the same way. */
export function benchSize(root: string, electron: string): void {
  console.log("\nInstalled: the unpacked app, against an empty one packed with the same Electron");
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-size-"));
  const dist = dirname(electron);
  const given = [`-c.electronDist=${dist}`, `-c.electronVersion=${readFileSync(join(dist, "version"), "utf8").trim()}`];
  const pack = (app: string, name: string, more: string[] = []) => {
    const output = join(folder, name);
    execFileSync(
      process.execPath,
      [
        join(root, "node_modules/electron-builder/cli.js"),
        ...["--linux", "dir", "--publish", "never", "--projectDir", app, `-c.directories.output=${output}`],
        ...[...given, ...more],
      ],
      { cwd: app, stdio: ["ignore", "ignore", "inherit"] },
    );
    return bytesIn(join(output, "linux-unpacked"));
  };
  const empty = join(folder, "empty-app");
  mkdirSync(empty);
  cpSync(join(root, "test/bench/empty-app"), empty, { recursive: true });
  // electron-builder asks for what a package has to name.
  const named = { ...JSON.parse(readFileSync(join(empty, "package.json"), "utf8")), description: "-", author: "-" };
  writeFileSync(join(empty, "package.json"), JSON.stringify(named));
  const mebibyte = 1024 * 1024;
  ratio("installed size", pack(root, "ours") / mebibyte, pack(empty, "empty") / mebibyte, 1.15, "MiB");
  rmSync(folder, { recursive: true, force: true });
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
