import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Lock, missingBinaries, withMissingBinaries } from "../../build/lock-binaries.mjs";

const lockOf = (optionalDependencies: Record<string, string>, others: Lock["packages"] = {}): Lock => ({
  packages: { "": {}, "node_modules/tool": { version: "1.0.0", dev: true, optionalDependencies }, ...others },
});
const completed = (lock: Lock) => withMissingBinaries(lock, missingBinaries(lock)).packages;

describe("package-lock.json", () => {
  it("describes every optional dependency, so that npm ci works on every platform", () => {
    const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8")) as Lock;
    expect(missingBinaries(lock), "run `npm run lock`").toEqual([]);
  });

  it("gets an entry for a missing binary with the platform that its name states", () => {
    const packages = completed(lockOf({ "@tool/linux-x64-musl": "1.2.3", "@tool/win32-arm64-msvc": "1.2.3" }));
    expect(packages["node_modules/@tool/linux-x64-musl"]).toEqual({
      ...{ version: "1.2.3", cpu: ["x64"], dev: true, libc: ["musl"], optional: true, os: ["linux"] },
    });
    expect(packages["node_modules/@tool/win32-arm64-msvc"]).toEqual({
      ...{ version: "1.2.3", cpu: ["arm64"], dev: true, optional: true, os: ["win32"] },
    });
  });

  it("keeps binaries that are described next to the package that asks for them", () => {
    const nested = "node_modules/tool/node_modules/@tool/linux-x64";
    const lock = lockOf({ "@tool/linux-x64": "1.2.3" }, { [nested]: { version: "1.2.3" } });
    expect(missingBinaries(lock)).toEqual([]);
  });

  it("lists the project first and the packages in npm's order, so that npm's next run changes nothing", () => {
    const names = Object.keys(completed(lockOf({ "@tool/linux-x64": "1.2.3" })));
    expect(names).toEqual(["", "node_modules/@tool/linux-x64", "node_modules/tool"]);
  });

  it.each([
    ["a range of versions", { "@tool/linux-x64": "^1.2.3" }, /range/],
    ["a name without a platform", { "@tool/native": "1.2.3" }, /operating system/],
    ["a name with an unknown processor", { "@tool/linux-vax": "1.2.3" }, /processor/],
  ])("is not completed from %s", (_case, dependencies, message) => {
    expect(() => completed(lockOf(dependencies))).toThrow(message);
  });
});
