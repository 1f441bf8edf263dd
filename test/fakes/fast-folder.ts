import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const enough = 500_000_000;

/** Memory where the system has enough of it: databases wait for the disk after each write, thousands of times in a test. */
export function fastPlace(): string {
  try {
    accessSync("/dev/shm", constants.W_OK);
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > enough ? "/dev/shm" : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** A folder of its own, removed with the test. Nothing in it is run, and no test of disks or permissions is made in it. */
export function fastFolder(name: string): string {
  const folder = mkdtempSync(join(fastPlace(), `punchcard-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
