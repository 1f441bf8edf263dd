import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Milliseconds: the holder says in between that it lives, and is taken for dead after some of these are missed. */
const usual = { beat: 1_000, stale: 8_000, pause: 25 };

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** @returns whether it is ours now */
async function take(file: string, mark: string): Promise<boolean> {
  try {
    await writeFile(file, mark, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (codeOf(error) !== "ENOENT") throw error;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return take(file, mark);
  }
}

const ageOf = async (file: string) => Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? Date.now());

/**
 * Only one process of this computer at a time does the work; the others wait. For work of seconds (a request), unlike the
 * counting of pace.ts. The lock of a process that died is taken away by whoever finds it, one at a time: two that find it
 * together must not each take the other's new one away.
 * @throws errors of the file system: without a lock nothing is done
 */
export async function withLock<T>(file: string, work: () => Promise<T>, times: Partial<typeof usual> = {}): Promise<T> {
  const { beat, stale, pause } = { ...usual, ...times };
  const mark = `${process.pid} ${randomUUID()}`;
  const breaking = `${file}.break`;
  while (!(await take(file, mark))) {
    if ((await ageOf(file)) > stale && (await take(breaking, mark))) {
      if ((await ageOf(file)) > stale) await rm(file, { force: true });
      await rm(breaking, { force: true });
    } else if ((await ageOf(breaking)) > stale) await rm(breaking, { force: true });
    else await sleep(pause);
  }
  const beating = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, beat);
  try {
    return await work();
  } finally {
    clearInterval(beating);
    // Whoever took us for dead (the computer slept) has a lock of its own there now.
    if ((await readFile(file, "utf8").catch(() => "")) === mark) await rm(file, { force: true });
  }
}
