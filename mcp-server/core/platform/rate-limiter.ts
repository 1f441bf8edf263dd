import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ServiceError } from "../domain/errors";
import type { RateLimit, RateLimiter } from "../domain/ports";
import { writeWhole } from "./atomic-file";
import { tellWait } from "./call-context";
import { type Clock, systemClock } from "./clock/clock";
import { withLock } from "./file-lock";
import { privateFolder } from "./private-folder";

/** Milliseconds: holding it takes a few, so whoever is silent for long is dead sooner than others are. */
const lockTimes = { beat: 300, stale: 2_000, pause: 5 };
/** Told to whoever waits only from here on, in seconds: shorter pauses are nobody's business. */
const toldFrom = 1;

/** How many requests began in a bucket: its start in milliseconds since 1970, and their number. */
type Bucket = [start: number, requests: number];
export type Held = Record<string, Bucket[]>;
/** A window is counted in so many buckets, so that the file stays small whatever the limit. */
const bucketsPerWindow = 60;

/** Where counts are kept that several processes share. */
export interface SharedCounts {
  /**
   * Runs it on what is counted, alone: nobody else reads or writes meanwhile, or it runs again on what they wrote.
   * @param work returns what is counted from now on; null: nothing changes
   */
  update(work: (held: Held) => Held | null, signal: AbortSignal | undefined): Promise<void>;
}

/**
 * Counts requests in `<home>/rate-limits/<account>.json`, which all our processes of the account share under a lock file beside
 * it. A count that cannot be kept (read-only home) holds nobody back: the service's own 429 is still there.
 * @param now the time at which a request counts, in milliseconds since 1970
 * @param clock measures waits and the age of the lock file
 */
export function openRateLimiter(
  home: string,
  accountId: string,
  now: () => number = Date.now,
  clock: Clock = systemClock,
): RateLimiter {
  const folder = join(home, "rate-limits");
  const file = join(folder, `${accountId}.json`);

  async function read(): Promise<Held> {
    try {
      return heldIn(JSON.parse(await readFile(file, "utf8")));
    } catch {
      return {};
    }
  }
  const counts: SharedCounts = {
    async update(work, signal) {
      privateFolder(folder);
      const step = async () => {
        signal?.throwIfAborted();
        const held = work(await read());
        if (held) await writeWhole(file, JSON.stringify(held));
      };
      await withLock(`${file}.lock`, step, lockTimes, clock);
    },
  };
  return createRateLimiter(counts, now, clock);
}

/** What was written as counts; anything else counts nothing. */
export const heldIn = (data: unknown): Held =>
  typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Held) : {};

/** Keeps all who share these counts together below the limits. An error with a `code` of the counts holds nobody back. */
export function createRateLimiter(
  counts: SharedCounts,
  now: () => number,
  clock: Pick<Clock, "pause"> = systemClock,
): RateLimiter {
  /** Milliseconds until one more fits into every limit, and the limit that it waits for; 0: it was counted. */
  async function tryOnce(
    limits: readonly RateLimit[],
    signal: AbortSignal | undefined,
  ): Promise<{ wait: number; limit?: RateLimit }> {
    let longest: { wait: number; limit?: RateLimit } = { wait: 0 };
    await counts.update((held) => {
      const time = now();
      longest = { wait: 0 };
      for (const limit of limits) {
        const buckets = current(held[limit.name], limit, time);
        held[limit.name] = buckets;
        const wait = untilRoom(buckets, limit, time);
        if (wait > longest.wait) longest = { wait, limit };
      }
      if (longest.wait > 0) return null;
      for (const { name, seconds } of limits) count(held[name] ?? [], bucketLength(seconds), time);
      return held;
    }, signal);
    return longest;
  }

  return {
    async take(limits, call = {}) {
      for (;;) {
        let wait: number;
        let limit: RateLimit | undefined;
        try {
          ({ wait, limit } = await tryOnce(limits, call.signal));
        } catch (error) {
          if (call.signal?.aborted) throw call.signal.reason;
          if ((error as NodeJS.ErrnoException).code === undefined) throw error;
          return;
        }
        if (wait === 0) return;
        if (limit && wait > (call.longestSeconds ?? Number.POSITIVE_INFINITY) * 1000) throw usedUp(limit, wait);
        if (wait >= toldFrom * 1000) {
          call.waits?.(Math.ceil(wait / 1000));
          tellWait(Math.ceil(wait / 1000));
        }
        const { signal } = call;
        await clock.pause(Math.min(wait, 60_000), signal).catch(() => signal?.throwIfAborted());
      }
    },
  };
}

function usedUp({ count: most, seconds }: RateLimit, wait: number): ServiceError {
  const window = seconds >= 86_400 ? "a day" : seconds >= 3_600 ? "an hour" : `${seconds} seconds`;
  const minutes = Math.ceil(wait / 60_000);
  return new ServiceError(
    "rate_limited",
    `Punchcard has sent the ${most} requests that the service takes in ${window}.`,
    {
      retryAfter: Math.ceil(wait / 1000),
      next: `Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    },
  );
}

const bucketLength = (seconds: number) => (seconds * 1000) / bucketsPerWindow;

/** Buckets that still count. What lies in the future was written before the clock was set back. */
function current(buckets: unknown, { seconds }: RateLimit, time: number): Bucket[] {
  if (!Array.isArray(buckets)) return [];
  const length = bucketLength(seconds);
  return buckets.filter(
    (one): one is Bucket =>
      Array.isArray(one) && one.length === 2 && one[0] + length + seconds * 1000 > time && one[0] <= time && one[1] > 0,
  );
}

/** A bucket counts until its youngest request is a window old, so never too little is counted. */
function untilRoom(buckets: Bucket[], { count: most, seconds }: RateLimit, time: number): number {
  let total = buckets.reduce((sum, [, requests]) => sum + requests, 0);
  let wait = 0;
  for (const [start, requests] of buckets) {
    if (total < most) break;
    total -= requests;
    wait = start + bucketLength(seconds) + seconds * 1000 - time;
  }
  return Math.max(0, Math.ceil(wait));
}

function count(buckets: Bucket[], length: number, time: number): void {
  const start = Math.floor(time / length) * length;
  const last = buckets.at(-1);
  if (last?.[0] === start) last[1] += 1;
  else buckets.push([start, 1]);
}
