import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestOf, registryEntry } from "../../build/npm-package.mjs";
import { notesOf, versionOf, writeSums } from "../../build/release.mjs";

const own = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8"));
const changelog = `# Changelog

## Unreleased

- Not yet.

## [1.1.0] - 2026-12-01

### Added

- A thing.

## 1.0.0

`;

describe("a release", () => {
  it("has the notes of its own section of the changelog", () => {
    expect(notesOf(changelog, "1.1.0")).toBe("### Added\n\n- A thing.\n");
  });

  it.each(["1.0.0", "1.1", "2.0.0"])("is not made without notes: %s", (version) => {
    expect(() => notesOf(changelog, version)).toThrow(`no section of ${version}`);
  });

  it("is of the version that the packages say", () => {
    expect(versionOf("v1.1.0", "1.1.0")).toBe("1.1.0");
    for (const tag of ["1.1.0", "v1.1.1", "v1.1.0-beta", ""]) expect(() => versionOf(tag, "1.1.0")).toThrow(/is not/);
  });
});

describe("checksums", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "punchcard-sums-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("are what sha256sum accepts, and tell a file that was changed", async () => {
    writeFileSync(join(folder, "b.deb"), "b");
    writeFileSync(join(folder, "a file.exe"), "a");
    mkdirSync(join(folder, "sub"));
    await writeSums(folder);
    await writeSums(folder);
    const check = () =>
      execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: folder, stdio: "pipe" });
    expect(check().toString()).toBe("a file.exe: OK\nb.deb: OK\n");
    writeFileSync(join(folder, "b.deb"), "c");
    expect(check).toThrow();
  });

  it("of nothing are refused", async () => {
    await expect(writeSums(folder)).rejects.toThrow(/nothing to release/);
  });
});

describe("the npm package of the server", () => {
  it("needs what the server needs at run time, and nothing that is bundled", () => {
    const manifest = manifestOf(own);
    expect(manifest.dependencies).toEqual({ "@napi-rs/keyring": expect.any(String), libsql: expect.any(String) });
    expect(manifest).toMatchObject({
      version: own.version,
      engines: own.engines,
      bin: { "punchcard-mcp": "server/index.js" },
    });
    expect(manifest).not.toHaveProperty("devDependencies");
    expect(manifest).not.toHaveProperty("private");
  });

  it("is the one that the registry is told of", () => {
    const { name, version, packages } = registryEntry(own);
    expect(name).toBe(manifestOf(own).mcpName);
    expect(packages).toEqual([
      { registryType: "npm", identifier: "punchcard-mcp", version, transport: { type: "stdio" } },
    ]);
  });
});
