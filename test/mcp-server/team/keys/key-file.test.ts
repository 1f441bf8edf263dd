import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { beginKeyFile, newMasterKey, readKeyFile, writeKeyFile } from "#team/keys/key-file";

const folder = mkdtempSync(join(tmpdir(), "pc-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);
const asNobody = process.getuid?.() === 0;

test("makes a key file that only its owner can read, and reads it again", () => {
  const keys = beginKeyFile(file("new/team.key"));
  expect(keys).toHaveLength(1);
  expect(keys[0]?.key).toHaveLength(32);
  expect(statSync(file("new/team.key")).mode & 0o777).toBe(0o600);
  expect(readKeyFile(file("new/team.key"))).toEqual(keys);
  expect(beginKeyFile(file("new/team.key"))).toEqual(keys);
});

test("keeps the order of the ring", () => {
  const ring = [newMasterKey(), newMasterKey()];
  writeKeyFile(file("ring.key"), ring);
  expect(readKeyFile(file("ring.key"))).toEqual(ring);
});

test("tells a file that is not there from one that cannot be read", () => {
  expect(readKeyFile(file("none.key"))).toBeUndefined();
  expect(() => readKeyFile(folder)).toThrow("key file");
  expect(() => readKeyFile(join(file("ring.key"), "below"))).toThrow("cannot be read (ENOTDIR)");
});

test.each([0o640, 0o604, 0o644, 0o660, 0o602, 0o601])("refuses a key file with mode %o", (mode) => {
  const name = file(`mode-${mode}`);
  writeKeyFile(name, [newMasterKey()]);
  chmodSync(name, mode);
  expect(() => readKeyFile(name)).toThrow(`can be read by others (mode 0${mode.toString(8)})`);
});

test.skipIf(!asNobody)("takes a mounted secret that the group reads, through a link", async () => {
  const name = file("mounted");
  writeKeyFile(name, [newMasterKey()]);
  const { chownSync } = await import("node:fs");
  chownSync(name, 12_345, 0);
  chmodSync(name, 0o440);
  symlinkSync(name, file("link"));
  expect(readKeyFile(file("link"))).toHaveLength(1);
  chmodSync(name, 0o444);
  expect(() => readKeyFile(file("link"))).toThrow("can be read by others");
});

const good = { kid: "aaaaaaaa", key: Buffer.alloc(32, 7).toString("base64url") };
test.each([
  ["empty", ""],
  ["no JSON", "canary"],
  ["cut off", JSON.stringify({ format: "punchcard-keys-1", keys: [good] }).slice(0, 60)],
  ["no key", JSON.stringify({ format: "punchcard-keys-1", keys: [] })],
  ["a short key", JSON.stringify({ format: "punchcard-keys-1", keys: [{ ...good, key: "AAAA" }] })],
  ["an id with a dot", JSON.stringify({ format: "punchcard-keys-1", keys: [{ ...good, kid: "aaaa.aaaa" }] })],
  ["two keys of one id", JSON.stringify({ format: "punchcard-keys-1", keys: [good, good] })],
  ["another format", JSON.stringify({ format: "punchcard-keys-2", keys: [good] })],
])("refuses a key file that is wrong: %s", (_, text) => {
  writeFileSync(file("wrong"), text, { mode: 0o600 });
  let said = "";
  try {
    readKeyFile(file("wrong"));
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toMatch(/key file/);
  expect(said).not.toMatch(/canary|BwcH/);
});

test("says where it cannot write", () => {
  writeFileSync(file("a-file"), "");
  expect(() => beginKeyFile(join(file("a-file"), "team.key"))).toThrow(/cannot be written \(E/);
  expect(existsSync(file("a-file"))).toBe(true);
  expect(readFileSync(file("a-file"), "utf8")).toBe("");
});
