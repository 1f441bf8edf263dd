import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own in memory, small enough to be really full. */
export interface SmallDisk {
  folder: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** @returns null where this user may not mount, which is said in one line */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "pc-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=777`, "tmpfs", folder], { stdio: "pipe" });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write("This user may not mount a file system: what happens on a full disk is left out.\n");
    return null;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill() {
      const handle = openSync(filler, "w");
      // Large pieces first, then the rest to its last page.
      for (const size of [1024 * 1024, 4096]) writeUntilFull(handle, Buffer.alloc(size));
      closeSync(handle);
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(handle: number, piece: Buffer): void {
  try {
    while (writeSync(handle, piece) === piece.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
