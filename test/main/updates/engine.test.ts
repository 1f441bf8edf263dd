import { generateKeyPairSync, sign } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemOf, type UpdateProblem } from "#main/updates/problem";
import { signedText } from "#main/updates/signature";
import { appImageName, newContent, oldContent, type Release, sha512, updaterOf } from "./stand-in-electron";

const failing = (work: Promise<unknown>): Promise<UpdateProblem | null> => work.then(() => null, problemOf);
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
const signature = (version: string, hash = sha512(newContent)) => {
  const text = signedText({ version, files: [{ url: appImageName, sha512: hash }] });
  return `signature: ${sign(null, Buffer.from(text), privateKey).toString("base64")}\n`;
};

test("a new version is found, downloaded and put in place under the old one's name", async () => {
  const { engine, appImage, headers } = await updaterOf({});
  expect(await engine.check()).toEqual({ version: "2.0.0", notes: ["Faster"] });
  const percents: number[] = [];
  await engine.download((percent) => void percents.push(percent));
  expect(readFileSync(appImage, "utf8")).toBe(oldContent);
  expect(await engine.install()).toBe(true);
  expect(readFileSync(appImage, "utf8")).toBe(newContent);
  expect(statSync(appImage).mode & 0o777).toBe(0o755);
  expect(readdirSync(join(appImage, ".."))).toEqual(["Punchcard.AppImage"]);
  // Nobody has to know which computer asks.
  expect(headers.map((sent) => sent["x-user-staging-id"] ?? "")).toEqual(headers.map(() => ""));
});

test.each<[string, Release]>([
  ["the same version", { version: "1.0.0" }],
  ["an older version", { version: "0.9.0" }],
  ["a version for other computers yet", { more: "stagingPercentage: 0\n" }],
])("%s is no update", async (_name, release) => {
  const { engine, asked } = await updaterOf(release);
  expect(await engine.check()).toBeNull();
  expect(asked).toEqual(["/latest-linux.yml"]);
  expect(await failing(engine.download(() => undefined))).toBe("other");
});

test("a version for every computer is one for this one", async () => {
  const { engine } = await updaterOf({ more: "stagingPercentage: 100\n" });
  expect(await engine.check()).toMatchObject({ version: "2.0.0" });
});

test.each<[string, Release, UpdateProblem]>([
  ["is no YAML", { yml: "version: [2.0\n" }, "malformed"],
  ["is empty", { yml: "" }, "malformed"],
  ["names no file", { yml: "version: 2.0.0\n" }, "malformed"],
  ["names a file without a hash", { yml: `version: 2.0.0\nfiles:\n  - url: ${appImageName}\n` }, "malformed"],
  ["names no version", { version: "newest" }, "malformed"],
  [
    "names a file that is far too large",
    { yml: `version: 2.0.0\nfiles:\n  - url: ${appImageName}\n    sha512: x\n    size: 9000000000\n` },
    "too_large",
  ],
])("a description that %s is refused", async (_name, release, problem) => {
  const { engine, asked } = await updaterOf(release);
  expect(await failing(engine.check())).toBe(problem);
  expect(asked).toEqual(["/latest-linux.yml"]);
});

test.each<[string, Release, UpdateProblem[]]>([
  ["another content than was announced", { sha512: sha512("other") }, ["checksum"]],
  [
    "a download that is cut",
    {
      serve: (response) => {
        response.writeHead(200, { "content-length": newContent.length });
        response.write(newContent.slice(0, 100), () => response.destroy());
      },
    },
    ["offline", "checksum"],
  ],
  ["a file that is not there", { serve: (response) => void response.writeHead(404).end() }, ["unavailable"]],
  ["a server that is broken", { serve: (response) => void response.writeHead(500).end() }, ["unavailable"]],
])("%s leaves the old version, and nothing to install", async (_name, release, problems) => {
  const { engine, appImage } = await updaterOf(release);
  await engine.check();
  expect(problems).toContain(await failing(engine.download(() => undefined)));
  expect(await failing(engine.install())).toBe("other");
  expect(readFileSync(appImage, "utf8")).toBe(oldContent);
});

test("what was changed in the folder of downloads after the check is not installed", async () => {
  const { engine, appImage, folder } = await updaterOf({});
  await engine.check();
  await engine.download(() => undefined);
  const pending = join(folder, "cache", "punchcard-updater", "pending");
  writeFileSync(join(pending, appImageName), "#!/bin/sh\necho evil\n");
  expect(await failing(engine.install())).toBe("checksum");
  expect(readFileSync(appImage, "utf8")).toBe(oldContent);
  expect(readdirSync(join(appImage, ".."))).toEqual(["Punchcard.AppImage"]);
});

test("a version that was taken back after the download is not installed", async () => {
  const release: Release = {};
  const { engine, appImage } = await updaterOf(release);
  await engine.check();
  await engine.download(() => undefined);
  release.version = "1.0.0";
  expect(await engine.check()).toBeNull();
  expect(await failing(engine.install())).toBe("other");
  expect(readFileSync(appImage, "utf8")).toBe(oldContent);
});

test("no connection is told as that", async () => {
  const { engine, stop } = await updaterOf({ serve: (response) => void response.destroy() });
  await engine.check();
  expect(await failing(engine.download(() => undefined))).toBe("offline");
  stop();
  expect(await failing(engine.check())).toBe("offline");
});

test.each<[string, string, UpdateProblem | null]>([
  ["by our key", signature("2.0.0"), null],
  ["for another version", signature("3.0.0"), "signature"],
  ["for another file", signature("2.0.0", sha512("other")), "signature"],
  ["with nothing", "", "signature"],
  ["with what is no signature", "signature: 7\n", "signature"],
  ["with an empty one", 'signature: ""\n', "signature"],
])("where releases are signed, one that is signed %s says %s %s", async (_name, more, problem) => {
  const { engine, asked } = await updaterOf({ more }, { publicKey: key });
  expect(await failing(engine.check())).toBe(problem);
  expect(asked).toEqual(["/latest-linux.yml"]);
});

test("a key that cannot be read signs nothing", async () => {
  const { engine } = await updaterOf({ more: signature("2.0.0") }, { publicKey: "AAAA" });
  expect(await failing(engine.check())).toBe("signature");
});
