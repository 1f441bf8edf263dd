/** A day of a company on a team server, simulated: who calls when, and what waits for what. All times in seconds. */

export interface Costs {
  /** Seconds of processor that a replica works for one call. */
  cpu: number;
  /** Statements to the database for one call, and seconds of each. */
  statements: number;
  statementSeconds: number;
  /** Requests to the person's service for one call. */
  upstream: number;
}

export interface Company {
  people: number;
  /** Calls of one person on an ordinary day. */
  calls: number;
  /** Share of them around nine, within `burstSeconds`. */
  burstShare: number;
  burstSeconds: number;
  /** More calls of each person on the first of a month, for reports, over the morning. */
  reports: number;
}

const hour = 3_600;
const [opens, nine, noon, closes] = [8 * hour, 9 * hour, 12 * hour, 18 * hour];

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seconds of the day at which calls come, in order. @param isFirst the first of a month */
export function arrivals(company: Company, isFirst: boolean, seed: number): Float64Array {
  const random = randomOf(seed);
  const { people, calls, burstShare, burstSeconds, reports } = company;
  const burst = Math.round(people * calls * burstShare);
  const usual = people * calls - burst;
  const more = isFirst ? people * reports : 0;
  const times = new Float64Array(burst + usual + more);
  for (let index = 0; index < times.length; index++) {
    if (index < burst) times[index] = nine + random() * burstSeconds;
    else if (index < burst + usual) times[index] = opens + random() * (closes - opens);
    else times[index] = nine + random() * (noon - nine);
  }
  return times.sort();
}

export interface Queue {
  /** Share of the time that is worked, while anything comes. */
  busy: number;
  /** Seconds that a call waits before its turn. */
  median: number;
  p99: number;
  longest: number;
}

/**
 * First come, first served by several alike. Work lasts as long as an exponential variable of that mean.
 * @param times in order
 */
export function queue(times: Float64Array, servers: number, mean: number, seed: number): Queue {
  const random = randomOf(seed);
  const freeAt = new Float64Array(servers);
  const waits = new Float64Array(times.length);
  let worked = 0;
  times.forEach((time, index) => {
    let first = 0;
    for (let server = 1; server < servers; server++) if ((freeAt[server] ?? 0) < (freeAt[first] ?? 0)) first = server;
    const begins = Math.max(time, freeAt[first] ?? 0);
    const work = -Math.log(1 - random()) * mean;
    freeAt[first] = begins + work;
    waits[index] = begins - time;
    worked += work;
  });
  waits.sort();
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  const span = Math.max(...freeAt) - (times[0] ?? 0);
  return { busy: span > 0 ? worked / (servers * span) : 0, median: at(0.5), p99: at(0.99), longest: at(1) };
}

/** The fewest that hold the wait of 99 % under `most` seconds. @returns null: `limit` do not either */
export function fewest(times: Float64Array, mean: number, most: number, seed: number, limit = 200): number | null {
  for (let servers = 1; servers <= limit; servers++) if (queue(times, servers, mean, seed).p99 <= most) return servers;
  return null;
}

export interface Quota {
  /** Calls whose requests did not fit into their hour. */
  late: number;
  /** Seconds that the last of them waits. */
  longest: number;
}

/** One allowance of `perHour` requests for all, each hour anew. @param each requests of one call */
export function quota(times: Float64Array, each: number, perHour: number): Quota {
  let [window, left, late, longest] = [0, perHour, 0, 0];
  for (const time of times) {
    const now = Math.floor(time / hour);
    if (now > window) [window, left] = [now, perHour];
    if (left < each) [window, left] = [window + 1, perHour];
    left -= each;
    const wait = Math.max(0, window * hour - time);
    if (wait > 0) late += 1;
    longest = Math.max(longest, wait);
  }
  return { late, longest };
}
