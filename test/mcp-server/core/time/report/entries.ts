import type { Entry } from "#core/domain/entities";
import { toInstant } from "#core/time/format";
import * as fc from "../../../../property";

export const ada = { id: "7", name: "Ada" };
export const ben = { id: "8", name: "Ben" };

export const entry = (begin: string, end: string | null, more: Partial<Entry> = {}): Entry => {
  const lasts = end === null ? null : (Date.parse(end) - Date.parse(begin)) / 1000;
  const breakSeconds = more.breakSeconds ?? 0;
  return {
    id: `${begin}/${end}`,
    work: {},
    begin,
    end,
    seconds: lasts === null ? null : lasts - breakSeconds,
    breakSeconds: 0,
    text: "",
    tags: [],
    ...more,
  };
};

const zones = ["UTC", "Europe/Berlin", "America/Vancouver", "Asia/Kathmandu", "Australia/Lord_Howe"];
export const zone = fc.constantFrom(...zones);

const project = (id: number) => ({
  customer: { id: String(1 + (id % 2)), name: `Customer ${1 + (id % 2)}` },
  project: { id: String(id), name: `Project ${id}` },
  activity: { id: String(10 + id), name: `Activity ${id}` },
});

/** Around a change of the clocks in Berlin, Vancouver and Lord Howe, so that short and long days are met. */
const start = Date.UTC(2026, 9, 20);

/** Entries of two people over about a month, latest begin first as services list them. */
export const stream = (longestHours = 14, most = 60) =>
  fc
    .array(
      fc.record({
        begin: fc.integer({ min: 0, max: 30 * 24 * 4 }),
        minutes: fc.integer({ min: 0, max: longestHours * 60 }),
        pause: fc.integer({ min: 0, max: 20 }),
        project: fc.integer({ min: 1, max: 4 }),
        tags: fc.subarray(["a", "b", "c"]),
        billable: fc.constantFrom(true, false, undefined),
        person: fc.constantFrom(ada, ben),
      }),
      { maxLength: most },
    )
    .map((rows) =>
      rows
        .map((row, index): Entry => {
          const begin = start + row.begin * 15 * 60_000;
          const end = begin + row.minutes * 60_000;
          const breakSeconds = Math.min(row.pause, row.minutes) * 60;
          return entry(toInstant(begin), toInstant(end), {
            id: String(index),
            breakSeconds,
            work: project(row.project),
            tags: row.tags,
            billable: row.billable,
            person: row.person,
          });
        })
        .sort((a, b) => (a.begin < b.begin ? 1 : a.begin > b.begin ? -1 : 0)),
    );
