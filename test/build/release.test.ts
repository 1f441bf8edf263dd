import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestOf, registryEntry } from "../../build/npm-package.mjs";
import { project } from "../../build/project.mjs";
import { notesOf, releaseChangelog } from "../../build/release/changelog.mjs";
import { versionOf, writeSums } from "../../build/release/index.mjs";
import { prepare, problemsOf } from "../../build/release/prepare.mjs";
import { storeManifests } from "../../build/release/store-manifests.mjs";

const own = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8"));
const changelog = `# Changelog

## Unreleased

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

  it("does not drop what is unreleased", () => {
    const more = changelog.replace("## Unreleased\n", "## Unreleased\n\n### Added\n\n- Another thing.\n");
    expect(() => notesOf(more, "1.1.0")).toThrow(/npm run release -- 1\.1\.0/);
    const released = releaseChangelog(more, "1.1.0", "2026-12-02");
    expect(notesOf(released, "1.1.0")).toBe("### Added\n\n- A thing.\n- Another thing.\n");
    expect(released).toContain("## 1.1.0 - 2026-12-02\n");
    expect(() => releaseChangelog(changelog, "1.2.0", "2026-12-02")).toThrow(/nothing under "Unreleased"/);
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
    await writeSums(folder);
    await writeSums(folder);
    const check = () =>
      execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: folder, stdio: "pipe" });
    expect(check().toString()).toBe("a file.exe: OK\nb.deb: OK\n");
    writeFileSync(join(folder, "b.deb"), "c");
    expect(check).toThrow();
  });

  it("are not made of a folder that GitHub would refuse", async () => {
    writeFileSync(join(folder, "b.deb"), "b");
    mkdirSync(join(folder, "mcpb"));
    await expect(writeSums(folder)).rejects.toThrow(/can't be in a release: mcpb/);
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
    expect(name).toMatch(/^io\.github\.[^/]+\/punchcard$/);
    expect(packages).toEqual([
      { registryType: "npm", identifier: "punchcard-mcp", version, transport: { type: "stdio" } },
    ]);
  });
});

describe("the addresses of the project", () => {
  const onGitHub = project({ GITHUB_REPOSITORY: "Example/Punchcard" });

  it("derive from the repository whose workflow runs", () => {
    expect(onGitHub.homepage).toBe("https://github.com/Example/Punchcard");
    expect(manifestOf(own, onGitHub)).toMatchObject({
      repository: { type: "git", url: "git+https://github.com/Example/Punchcard.git" },
      mcpName: "io.github.Example/punchcard",
    });
    expect(registryEntry({ version: "1.0.0" }, onGitHub)).toMatchObject({
      repository: { url: "https://github.com/Example/Punchcard", source: "github" },
    });
  });

  it("are placeholders elsewhere, and name no repository", () => {
    const site = project({}, { homepage: "https://punchcard.invalid" });
    expect(site).toMatchObject({ homepage: "https://punchcard.invalid", repository: null });
  });

  it("are those of the stores' manifests, with the checksums of the release", () => {
    const names = [
      ...["Punchcard-1.2.3-arm64.dmg", "Punchcard-1.2.3-x64.dmg", "Punchcard-Setup-1.2.3-x64.exe"],
      ...["punchcard_1.2.3_amd64.deb", "punchcard_1.2.3_arm64.deb"],
    ];
    const sums = names.map((name, index) => `${String(index).repeat(64)}  ${name}\n`).join("");
    const release = { sums, version: "1.2.3", date: "2026-12-01", site: onGitHub };
    const made = storeManifests(release);
    expect(made["homebrew/Casks/punchcard.rb"]).toContain(
      'url "https://github.com/Example/Punchcard/releases/download/v#{version}/Punchcard-#{version}-#{arch}.dmg"',
    );
    expect(made["aur/PKGBUILD"]).toContain(`sha256sums_aarch64=('${"4".repeat(64)}')`);
    const installer = Object.entries(made).find(([name]) => name.endsWith(".installer.yaml"))?.[1];
    expect(installer).toContain(`InstallerSha256: "${"2".repeat(64)}"`);
    expect(() => storeManifests({ ...release, sums: sums.split("\n").slice(1).join("\n") })).toThrow(
      "the release has no Punchcard-1.2.3-arm64.dmg",
    );
  });
});

describe("npm run release", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "punchcard-prepare-"));
    writeFileSync(join(folder, "package.json"), '{ "version": "0.1.0" }');
    writeFileSync(
      join(folder, "package-lock.json"),
      '{ "version": "0.1.0", "packages": { "": { "version": "0.1.0" } } }',
    );
    writeFileSync(join(folder, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- A fault.\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("sets the version everywhere and moves the changes", () => {
    prepare(folder, "0.2.0", "2026-12-01");
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    expect(JSON.parse(read("package.json")).version).toBe("0.2.0");
    expect(JSON.parse(read("package-lock.json"))).toEqual({ version: "0.2.0", packages: { "": { version: "0.2.0" } } });
    expect(notesOf(read("CHANGELOG.md"), "0.2.0")).toBe("### Fixed\n\n- A fault.\n");
  });

  it("lists everything that the workflow would fail at", () => {
    const problems = problemsOf(folder, "0.0.9").join("\n");
    expect(problems).toMatch(/0\.0\.9 is older than 0\.1\.0/);
    expect(problems).toContain("LICENSE is missing");
    expect(problemsOf(folder, "1.0").join("\n")).toContain("not a version: 1.0");
  });
});
