import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { appId } from "#main/desktop/paths";
import { withAddresses } from "../../build/flatpak/manifest.mjs";
import { metainfo } from "../../build/linux/package-files.mjs";
import { releaseChangelog } from "../../build/release/changelog.mjs";
import { files } from "../main/clients/machine";

const root = resolve(import.meta.dirname, "../..");
const file = join(root, `build/flatpak/${appId}.yml`);
const text = readFileSync(file, "utf8");
// As `npm run release` leaves the changelog.
const changelog = releaseChangelog(readFileSync(join(root, "CHANGELOG.md"), "utf8"), "0.1.0", "2026-12-01");
const software = metainfo({ version: "0.1.0", changelog });
const installed = (program: string) => spawnSync(program, ["--version"]).error === undefined;

/** The keys that are used here of those in flatpak-manifest(5); strict, because flatpak-builder ignores unknown ones. */
const sources = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("file"),
    path: z.string().optional(),
    url: z.url().optional(),
    sha256: z.string().length(64).optional(),
    "dest-filename": z.string(),
    "only-arches": z.array(z.enum(["x86_64", "aarch64"])),
  }),
  z.strictObject({ type: z.literal("script"), "dest-filename": z.string(), commands: z.array(z.string()) }),
]);
const schema = z.strictObject({
  id: z.literal(appId),
  runtime: z.literal("org.freedesktop.Platform"),
  "runtime-version": z.string(),
  sdk: z.literal("org.freedesktop.Sdk"),
  base: z.literal("org.electronjs.Electron2.BaseApp"),
  "base-version": z.string(),
  command: z.string(),
  "separate-locales": z.literal(false),
  "rename-icon": z.string(),
  "finish-args": z.array(z.string().regex(/^--(share|socket|device|talk-name|system-talk-name|filesystem)=\S/)),
  modules: z.tuple([
    z.strictObject({
      name: z.string(),
      buildsystem: z.literal("simple"),
      "build-commands": z.array(z.string()),
      sources: z.array(sources),
    }),
  ]),
});
const manifest = schema.parse(parse(text));
const [module] = manifest.modules;

it("the manifest asks for one runtime and its base, and for no whole home folder, bus or device", () => {
  expect(manifest["base-version"]).toBe(manifest["runtime-version"]);
  const asked = manifest["finish-args"];
  expect(new Set(asked).size).toBe(asked.length);
  for (const one of asked) {
    expect(one).not.toMatch(/^--filesystem=(home|host|~|~\/|xdg-config|\/.*)(:|$)/);
    expect(one).not.toMatch(
      /^--(socket=(session|system)-bus|device=all|talk-name=.*\*|talk-name=org\.freedesktop\.Flatpak)/,
    );
  }
});

it("each AI client's file can be reached, but that of Claude Code, which lies in the home folder itself", () => {
  const home = "/home/marta";
  const folders = manifest["finish-args"].flatMap((one) => {
    const folder = /^--filesystem=([^:]+)/.exec(one)?.[1];
    return folder ? [folder.replace(/^~/, home).replace(/^xdg-config/, `${home}/.config`)] : [];
  });
  const reached = (path: string) => folders.some((folder) => path.startsWith(`${folder}/`));
  expect(Object.keys(files).filter((id) => !reached(files[id as keyof typeof files]))).toEqual(["claude-code"]);
});

it("flatpak-builder reads the manifest as it is meant", ({ skip }) => {
  if (!installed("flatpak-builder")) skip("flatpak-builder is not installed");
  // It leaves .flatpak-builder in the folder that it runs in.
  const cwd = mkdtempSync(join(tmpdir(), "flatpak-state-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const shown = JSON.parse(execFileSync("flatpak-builder", ["--show-manifest", file], { cwd, encoding: "utf8" }));
  expect(shown).toMatchObject({ id: appId, "finish-args": manifest["finish-args"] });
  expect(shown.modules[0].sources).toHaveLength(module.sources.length);
});

it("what software centers show of the app is valid", ({ skip }) => {
  expect(software).toContain(`<id>${appId}</id>`);
  expect(software).toContain('<release version="0.1.0"');
  for (const [, file] of software.matchAll(/<image>.*\/(docs\/images\/.*)<\/image>/g))
    expect(existsSync(join(root, file ?? "none")), file).toBe(true);
  expect(readFileSync(join(root, "electron-builder.yml"), "utf8")).toContain(
    `=/usr/share/metainfo/${appId}.metainfo.xml`,
  );
  if (!installed("appstreamcli")) skip("appstreamcli is not installed, so it was not asked");
  const work = mkdtempSync(join(tmpdir(), "punchcard-metainfo-"));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  writeFileSync(join(work, `${appId}.metainfo.xml`), software);
  execFileSync("appstreamcli", ["validate", "--no-net", join(work, `${appId}.metainfo.xml`)]);
});

it("a release's manifest has the address and checksum of each package, and nothing else changes", () => {
  const debs = { "punchcard_1.2.3_amd64.deb": Buffer.from("a"), "punchcard_1.2.3_arm64.deb": Buffer.from("b") };
  const released = schema.parse(parse(withAddresses(text, debs, "https://example.org/v1.2.3")));
  const [ofRelease] = released.modules;
  for (const [at, [name, bytes]] of Object.entries(debs).entries()) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { path: _, ...kept } = module.sources[at] as { path: string };
    expect(ofRelease.sources[at]).toEqual({ ...kept, url: `https://example.org/v1.2.3/${name}`, sha256 });
  }
  expect({ ...released, modules: [{ ...ofRelease, sources: ofRelease.sources.slice(2) }] }).toEqual({
    ...manifest,
    modules: [{ ...module, sources: module.sources.slice(2) }],
  });
  const one = { "punchcard_1.2.3_amd64.deb": Buffer.from("a") };
  expect(() => withAddresses(text, one, "https://example.org")).toThrow("0 packages for arm64");
});

it("its commands make of a Debian package what a Flatpak needs", ({ skip }) => {
  for (const program of ["dpkg-deb", "ar"]) if (!installed(program)) skip(`${program} is not installed`);
  const work = mkdtempSync(join(tmpdir(), "punchcard-flatpak-"));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  const put = (path: string, content: string) => {
    mkdirSync(join(work, path, ".."), { recursive: true });
    writeFileSync(join(work, path), content);
  };
  put("deb/DEBIAN/control", "Package: punchcard\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n");
  put("deb/opt/Punchcard/punchcard", "binary");
  put("deb/usr/share/icons/hicolor/16x16/apps/punchcard.png", "icon");
  put(
    `deb/usr/share/applications/${appId}.desktop`,
    "[Desktop Entry]\nExec=/opt/Punchcard/punchcard %U\nIcon=punchcard\n",
  );
  put(`deb/usr/share/metainfo/${appId}.metainfo.xml`, software);
  execFileSync("dpkg-deb", ["--build", "--root-owner-group", join(work, "deb"), join(work, "punchcard.deb")]);
  for (const source of module.sources)
    if (source.type === "script") put(source["dest-filename"], ["#!/bin/sh", ...source.commands, ""].join("\n"));
  const app = join(work, "app");
  for (const command of module["build-commands"])
    execFileSync("/bin/sh", ["-c", command], { cwd: work, env: { PATH: process.env.PATH, FLATPAK_DEST: app } });
  expect(readFileSync(join(app, `share/applications/${appId}.desktop`), "utf8")).toBe(
    "[Desktop Entry]\nExec=punchcard %U\nIcon=punchcard\n",
  );
  for (const name of ["punchcard/punchcard", "share/icons/hicolor/16x16/apps/punchcard.png"])
    expect(existsSync(join(app, name)), name).toBe(true);
  expect(existsSync(join(app, `share/metainfo/${appId}.metainfo.xml`))).toBe(true);
  for (const name of [manifest.command, "punchcard-mcp"]) {
    expect(statSync(join(app, "bin", name)).mode & 0o111, name).toBe(0o111);
    execFileSync("/bin/sh", ["-n", join(app, "bin", name)]);
  }
});
