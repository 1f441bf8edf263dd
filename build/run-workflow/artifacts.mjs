import { cpSync, existsSync, globSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join, matchesGlob } from "node:path";

/** Artifacts of a run, each in a folder of its own. */
export function artifactStore(folder) {
  mkdirSync(folder, { recursive: true });
  return {
    /** @throws {Error} when no file matches, as the workflows ask for (`if-no-files-found: error`) */
    upload(workspace, { name, path }) {
      const target = join(folder, name);
      mkdirSync(target, { recursive: true });
      const patterns = path
        .trim()
        .split("\n")
        .map((one) => one.trim());
      const files = patterns.flatMap((one) => globSync(one, { cwd: workspace }).map((file) => join(workspace, file)));
      if (files.length === 0) throw new Error(`no files for the artifact ${name}`);
      for (const file of files)
        cpSync(file, statSync(file).isDirectory() ? target : join(target, basename(file)), { recursive: true });
    },
    /** @throws {Error} when there is no such artifact */
    download(workspace, { name, pattern, path = ".", "merge-multiple": isMerged }) {
      const names = readdirSync(folder).filter((one) => (name ? one === name : matchesGlob(one, pattern)));
      if (names.length === 0) throw new Error(`no artifact ${name ?? pattern}`);
      for (const one of names)
        cpSync(join(folder, one), join(workspace, path, name || isMerged ? "" : one), { recursive: true });
    },
    /** Adds small files in place of those that only another system can make. */
    standIn(name, files) {
      mkdirSync(join(folder, name), { recursive: true });
      for (const [file, text] of Object.entries(files))
        if (!existsSync(join(folder, name, file))) writeFileSync(join(folder, name, file), text);
    },
  };
}

/** Names of the files that runners of other systems upload, with content that only says so. */
export function foreignArtifacts(version) {
  const info = (file) =>
    `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: abc==\n    size: 7\npath: ${file}\n`;
  const files = (...names) => Object.fromEntries(names.map((name) => [name, `stand-in for ${name}\n`]));
  return {
    "packages-ubuntu-24.04": {
      ...files(`punchcard_${version}_amd64.deb`, `Punchcard-${version}-x86_64.AppImage`),
      "latest-linux.yml": info(`Punchcard-${version}-x86_64.AppImage`),
    },
    "packages-ubuntu-24.04-arm": files(`punchcard_${version}_arm64.deb`),
    "packages-windows-2025": {
      ...files(`Punchcard-Setup-${version}-x64.exe`),
      "latest.yml": info(`Punchcard-Setup-${version}-x64.exe`),
    },
    "packages-macos-15": {
      ...files(`Punchcard-${version}-arm64.dmg`, `Punchcard-${version}-arm64.zip`),
      "latest-mac-ARM64.yml": info(`Punchcard-${version}-arm64.zip`),
    },
    "packages-macos-15-intel": {
      ...files(`Punchcard-${version}-x64.dmg`, `Punchcard-${version}-x64.zip`),
      "latest-mac-X64.yml": info(`Punchcard-${version}-x64.zip`),
    },
    "packages-flatpak-amd64": files("Punchcard-amd64.flatpak"),
  };
}
