import { describe, expect, test } from "vitest";
import { tookChange } from "#core/services/shared/save-once";

const before = { name: "Web", comment: null, start: null, timeBudget: 0, category: { id: 1 } };

describe("a change whose answer was lost", () => {
  test.each<[string, object, Record<string, unknown>]>([
    ["a text, without its blanks", { name: "Shop" }, { name: " Shop " }],
    ["a cleared text", { comment: null }, { comment: "" }],
    ["a day", { start: "2026-01-02" }, { start: "2026-01-02T00:00:00" }],
    ["a length in seconds", { timeBudget: 36_000 }, { timeBudget: "10:00" }],
    ["a reference", { category: { id: 2 } }, { category: 2 }],
    ["a member that is told by another name", { category: { id: 2 } }, { expenseCategory: 2 }],
  ])("took effect where the service tells %s", (_what, now, sent) => {
    expect(tookChange({ ...before, ...now }, sent, before)).toBe(true);
  });

  test.each<[string, object, Record<string, unknown>]>([
    ["nothing is other than before", {}, { timeBudget: "10:00" }],
    ["somebody else changed another member", { comment: "by Nina" }, { name: "Shop" }],
    ["somebody else changed the same member", { name: "Store" }, { name: "Shop" }],
    ["only one of two is there", { name: "Shop" }, { name: "Shop", start: "2026-01-02" }],
    ["another day is there", { start: "2026-01-03" }, { start: "2026-01-02T00:00:00" }],
    ["it was to be cleared", { comment: "by Nina" }, { comment: null }],
    ["a member that is told by another name is as before", {}, { expenseCategory: 2 }],
  ])("did not where %s", (_what, now, sent) => {
    expect(tookChange({ ...before, ...now }, sent, before)).toBe(false);
  });
});
