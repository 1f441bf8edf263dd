import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { isSignedBy } from "#main/updates/signature";
import { finishUpdateFiles } from "../../build/update-files.mjs";

function release(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, read: (name: string) => parse(readFileSync(join(folder, name), "utf8")) };
}
const info = (version: string, url: string) =>
  `version: ${version}\nfiles:\n  - url: ${url}\n    sha512: abc==\n    size: 7\npath: ${url}\nreleaseDate: '2026-11-23T02:00:00.000Z'\n`;
const parts = { "latest-mac-ARM64.yml": info("2.0.0", "a.zip"), "latest-mac-X64.yml": info("2.0.0", "x.zip") };

test("both kinds of Mac are in one description, and every description is signed for the app's key", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const { folder, read } = release({ ...parts, "latest-linux.yml": info("2.0.0", "l.AppImage") });
  finishUpdateFiles(folder, pem);
  expect(readdirSync(folder).sort()).toEqual(["latest-linux.yml", "latest-mac.yml"]);
  expect(read("latest-mac.yml").files).toMatchObject([{ url: "a.zip", size: 7 }, { url: "x.zip" }]);
  const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  for (const name of ["latest-linux.yml", "latest-mac.yml"]) expect(isSignedBy(key, read(name)), name).toBe(true);
});

test("without a key nothing is signed, and parts of two versions are no release", () => {
  const { folder, read } = release({ "latest.yml": info("2.0.0", "setup.exe") });
  finishUpdateFiles(folder, "");
  expect(read("latest.yml")).not.toHaveProperty("signature");
  const mixed = release({ ...parts, "latest-mac-X64.yml": info("1.9.0", "x.zip") });
  expect(() => finishUpdateFiles(mixed.folder, "")).toThrow(/different versions/);
});
