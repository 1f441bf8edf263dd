import { execFileSync, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { transformWithOxc } from "vite";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { isSignedBy } from "#main/updates/signature";
import { releaseChangelog } from "../../build/release/changelog.mjs";
import { version } from "../../package.json";

/** The words of release.yml, run as a runner's shell runs them: on files that look like a release's, with a stand-in for GitHub. */
const root = resolve(import.meta.dirname, "../..");
const { jobs } = parse(readFileSync(join(root, ".github/workflows/release.yml"), "utf8"));
const tag = `v${version}`;

let work: string;
let said: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "punchcard-release-steps-"));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  said = join(work, "said");
  for (const name of ["build", "main/updates", "package.json", "package-lock.json", "CHANGELOG.md"])
    cpSync(join(root, name), join(work, name), { recursive: true });
  // As `npm run release` leaves it: nothing unreleased.
  const changelog = readFileSync(join(work, "CHANGELOG.md"), "utf8");
  writeFileSync(join(work, "CHANGELOG.md"), releaseChangelog(changelog, version, "2026-12-01"));
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"));
  const tools = join(work, "tools");
  mkdirSync(tools);
  writeFileSync(said, "");
  for (const name of ["gh", "npm", "docker"]) writeFileSync(join(tools, name), standIn(name), { mode: 0o755 });
});

/** Writes down how it was called, after build/run-workflow/stand-ins.mjs accepted the arguments as the real program would. */
const standIn = (name: string) =>
  `#!/bin/sh\n'${process.execPath}' '${join(root, "build/run-workflow/stand-ins.mjs")}' ${name} "$@" || exit 1\nprintf '%s\\n' "${name} $*" >> '${said}'\n`;

interface Step {
  name?: string;
  run?: string;
  shell?: string;
  env?: Record<string, string>;
  "working-directory"?: string;
}
const stepsOf = (job: string): Step[] => jobs[job].steps.filter(({ run }: Step) => run !== undefined);

/** @throws with what it wrote where it does not end with 0 */
function run(step: Step, more: NodeJS.ProcessEnv = {}): void {
  const done = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.run ?? ""], {
    cwd: join(work, step["working-directory"] ?? "."),
    encoding: "utf8",
    env: {
      PATH: [join(work, "tools"), join(process.execPath, ".."), process.env.PATH].join(delimiter),
      ...{ TAG: tag, GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "Example/Punchcard" },
      ...{ GITHUB_ACTOR: "ada", TOKEN: "secret", RUNNER_ARCH: "ARM64", PROCESSOR: "amd64" },
      ...more,
    },
  });
  if (done.status !== 0) throw new Error(`${step.name ?? step.run}: ${done.stderr}`);
}
const file = (name: string) => readFileSync(join(work, name), "utf8");

/** The step asks for a Node that reads TypeScript; an older one gets the same file without its types. */
async function readTypeScript(): Promise<void> {
  if (Number(process.versions.node.split(".")[0]) >= 24) return;
  const [script, source] = ["build/update-files.mjs", "main/updates/signature.ts"].map((name) => join(work, name));
  const { code } = await transformWithOxc(readFileSync(source ?? "", "utf8"), "signature.ts");
  writeFileSync(`${source}.mjs`, code);
  writeFileSync(script ?? "", readFileSync(script ?? "", "utf8").replace("signature.ts", "signature.ts.mjs"));
}

/** What the jobs before hand over, each as small as it can be. */
function releaseFiles(): void {
  const info = (url: string) =>
    `version: ${version}\nfiles:\n  - url: ${url}\n    sha512: abc==\n    size: 7\npath: ${url}\n`;
  const files = {
    [`punchcard_${version}_amd64.deb`]: "deb of amd64",
    [`punchcard_${version}_arm64.deb`]: "deb of arm64",
    [`Punchcard-Setup-${version}-x64.exe`]: "MZ",
    [`Punchcard-${version}-x86_64.AppImage`]: "ELF",
    [`Punchcard-${version}-arm64.dmg`]: "dmg of arm64",
    [`Punchcard-${version}-x64.dmg`]: "dmg of x64",
    [`Punchcard-${version}-arm64.zip`]: "zip of arm64",
    [`Punchcard-${version}-x64.zip`]: "zip of x64",
    [`punchcard-mcp-${version}.tgz`]: "tgz",
    "punchcard.mcpb": "mcpb",
    "server.json": JSON.stringify({ $schema: "https://example.org/entry.json", version }),
    "Punchcard-amd64.flatpak": "flatpak",
    "latest.yml": info(`Punchcard-Setup-${version}-x64.exe`),
    "latest-linux.yml": info(`Punchcard-${version}-x86_64.AppImage`),
    "latest-mac-ARM64.yml": info(`Punchcard-${version}-arm64.zip`),
    "latest-mac-X64.yml": info(`Punchcard-${version}-x64.zip`),
  };
  mkdirSync(join(work, "files"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(work, "files", name), text);
  mkdirSync(join(work, "schemas"));
  const schema = (field: string) => JSON.stringify({ type: "object", properties: { [field]: { const: version } } });
  writeFileSync(join(work, "schemas/entry.json"), schema("version"));
  for (const type of ["version", "installer", "defaultLocale"])
    writeFileSync(join(work, `schemas/winget-manifest.${type}.1.10.0.schema.json`), schema("PackageVersion"));
}

describe.skipIf(process.platform === "win32")("the words of the release's workflow", () => {
  it("refuse a tag that is not this version, and one without notes", () => {
    const check = stepsOf("packages").find(({ name }) => name?.startsWith("The tag is the version")) ?? {};
    run(check);
    expect(() => run(check, { TAG: "v99.0.0" })).toThrow(/is not the version/);
    writeFileSync(join(work, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- x\n");
    expect(() => run(check)).toThrow(/has no section/);
  });

  it("keep apart what both runners for macOS write", () => {
    mkdirSync(join(work, "release"));
    writeFileSync(join(work, "release/latest-mac.yml"), "x");
    run(stepsOf("packages").find(({ name }) => name === "Two runners write this name") ?? {});
    expect(readdirSync(join(work, "release"))).toEqual(["latest-mac-ARM64.yml"]);
  });

  it("make a draft of all files, with descriptions that are signed and checksums that hold", async () => {
    await readTypeScript();
    releaseFiles();
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    for (const step of stepsOf("draft"))
      run(step, {
        PUNCHCARD_SCHEMAS: join(work, "schemas"),
        ...(step.env?.PUNCHCARD_UPDATE_SIGNING_KEY ? { PUNCHCARD_UPDATE_SIGNING_KEY: key } : {}),
      });
    const mac = parse(file("files/latest-mac.yml"));
    expect(mac.files).toHaveLength(2);
    expect(isSignedBy(publicKey.export({ format: "der", type: "spki" }).toString("base64"), mac)).toBe(true);
    const { sources } = parse(file("files/app.punchcard.Punchcard.yml")).modules[0];
    expect(sources).toContainEqual(
      expect.objectContaining({
        url: `https://github.com/Example/Punchcard/releases/download/${tag}/punchcard_${version}_amd64.deb`,
        sha256: createHash("sha256").update("deb of amd64").digest("hex"),
      }),
    );
    expect(
      execFileSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: join(work, "files"), encoding: "utf8" }),
    ).not.toMatch(/FAILED/);
    expect(file("notes.md").length).toBeGreaterThan(100);
    const call = readFileSync(said, "utf8");
    expect(call).toContain(
      `gh release create ${tag} --draft --verify-tag --title Punchcard ${version} --notes-file notes.md`,
    );
    // All of them, and the list of checksums among them.
    for (const name of readdirSync(join(work, "files"))) expect(call).toContain(`files/${name}`);
  });

  it("stop the draft when a manifest is not what its store's schema asks for", () => {
    releaseFiles();
    const index = stepsOf("draft").findIndex(({ name }) => name?.startsWith("Validate them"));
    for (const step of stepsOf("draft").slice(index - 2, index)) run(step);
    writeFileSync(join(work, "schemas/entry.json"), JSON.stringify({ properties: { version: { const: "0.0.0" } } }));
    expect(() => run(stepsOf("draft")[index] ?? {}, { PUNCHCARD_SCHEMAS: join(work, "schemas") })).toThrow("/version");
  });

  it("make the package of the server alone from what was built, and publish that file and no other", () => {
    for (const name of ["out/mcp-server", "out/team"]) {
      mkdirSync(join(work, name), { recursive: true });
      writeFileSync(join(work, name, "index.js"), "");
    }
    cpSync(join(root, "LICENSE"), join(work, "LICENSE"));
    mkdirSync(join(work, "out/modules"), { recursive: true });
    for (const name of ["server", "weekView", "team", "teamPages"])
      writeFileSync(join(work, "out/modules", `${name}.json`), '["zod@4.6.7"]');
    mkdirSync(join(work, "out/mcpb"));
    writeFileSync(join(work, "out/mcpb/punchcard.mcpb"), "PK");
    // What `npm pack` of the step writes.
    writeFileSync(join(work, `out/punchcard-mcp-${version}.tgz`), "");
    const steps = stepsOf("server");
    for (const step of steps) run(step);
    expect(JSON.parse(file("out/npm/package.json"))).toMatchObject({ name: "punchcard-mcp", version });
    expect(JSON.parse(file("out/npm/server.json"))).toMatchObject({ version });
    expect(readFileSync(said, "utf8")).toMatch(/^npm pack --pack-destination \.\.$/m);
    expect(readdirSync(join(work, "out/release")).sort()).toEqual([
      `punchcard-mcp-${version}.tgz`,
      "punchcard.cdx.json",
      "punchcard.mcpb",
      "server.json",
    ]);
    cpSync(join(work, "out/release"), join(work, "files"), { recursive: true });
    for (const step of stepsOf("npm")) run(step);
    expect(readFileSync(said, "utf8")).toContain(
      `npm publish --provenance --access public ./files/punchcard-mcp-${version}.tgz`,
    );
  });

  it("name the container's image in small letters and by the version", () => {
    run(stepsOf("container").find(({ name }) => name === "Push") ?? {});
    expect(readFileSync(said, "utf8").trim().split("\n").slice(1)).toEqual([
      `docker tag punchcard-mcp ghcr.io/example/punchcard/punchcard-mcp:${version}`,
      `docker push ghcr.io/example/punchcard/punchcard-mcp:${version}`,
    ]);
  });

  it.each([
    ["gh", ["release", "create", tag, "--draft", "--notes-file", "notes.md", "files/mcpb"], /is a directory/],
    ["gh", ["release", "create", tag, "--draft", "--notes-file", "none.md"], /none\.md/],
    ["gh", ["release", "create", tag, "--drafts"], /drafts/],
    ["npm", ["publish", "--provenance", "files/x.tgz"], /GitHub repository files\/x\.tgz/],
    ["npm", ["publish", "--provenances", "./files/x.tgz"], /provenances/],
  ])("would fail with %s %j, as the real program does", (program, args, message) => {
    mkdirSync(join(work, "files/mcpb"), { recursive: true });
    writeFileSync(join(work, "notes.md"), "x");
    const done = spawnSync(join(work, "tools", program), args, { cwd: work, encoding: "utf8" });
    expect([done.status, done.stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it("are all run by a test, or named here with what they need", () => {
    const elsewhere = [
      "Modules",
      "Build",
      "Tools for Linux packages",
      "Pack and sign",
      "C runtime to ship",
      "Try what was packed",
      "Try the installed package",
      "Try the AppImage with its own runtime",
      "Install over a server that runs",
      "Build the Flatpak",
      "Try the Flatpak",
      "Below the name of the repository, as GitHub Pages has it",
      "Build from the npm package",
      "It starts read-only, and is healthy",
    ];
    const tried = [
      ...["The tag is the version, and the changelog has its section", "Two runners write this name", "Push"],
      ...["draft", "server", "npm"].flatMap((job) => stepsOf(job).map(({ name, run: words }) => name ?? words)),
    ];
    const all = Object.keys(jobs).flatMap((job) => stepsOf(job).map(({ name, run: words }) => name ?? words ?? ""));
    const left = all.filter((name) => !tried.includes(name) && !/^npm (?:ci|run build)/.test(name));
    expect([...new Set(left)].sort()).toEqual(elsewhere.sort());
  });
});
