import { describe, expect, test } from "vitest";
import { inLanes } from "../../renderer/lib/lanes";
import {
  type Block,
  clock,
  minutesOf,
  mondayOf,
  secondsOf,
  toBlock,
  toProposals,
  toRow,
  withTimes,
} from "../../renderer/week-view/week-model";
import * as fc from "../property";

const block = (from: number, to: number, more: Partial<Block> = {}): Block => ({
  ...{ key: `${from}-${to}`, id: null, day: "2026-11-11", from, to, running: false, work: {}, text: "", tags: [] },
  ...{ seconds: null, breakSeconds: 0, extras: {} },
  ...more,
});
const spans = fc.array(
  fc.tuple(fc.nat(1430), fc.integer({ min: 1, max: 600 })).map(([from, length]) => block(from, from + length)),
  { maxLength: 12 },
);

describe("a time of day", () => {
  test.each([
    ["9", 540],
    ["9:30", 570],
    ["930", 570],
    ["09.30", 570],
    ["24:00", 1440],
  ])("%j is %i minutes", (text, minutes) => expect(minutesOf(text)).toBe(minutes));

  test.each(["", "25", "9:60", "24:01", "9:3", "nine", "-1", "9:30 pm"])("%j is none", (text) =>
    expect(minutesOf(text)).toBeNull(),
  );

  test("reads back as it is written, for each minute of a day", () => {
    fc.assert(fc.property(fc.nat(1439), (minutes) => minutesOf(clock(minutes)) === minutes));
  });
});

test("blocks that overlap never share a lane, and lanes are only as many as overlap at once", () => {
  fc.assert(
    fc.property(spans, (blocks) => {
      const placed = inLanes(blocks);
      expect(placed).toHaveLength(blocks.length);
      for (const [index, a] of placed.entries()) {
        expect(a.lane).toBeLessThan(a.lanes);
        for (const b of placed.slice(index + 1))
          if (a.lane === b.lane) expect(a.block.to <= b.block.from || b.block.to <= a.block.from).toBe(true);
      }
    }),
  );
  expect(inLanes([block(0, 60), block(60, 120)]).map(({ lanes }) => lanes)).toEqual([1, 1]);
});

test("an end that is not after the begin is one of the next day", () => {
  expect(secondsOf(withTimes(block(0, 1), 22 * 60, 2 * 60))).toBe(4 * 3600);
  expect(secondsOf(withTimes(block(0, 1), 600, 660))).toBe(3600);
});

test("an entry over midnight, and one that runs, take the hours that their moments say", () => {
  const over = { id: "1", begin: "2026-11-11T22:00:00+01:00", end: "2026-11-12T01:30:00+01:00", seconds: 12_600 };
  expect(toBlock(over, "a", "")).toMatchObject({ day: "2026-11-11", from: 1320, to: 1530, running: false });
  const now = "2026-11-11T23:00:00+01:00";
  expect(toBlock({ ...over, end: null }, "a", now)).toMatchObject({ from: 1320, to: 1380, running: true });
  expect(toBlock({ id: "2", seconds: 60 }, "a", now)).toBeNull();
});

test("a Sunday belongs to the week of the Monday before it", () => {
  expect(mondayOf("2026-11-15")).toBe("2026-11-09");
  expect(mondayOf("2026-11-16")).toBe("2026-11-16");
});

describe("proposals", () => {
  const entry = (day: string, more: object = {}) => ({
    ...{ id: "new", begin: `${day}T09:00:00+01:00`, end: `${day}T11:00:00+01:00`, text: "", tags: [] },
    ...more,
  });

  test("are sent by the ids of their work, with what the view does not show as it was asked", () => {
    const work = { customer: { id: "1", name: "Acme" }, activity: { id: "new", name: "Sketching" } };
    const asked = { entries: [{ day: "x", break: "15m", person: "Ida" }, { meta: { a: "b" } }] };
    const answer = {
      entries: [entry("2026-11-12", { work, breakSeconds: 900, billable: false, tags: ["red"], text: "T" })],
      failed: [{ index: 1, message: "no" }],
    };
    const [first, ...more] = toProposals(answer, asked);
    expect(more).toEqual([]);
    expect(first && secondsOf(first)).toBe(6300);
    expect(first && toRow(first)).toEqual({
      ...{ day: "2026-11-12", from: "09:00", to: "11:00", customer: "#1", activity: "Sketching" },
      ...{ break: "15m", person: "Ida", description: "T", tags: ["red"], billable: false },
    });
  });

  test("keep what belongs to their own row where an earlier row failed", () => {
    const asked = { entries: [{ person: "Jan" }, { person: "Ida" }] };
    const answer = { entries: [entry("2026-11-12")], failed: [{ index: 0, message: "no" }] };
    expect(toProposals(answer, asked)[0]?.extras).toEqual({ person: "Ida" });
  });
});
