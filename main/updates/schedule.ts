const day = 24 * 3_600_000;
/** Nobody waits for it, and whoever has just started the computer needs it for something else. */
const afterStart = 60_000;
/** So that not all computers of a company ask in the same minute. */
const mostJitter = 30 * 60_000;
/** Milliseconds after which it is tried again while Punchcard is in the middle of something. */
export const whileBusy = 60_000;

/**
 * Milliseconds until the next look for updates: a day after the last, and never right at the start.
 * @param checkedAt when it was last looked, in milliseconds; null: never. One in the future was another clock's
 * @param random from 0 to 1
 */
export function untilCheck(checkedAt: number | null, now: number, random: number): number {
  const due = checkedAt === null || checkedAt > now ? now : checkedAt + day;
  return Math.max(due - now, afterStart) + Math.floor(random * mostJitter);
}
