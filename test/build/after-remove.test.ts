import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

const script = readFileSync(resolve(import.meta.dirname, "../../build/linux/after-remove.sh"), "utf8");

/** Runs the script of a package in a folder that stands for `/`. @returns whether link and AppArmor profile remain */
function runAs(reason: string): [boolean, boolean] {
  const root = mkdtempSync(join(tmpdir(), "punchcard-after-remove-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [link, profile] = [join(root, "usr/bin/punchcard"), join(root, "etc/apparmor.d/punchcard")];
  for (const file of [link, profile]) mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(join(root, "program"), "");
  symlinkSync(join(root, "program"), link);
  writeFileSync(profile, "profile");
  const moved = script
    .replaceAll("/usr/bin/punchcard", link)
    .replaceAll("/etc/apparmor.d/punchcard", profile)
    .replaceAll("= /opt/Punchcard/punchcard", `= ${join(root, "program")}`)
    // The system's own alternatives and profiles stay out of it.
    .replaceAll(/command -v \S+/g, "false");
  expect(spawnSync("sh", ["-c", moved, "after-remove", reason]).status).toBe(0);
  return [existsSync(link), existsSync(profile)];
}

describe.skipIf(process.platform === "win32")("after the package's files were removed", () => {
  it.each(["remove", "purge", "0"])("link and profile go: %s", (reason) => {
    expect(runAs(reason)).toEqual([false, false]);
  });

  it.each(["upgrade", "1", "2", ""])("an update keeps them: %j", (reason) => {
    expect(runAs(reason)).toEqual([true, true]);
  });
});
