import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as promises from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { problemOf } from "#main/updates/problem";
import { type ReplaceFiles, replaceAppImage } from "#main/updates/replace-app-image";
import { newContent, oldContent, sha512 } from "./stand-in-electron";

function folder() {
  const made = mkdtempSync(join(tmpdir(), "punchcard-replace-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  const [target, source] = [join(made, "Punchcard.AppImage"), join(made, "download")];
  writeFileSync(target, oldContent);
  writeFileSync(source, newContent);
  return { made, target, source };
}

test("a link stays a link, and what it leads to is the new version", async () => {
  const { made, target, source } = folder();
  const link = join(made, "link.AppImage");
  symlinkSync(target, link);
  await replaceAppImage(link, source, sha512(newContent));
  expect(readlinkSync(link)).toBe(target);
  expect(readFileSync(target, "utf8")).toBe(newContent);
});

test.each<[keyof ReplaceFiles, string, string]>([
  ["copyFile", "ENOSPC", "disk_full"],
  ["copyFile", "EACCES", "read_only"],
  ["chmod", "EPERM", "read_only"],
  ["rename", "EROFS", "read_only"],
])("where %s fails with %s the old version stays and nothing is left beside it", async (call, code, problem) => {
  const { made, target, source } = folder();
  const fails = async (...args: unknown[]) => {
    // As a full disk does it: a part is there.
    if (call === "copyFile") writeFileSync(args[1] as string, "half");
    throw Object.assign(new Error(code), { code });
  };
  const work = replaceAppImage(target, source, sha512(newContent), { ...promises, [call]: fails });
  expect(await work.then(() => null, problemOf)).toBe(problem);
  expect(readFileSync(target, "utf8")).toBe(oldContent);
  expect(readdirSync(made).sort()).toEqual(["Punchcard.AppImage", "download"]);
});
