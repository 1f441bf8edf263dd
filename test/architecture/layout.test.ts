import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

/** What may stand where, and what no compiler checks. Who may import whom is in imports.test.ts. */
const root = resolve(import.meta.dirname, "../..");
const sources = listFiles(["main", "mcp-server", "renderer"], /\.tsx?$/);

function listFiles(folders: string[], ending: RegExp): string[] {
  return folders
    .flatMap((folder) => globAll(folder))
    .filter((file) => ending.test(file) && !file.endsWith(".d.ts"))
    .sort();
}

function globAll(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`);
}

const text = (file: string) => readFileSync(join(root, file), "utf8");

test("packages stay in their rooms", () => {
  const packages = sources.flatMap((file) =>
    [...text(file).matchAll(/(?:from|import\()\s*["']([^."'][^"']*)["']/g)].map((found) => ({
      file,
      name: found[1] ?? "",
    })),
  );
  const outside = packages.filter(({ file, name }) => {
    if (name === "electron") return !file.startsWith("main/");
    if (file.startsWith("renderer/")) return name.startsWith("node:");
    if (/^(react|react-dom|react-aria)/.test(name)) return true;
    if (name === "libsql")
      return !/^mcp-server\/(core\/(services\/local\/|journal\/file|platform\/sqlite)|team\/store\/libsql)/.test(file);
    if (name === "@napi-rs/keyring") return file !== "mcp-server/core/platform/keychain.ts";
    return false;
  });
  expect(outside).toEqual([]);
});

test("a module that test files share registers no hook when it is read, for the first of them alone", () => {
  const helpers = listFiles(["test"], /\.tsx?$/).filter((file) => !/\.test\.tsx?$/.test(file));
  const hooked = helpers.filter((file) => /^(before|after)(Each|All)\(/m.test(text(file)));
  // A setup file is read again for each test file.
  expect(hooked).toEqual(["test/restore-globals.ts"]);
});

test("no test takes its input from Math.random", () => {
  const callers = listFiles(["test"], /\.m?tsx?$/).filter((file) => /\bMath\s*\.random\(/.test(text(file)));
  expect(callers).toEqual([
    // Packages and accounts that other programs use at the same time: a port, and a name that no record has.
    "test/install/installed-app.ts",
    "test/mcp-server/core/services/kimai/contract.ts",
  ]);
});

test("dangerous calls stand in one file each", () => {
  const places = (pattern: RegExp) => sources.filter((file) => pattern.test(text(file)));
  expect(places(/\bipcMain\b/).filter((file) => !file.startsWith("main/ipc/") && file !== "main/run.ts")).toEqual([]);
  expect(places(/\bipcRenderer\b/)).toEqual(["main/preload.ts"]);
  expect(places(/\.openExternal\(/).length).toBeLessThanOrEqual(1);
  expect(places(/dangerouslySetInnerHTML|\beval\(|new Function\(/)).toEqual([]);
  expect(places(/webSecurity:\s*false|nodeIntegration:\s*true|contextIsolation:\s*false|sandbox:\s*false/)).toEqual([]);
});

test("the server writes nothing to stdout but the protocol", () => {
  const writers = sources.filter(
    (file) => file.startsWith("mcp-server/") && /console\.log|process\.stdout\.write/.test(text(file)),
  );
  expect(
    writers.filter(
      (file) =>
        ![
          "mcp-server/index.ts",
          "mcp-server/cli/doctor.ts",
          "mcp-server/cli/command-line.ts",
          "mcp-server/cli/doctor-public.ts",
          "mcp-server/cli/serve.ts",
          "mcp-server/cli/team-command.ts",
        ].includes(file),
    ),
  ).toEqual([]);
});

test("the lock file names no download address, and nothing we need has an install script", () => {
  const lock = JSON.parse(text("package-lock.json")) as {
    packages: Record<string, { resolved?: string; hasInstallScript?: boolean; optional?: boolean }>;
  };
  const entries = Object.entries(lock.packages);
  expect(entries.filter(([, entry]) => entry.resolved)).toEqual([]);
  // Squirrel.Windows installers, which we do not make, and a check that esbuild's own program starts: neither is needed.
  expect(entries.filter(([, entry]) => entry.hasInstallScript && !entry.optional).map(([name]) => name)).toEqual([
    "node_modules/electron-winstaller",
    "node_modules/vitepress/node_modules/esbuild",
  ]);
  expect(text(".npmrc")).toContain("ignore-scripts=true");
});

test("the top level is what the house says", () => {
  for (const name of [
    "main",
    "renderer",
    "mcp-server",
    "build",
    "test",
    "electron-builder.yml",
    "vite.config.ts",
    "package.json",
  ])
    expect(existsSync(join(root, name)), name).toBe(true);
});

test("no folder of the source holds more files than one can take in", () => {
  const counts = new Map<string, number>();
  for (const file of sources) {
    const folder = file.slice(0, file.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count > 25)).toEqual([]);
  expect(counts.size).toBeGreaterThan(90);
});
