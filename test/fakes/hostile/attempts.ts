import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

/** Where each test file leaves what it counted; `build/audit-count.mjs` adds it up. */
const folder = process.env.PUNCHCARD_AUDIT ?? join(import.meta.dirname, "../../../out/reports/audit");

/**
 * Counts attempts on a guard, as they are made, and those that got through; one that does fails the test as well.
 * @param area names the file of the count, so one for each test file
 */
export function countAttempts(area: string) {
  let attempts = 0;
  const through: string[] = [];
  afterAll(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${area}.json`), JSON.stringify({ area, attempts, through }));
  });
  return {
    /** @param got what got through, in words; null or empty: nothing */
    attempt(what: string, got: string | readonly string[] | null): void {
      attempts++;
      const leaked = got === null ? [] : [got].flat();
      if (leaked.length > 0) through.push(`${what}: ${leaked.join(", ").slice(0, 200)}`);
      expect(leaked, what).toEqual([]);
    },
  };
}
