import { describe, expect, test } from "vitest";
import { type Cell, cells, levels } from "#core/domain/permission-cells";
import { boundsOf } from "../../../renderer/team/activity/period";
import { boundRows, levelIn, type Patterns, withDraft } from "../../../renderer/team/admin/policy/bounds";
import * as fc from "../../property";

const cell = fc.constantFrom(...cells);
const level = fc.constantFrom(...levels);
const pattern = fc.oneof(cell, fc.constantFrom("*", "*.*", "*.delete", "*.read", "time.*", "project.*"));
const patternsOf = fc.dictionary(pattern, level, { maxKeys: 6 });
const drafts = fc.dictionary(cell, level, { maxKeys: 5 }) as fc.Arbitrary<
  Partial<Record<Cell, (typeof levels)[number]>>
>;

describe("an upper bound that is changed", () => {
  test("has exactly the drafted cells otherwise, whatever patterns there were", () => {
    fc.assert(
      fc.property(patternsOf, drafts, (patterns: Patterns, draft) => {
        const saved = withDraft(patterns, draft);
        for (const one of cells) expect(levelIn(saved, one)).toBe(draft[one] ?? levelIn(patterns, one));
      }),
    );
  });

  test("keeps patterns as they were written where only less is allowed", () => {
    const patterns: Patterns = { "*.delete": "ask", "rate.*": "off" };
    expect(withDraft(patterns, { "time.delete": "off" })).toEqual({ ...patterns, "time.delete": "off" });
    expect(withDraft(patterns, {})).toEqual(patterns);
    expect(withDraft({ "time.delete": "ask" }, { "time.delete": "allow" })).toEqual({});
  });

  test("names each cell where a pattern would forbid what is allowed now", () => {
    const saved = withDraft({ "*.delete": "off" }, { "tag.delete": "ask" });
    expect(saved["*.delete"]).toBeUndefined();
    expect(saved["tag.delete"]).toBe("ask");
    expect(saved["time.delete"]).toBe("off");
    expect(Object.values(saved)).not.toContain("allow");
  });

  test("of a group shows no more than everybody has", () => {
    fc.assert(
      fc.property(patternsOf, patternsOf, drafts, (patterns: Patterns, ceiling: Patterns, draft) => {
        for (const { kind, cells: row } of boundRows(patterns, draft, ceiling))
          for (const [action, shown] of Object.entries(row)) {
            if (!shown) continue;
            const most = levelIn(ceiling, `${kind}.${action}` as Cell);
            expect(levels.indexOf(shown.level)).toBeLessThanOrEqual(levels.indexOf(most));
            expect(shown.bound ?? "allow").toBe(most);
          }
      }),
    );
  });
});

describe("the period of the activity", () => {
  test("begins at the first day's midnight and ends with today, also over a change of the clock", () => {
    const { from, to } = boundsOf("7", new Date(2026, 9, 27, 15, 30));
    expect([from, to]).toEqual([new Date(2026, 9, 21).toISOString(), new Date(2026, 9, 28).toISOString()]);
    const today = boundsOf("1", new Date(2026, 9, 27, 0, 0));
    expect(today.from).toBe(new Date(2026, 9, 27).toISOString());
  });
});
