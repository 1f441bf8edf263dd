import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { compressingTools, xzOptions } from "../../build/linux/compression.mjs";

const onLinux = it.skipIf(process.platform !== "linux");

onLinux(
  "packs an AppImage in large blocks at zstd's highest level, with electron-builder's other tools unchanged",
  () => {
    const source = mkdtempSync(join(tmpdir(), "punchcard tools "));
    onTestFinished(() => rmSync(source, { recursive: true }));
    mkdirSync(join(source, "runtimes"));
    mkdirSync(join(source, "lib/x64"), { recursive: true });
    writeFileSync(join(source, "runtimes/runtime-x64"), "the runtime");
    for (const name of ["mksquashfs", "desktop-file-validate"])
      writeFileSync(join(source, name), `#!/bin/sh\necho "$0" "$@"\n`, { mode: 0o755 });
    const folder = compressingTools(source);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const run = (name: string) => execFileSync(join(folder, name), ["a b", "-comp", "zstd"], { encoding: "utf8" });
    expect(run("mksquashfs")).toBe(`${source}/mksquashfs a b -comp zstd -Xcompression-level 22 -b 1M\n`);
    expect(run("desktop-file-validate")).toBe(`${source}/desktop-file-validate a b -comp zstd\n`);
    expect(readFileSync(join(folder, "runtimes/runtime-x64"), "utf8")).toBe("the runtime");
  },
);

onLinux("names options that xz takes from its environment, with a filter for code on x86 only", () => {
  for (const arch of ["x64", "arm64"]) {
    const packed = execFileSync("xz", ["--stdout"], {
      input: "text",
      env: { ...process.env, XZ_OPT: xzOptions(arch) },
    });
    expect(execFileSync("xz", ["--decompress", "--stdout"], { input: packed, encoding: "utf8" })).toBe("text");
    const file = execFileSync("sh", ["-c", 'cat > "$0"; xz --list --verbose --verbose "$0"; rm "$0"', tmpFile()], {
      input: packed,
      encoding: "utf8",
    });
    expect(file.includes("--x86")).toBe(arch === "x64");
  }
});

function tmpFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-xz-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "a.xz");
}
