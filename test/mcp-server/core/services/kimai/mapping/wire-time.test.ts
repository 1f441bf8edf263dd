import { expect, test } from "vitest";
import { queryRange } from "#core/services/kimai/mapping/wire-time";

// Kimai takes the first of two equal clock times: each stretch below is its second half.
test.each([
  ["Europe/Berlin, by an hour", "Europe/Berlin", "2026-10-25T01:15:00Z", "2026-10-25T02:15:01"],
  ["Lord Howe, by half an hour", "Australia/Lord_Howe", "2026-04-04T15:15:00Z", "2026-04-05T01:45:01"],
  ["Troll, by two hours", "Antarctica/Troll", "2026-10-25T01:15:00Z", "2026-10-25T01:15:01"],
])("a search where clocks went back in %s is widened and said to be", (_where, zone, from, begin) => {
  const to = `${from.slice(0, 17)}59Z`;
  const range = queryRange(`${from.slice(0, 17)}01Z`, to, zone);
  expect(range).toMatchObject({ begin, exact: false });
  expect(range.end > begin).toBe(true);
});

test("a search at any other time is exact, to the second before its end", () => {
  expect(queryRange("2026-11-19T08:00:00Z", "2026-11-19T09:00:00Z", "Europe/Berlin")).toEqual({
    begin: "2026-11-19T09:00:00",
    end: "2026-11-19T09:59:59",
    exact: true,
  });
});
