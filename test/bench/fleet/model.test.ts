import { describe, expect, test } from "vitest";
import * as fc from "../../property";
import { arrivals, type Company, fewest, queue, quota, randomOf } from "./model";

const company: Company = { people: 100, calls: 10, burstShare: 0.3, burstSeconds: 900, reports: 2 };
const hour = 3_600;
const countIn = (times: Float64Array, from: number, to: number) => times.filter((at) => at >= from && at < to).length;

describe("calls of a day", () => {
  test("come in order, all of them, and the same ones for the same seed", () => {
    const times = arrivals(company, false, 7);
    expect(times).toHaveLength(1_000);
    expect([...times]).toEqual([...times].sort((a, b) => a - b));
    expect(arrivals(company, false, 7)).toEqual(times);
    expect(arrivals(company, false, 8)).not.toEqual(times);
    expect(countIn(times, 8 * hour, 18 * hour)).toBe(1_000);
  });

  test("gather after nine, and on the first reports come on top in the morning", () => {
    const burst = countIn(arrivals(company, false, 7), 9 * hour, 9 * hour + 900);
    expect(burst).toBeGreaterThanOrEqual(300);
    expect(burst).toBeLessThan(350);
    const first = arrivals(company, true, 7);
    expect(first).toHaveLength(1_200);
    const without = arrivals({ ...company, reports: 0 }, true, 7);
    expect(countIn(first, 12 * hour, 18 * hour)).toBe(countIn(without, 12 * hour, 18 * hour));
  });

  test("use random numbers that are spread evenly", () => {
    const random = randomOf(1);
    const all = Array.from({ length: 20_000 }, random);
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(all.every((one) => one >= 0 && one < 1)).toBe(true);
  });
});

describe("a queue", () => {
  /** Arrivals of a Poisson process. */
  const poisson = (count: number, rate: number) => {
    const random = randomOf(3);
    let time = 0;
    return Float64Array.from({ length: count }, () => {
      time -= Math.log(1 - random()) / rate;
      return time;
    });
  };

  test("waits as long as the formula of one server says", () => {
    const { busy, median, p99 } = queue(poisson(200_000, 0.5), 1, 1, 5);
    expect(busy).toBeCloseTo(0.5, 1);
    // Waiting is 0 for half of them; beyond that P(W > t) = 0.5 e^(-t/2).
    expect(median).toBeLessThan(0.1);
    expect(p99).toBeGreaterThan(7);
    expect(p99).toBeLessThan(8.7);
  });

  test("nobody waits where each has a server, and all wait for one that is too slow", () => {
    const times = Float64Array.of(0, 1, 2);
    expect(queue(times, 3, 1, 1)).toMatchObject({ median: 0, p99: 0, longest: 0 });
    expect(queue(poisson(1_000, 2), 1, 1, 1).longest).toBeGreaterThan(300);
  });

  test("more servers never wait longer, and the fewest that suffice is the first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 5 }), (seed, servers) => {
        const times = arrivals(company, false, seed);
        expect(queue(times, servers + 1, 3, seed).p99).toBeLessThanOrEqual(queue(times, servers, 3, seed).p99);
      }),
      { numRuns: 30 },
    );
    const times = arrivals(company, false, 1);
    const enough = fewest(times, 10, 0.5, 1) ?? 0;
    expect(queue(times, enough, 10, 1).p99).toBeLessThanOrEqual(0.5);
    expect(queue(times, enough - 1, 10, 1).p99).toBeGreaterThan(0.5);
    expect(fewest(times, 10, 0.5, 1, enough - 1)).toBeNull();
  });
});

describe("a quota of an hour", () => {
  test("lets pass what fits, and the rest in the hours after it", () => {
    const at = (count: number) => new Float64Array(count).fill(9 * hour);
    expect(quota(at(720), 1, 720)).toEqual({ late: 0, longest: 0 });
    expect(quota(at(721), 1, 720)).toEqual({ late: 1, longest: hour });
    expect(quota(at(720 * 3), 1, 720)).toEqual({ late: 1_440, longest: 2 * hour });
    expect(quota(at(241), 3, 720)).toEqual({ late: 1, longest: hour });
  });

  test("begins anew with each hour, also after a queue of earlier hours", () => {
    const times = Float64Array.of(9 * hour, 9 * hour + 1, 10 * hour + 1, 12 * hour);
    expect(quota(times, 1, 1)).toEqual({ late: 2, longest: hour - 1 });
  });
});
