import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, systemClock } from "./clock/clock";
import { whileHeld } from "./held-file";

/** Milliseconds: the holder says in between that it lives, and is taken for dead after some of these are missed. */
const usual = { beat: 1_000, stale: 8_000, pause: 25 };

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** @returns whether it is ours now */
async function take(file: string, mark: string): Promise<boolean> {
  try {
    // Windows refuses a name for as long as it is being deleted.
    await whileHeld(() => writeFile(file, mark, { flag: "wx", mode: 0o600 }));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (codeOf(error) !== "ENOENT") throw error;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return take(file, mark);
  }
}

/** What was done stays done: a lock that a scanner holds is taken away by whoever waits for it, when it is old. */
const release = (file: string) => whileHeld(() => rm(file, { force: true })).catch(() => undefined);

/**
 * Tells, asked again and again, whether whoever holds the lock is dead: they showed no sign of life while we looked. By our
 * own looking, since a mark is also old after the computer slept or its clock was set, while its holder lives; and one
 * from the future (a clock that was set back) would never get old.
 */
function watch(file: string, { beat, stale }: typeof usual, clock: Clock): () => Promise<boolean> {
  let seen = "";
  let last = clock.elapsed();
  let silent = 0;
  return async () => {
    const found = await stat(file).catch(() => null);
    const now = clock.elapsed();
    const sign = found ? `${found.ino} ${found.mtimeMs}` : "";
    // Time in which we did not run ourselves counts little: neither did they, perhaps.
    silent = found && sign === seen ? silent + Math.min(now - last, beat) : 0;
    last = now;
    seen = sign;
    if (!found) return false;
    const old = Math.abs(clock.now() - found.mtimeMs) > stale;
    return silent > (old ? 3 * beat : stale);
  };
}

/**
 * Only one process of this computer at a time does the work; the others wait. The lock of a process that died is taken
 * away by whoever finds it, one at a time: two that find it together must not each take the other's new one away. Not
 * proper-lockfile: it judges by the clock alone, and would break a living lock after sleep or a clock that was set.
 * @throws errors of the file system: without a lock nothing is done
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  times: Partial<typeof usual> = {},
  clock: Clock = systemClock,
): Promise<T> {
  const all = { ...usual, ...times };
  const mark = `${process.pid} ${randomUUID()}`;
  const breaking = `${file}.break`;
  const [isDead, isBreakerDead] = [watch(file, all, clock), watch(breaking, all, clock)];
  while (!(await take(file, mark))) {
    if ((await isDead()) && (await take(breaking, mark))) {
      if (await isDead()) await rm(file, { force: true });
      await rm(breaking, { force: true });
    } else if (await isBreakerDead()) await rm(breaking, { force: true });
    else await clock.pause(all.pause);
  }
  const stopBeating = clock.every(all.beat, () => {
    const now = new Date(clock.now());
    return utimes(file, now, now).catch(() => undefined);
  });
  try {
    return await work();
  } finally {
    stopBeating();
    // Whoever took us for dead (the computer slept) has a lock of its own there now.
    if ((await readFile(file, "utf8").catch(() => "")) === mark) await release(file);
  }
}
