import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { appId } from "#main/desktop/paths";
import { addRuntime, nativeFolders, tidyLinux } from "../../build/after-pack.mjs";
import { signingArguments, signingEnvironment } from "../../build/signing.mjs";

/** What only another system would show, held by reading: docs/reference/platforms.md names where each fact comes from. */
const root = resolve(import.meta.dirname, "../..");
const text = (file: string) => readFileSync(join(root, file), "utf8");
const config = parse(text("electron-builder.yml"));

describe("electron-builder.yml", () => {
  it("is accepted by electron-builder's own schema", () => {
    const schema = JSON.parse(text("node_modules/app-builder-lib/scheme.json"));
    const check = new Ajv({ strict: false, allErrors: true }).compile(schema);
    check(config);
    expect(check.errors).toBeNull();
  });

  it("names no file with a blank, which GitHub would rename and updates would not find", () => {
    for (const target of [config.linux, config.deb, config.rpm, config.mac, config.nsis]) {
      expect(target.artifactName).toMatch(/^[\w.${}-]+$/);
      // Two processors write into one release.
      expect(target.artifactName).toContain("${arch}");
    }
  });

  it("ships the languages of the app only, licenses, and no tile in the Dock", () => {
    expect(config.electronLanguages).toEqual(["en-US", "de", "pl"]);
    expect(config.extraResources).toContain("LICENSE");
    expect(JSON.stringify(config.extraResources)).toContain("THIRD-PARTY-NOTICES.txt");
    expect(config.mac).toMatchObject({
      extendInfo: { LSUIElement: true },
      entitlements: "build/mac/entitlements.plist",
    });
    expect(text(config.mac.entitlements).match(/<key>(.*)<\/key>/g)).toEqual([
      "<key>com.apple.security.cs.allow-jit</key>",
    ]);
  });

  it("describes the Linux packages in a summary and a sentence, which the menu entry shows on one line", () => {
    const { synopsis, description } = config.linux;
    expect(synopsis).not.toMatch(/\.$|\n/);
    expect(description).toMatch(/^[^\n]+\.$/);
    expect(description).not.toContain(synopsis);
  });

  it("leaves out the renderer that no window uses, and makes libraries plain files", () => {
    const folder = mkdtempSync(join(tmpdir(), "punchcard-pack-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "resources/a"), { recursive: true });
    const names = ["libvk_swiftshader.so", "libvulkan.so.1", "libffmpeg.so", "resources/a/b.node", "punchcard"];
    for (const name of names) writeFileSync(join(folder, name), "x", { mode: 0o755 });
    tidyLinux(folder);
    const modes = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mode);
    expect(modes).toEqual([undefined, undefined, 0o100644, 0o100644, 0o100755]);
  });

  it("states every fuse that electron-builder knows", () => {
    const { properties } = JSON.parse(text("node_modules/app-builder-lib/scheme.json")).definitions.FuseOptionsV1;
    expect(config.electronFuses).toEqual({
      runAsNode: true,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
    expect(Object.keys(config.electronFuses).sort()).toEqual(Object.keys(properties).sort());
  });

  it("packs an AppImage that needs no libfuse2, and no archive that cannot have a sandbox", () => {
    expect(config.toolsets.appimage).toBe("1.0.3");
    expect(config.linux.target).toEqual(["deb", "rpm", "AppImage"]);
  });

  it("packs for Windows only what both native modules have a binary for", () => {
    const { arch } = config.win.target[0];
    for (const name of ["libsql", "@napi-rs/keyring"]) {
      const { optionalDependencies } = JSON.parse(text(`node_modules/${name}/package.json`));
      const built = Object.keys(optionalDependencies).flatMap((one) => /win32-(\w+)-msvc$/.exec(one)?.[1] ?? []);
      expect(built, name).toEqual(expect.arrayContaining(arch));
    }
  });

  // electron-builder packs no .deb without the first two (app-builder-lib, FpmTarget), wherever the clone came from.
  it("packs a Debian package from any clone, which takes clients' entries along when it goes", () => {
    expect(JSON.parse(text("package.json")).homepage).toMatch(/^https:\/\/\S+$/);
    expect(config.linux.maintainer).toMatch(/^.+ <\S+@\S+>$/);
    for (const packer of [config.deb, config.rpm]) {
      const hook = /--before-remove=(\S+)/.exec(packer.fpm.join(" "))?.[1] ?? "none";
      expect(statSync(join(root, hook)).mode & 0o111).not.toBe(0);
    }
  });
});

it("the app tells systems the same id as the package", () => {
  expect(appId).toBe(config.appId);
});

describe("signing", () => {
  it("signs ad hoc and without the hardened runtime on a Mac that has no certificate", () => {
    expect(signingArguments("darwin", {})).toEqual(["-c.mac.identity=-", "-c.mac.hardenedRuntime=false"]);
  });

  it.each([{ CSC_LINK: "file:///c.p12" }, { CSC_NAME: "Punchcard" }])("leaves signing to a certificate: %j", (env) => {
    expect(signingArguments("darwin", env)).toEqual([]);
  });

  it("writes the text of Apple's key to a private file, because notarytool reads a file", () => {
    const secrets = { CSC_LINK: "x", APPLE_API_KEY: "-----BEGIN PRIVATE KEY-----\nabc", APPLE_API_KEY_ID: "K1" };
    expect(signingEnvironment(secrets).env).toEqual({ CSC_LINK: "x" });
    const { env, folder } = signingEnvironment({ ...secrets, APPLE_API_ISSUER: "I" });
    try {
      expect(env.APPLE_API_KEY).toBe(join(folder ?? "", "AuthKey_K1.p8"));
      expect(readFileSync(env.APPLE_API_KEY ?? "", "utf8")).toBe("-----BEGIN PRIVATE KEY-----\nabc\n");
      if (process.platform !== "win32") expect(statSync(env.APPLE_API_KEY ?? "").mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder ?? "", { recursive: true });
    }
  });

  it("signs for Windows with Azure Trusted Signing where all of it is set, and stops where a part is missing", () => {
    const names = ["ENDPOINT", "ACCOUNT", "PROFILE", "PUBLISHER"].map((name) => `AZURE_SIGNING_${name}`);
    const all = [...names, "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"].map((name) => [name, name]);
    expect(signingArguments("win32", Object.fromEntries(all))).toEqual([
      "-c.win.azureSignOptions.endpoint=AZURE_SIGNING_ENDPOINT",
      "-c.win.azureSignOptions.codeSigningAccountName=AZURE_SIGNING_ACCOUNT",
      "-c.win.azureSignOptions.certificateProfileName=AZURE_SIGNING_PROFILE",
      "-c.win.azureSignOptions.publisherName=AZURE_SIGNING_PUBLISHER",
    ]);
    expect(() => signingArguments("win32", Object.fromEntries(all.slice(1)))).toThrow("AZURE_SIGNING_ENDPOINT not set");
  });

  it.each(["linux", "win32"])("asks nothing of a Mac's signature on %s", (platform) => {
    expect(signingArguments(platform, {})).toEqual([]);
  });
});

describe("the C runtime of Windows", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "punchcard-pack-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const module = (path: string) => {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, "index.node"), "MZ");
  };
  const redist = () => {
    mkdirSync(join(folder, "redist"));
    writeFileSync(join(folder, "redist/vcruntime140.dll"), "the runtime");
    return join(folder, "redist");
  };

  it("lies beside each native module", () => {
    module("app/@libsql/win32-x64-msvc");
    module("app/@napi-rs/keyring-win32-x64-msvc");
    addRuntime(join(folder, "app"), redist());
    for (const one of nativeFolders(join(folder, "app")))
      expect(readFileSync(join(one, "vcruntime140.dll"), "utf8")).toBe("the runtime");
    expect(nativeFolders(join(folder, "app"))).toHaveLength(2);
  });

  it("stops packing where Visual Studio's file is not there", () => {
    module("app");
    expect(() => addRuntime(join(folder, "app"), undefined)).toThrow(/PUNCHCARD_VC_REDIST.*vcruntime140\.dll/);
    expect(() => addRuntime(join(folder, "app"), folder)).toThrow(/vcruntime140\.dll/);
  });

  it("stops packing where no native module was unpacked", () => {
    mkdirSync(join(folder, "app"));
    expect(() => addRuntime(join(folder, "app"), redist())).toThrow(/no native module/);
    expect(() => addRuntime(join(folder, "none"), join(folder, "redist"))).toThrow(/no native module/);
  });

  it("is put there by electron-builder's own call, for Windows only", async () => {
    const { default: afterPack } = await import(createRequire(import.meta.url).resolve(`../../${config.afterPack}`));
    module("win/resources/app.asar.unpacked");
    process.env.PUNCHCARD_VC_REDIST = redist();
    try {
      afterPack({ electronPlatformName: "linux", appOutDir: join(folder, "win") });
      expect(nativeFolders(join(folder, "win"))).toHaveLength(1);
      expect(() => statSync(join(folder, "win/resources/app.asar.unpacked/vcruntime140.dll"))).toThrow(/ENOENT/);
      afterPack({ electronPlatformName: "win32", appOutDir: join(folder, "win") });
      expect(statSync(join(folder, "win/resources/app.asar.unpacked/vcruntime140.dll")).size).toBe(11);
    } finally {
      delete process.env.PUNCHCARD_VC_REDIST;
    }
  });
});
