import { describe, expect, it } from "vitest";
import type { RecordDraft } from "#core/domain/records";
import { budgetBody, budgetValues } from "#core/services/clockodo/records/work/budget-fields";
import type { WireBudget } from "#core/services/clockodo/wire/work";
import * as fc from "../../../../property";

const kept = fc.record({
  amount: fc.integer({ min: 1, max: 9_999 }),
  monetary: fc.boolean(),
  hard: fc.boolean(),
  from_subprojects: fc.constant(false),
  interval: fc.constantFrom(null, 0, 1, 2, 3),
  notification_thresholds: fc.subarray([50, 80, 100, 200]),
});

describe("a budget of Clockodo", () => {
  it("is the same after its values are written back", () => {
    fc.assert(
      fc.property(kept, (budget) => {
        const { interval, notification_thresholds, ...rest } = budget;
        const body = budgetBody(budgetValues(budget) as RecordDraft, null);
        expect(body).toEqual({
          amount: rest.amount,
          monetary: rest.monetary,
          hard: rest.hard,
          ...(interval === null ? {} : { interval }),
          ...(notification_thresholds.length === 0 ? {} : { notification_thresholds }),
        });
      }),
    );
  });

  it("keeps all that nobody spoke of when one thing changes", () => {
    fc.assert(
      fc.property(kept, fc.boolean(), (budget, hard) => {
        expect(budgetBody({ budget_hard: hard }, budget)).toEqual({ ...budget, hard });
      }),
    );
  });

  it("is not touched by a change that is about something else", () => {
    fc.assert(fc.property(kept, (budget) => budgetBody({ name: "Site", note: null }, budget) === undefined));
  });

  it("always has an amount, without which Clockodo takes none", () => {
    const drafts = fc.oneof(
      fc.record({ budget: fc.integer({ min: 1, max: 99_999 }) }),
      fc.record({ time_budget: fc.integer({ min: 60, max: 3_600_000 }) }),
      fc.record({ budget_from_subprojects: fc.constant(true) }),
    );
    fc.assert(
      fc.property(drafts, fc.option(kept), (draft, before) => {
        expect(budgetBody(draft as RecordDraft, before as WireBudget | null)).toHaveProperty("amount");
      }),
    );
  });

  it("of 20 minutes is a third of an hour, read back to the second", () => {
    const body = budgetBody({ time_budget: 1_200 }, null);
    expect(budgetValues(body as WireBudget).time_budget).toBe(1_200);
  });

  it("in time is not removed by emptying the one in money", () => {
    expect(budgetBody({ budget: null }, { amount: 5, monetary: false, hard: false })).toMatchObject({ amount: 5 });
    expect(budgetBody({ budget: null }, { amount: 5, monetary: true, hard: false })).toBeNull();
    expect(budgetBody({ budget: null }, null)).toBeUndefined();
  });
});
