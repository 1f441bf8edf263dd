import { describe, expect, it } from "vitest";
import type { WorkIds } from "#core/domain/entities";
import type { FakeKimaiOptions } from "../../../../../fakes/kimai";
import type { TokenName } from "../../../../../fakes/kimai/seed";
import { failureOf, type Setup, setup } from "../setup";

const begin = async (who: TokenName, options: FakeKimaiOptions = {}) => {
  return setup(who, { seed, ...options });
};

const seed: FakeKimaiOptions["seed"] = ({ customers, projects, activities }) => {
  Object.assign(customers[0] ?? {}, { values: { budget: 10_000, currency: "CHF" } });
  Object.assign(projects[0] ?? {}, { values: { timeBudget: 360_000, budgetType: "month" } });
  Object.assign(activities[2] ?? {}, { values: { timeBudget: 3_600, budget: 5 } });
  Object.assign(activities[0] ?? {}, { values: { timeBudget: 7_200 } });
};
const budgets = async (s: Setup, within?: WorkIds) => {
  const found = await s.service.budgets?.(within);
  if (!found) throw new Error("Kimai has no budgets");
  return found;
};
const northwind = { id: "1", name: "Northwind" };
const website = { id: "1", name: "Website relaunch" };

describe("budgets", () => {
  it("are those of the lists, with the customer's currency; what has none is left out", async () => {
    const s = await begin("admin");
    expect(await budgets(s)).toEqual([
      {
        level: "customer",
        item: northwind,
        parents: {},
        seconds: null,
        money: 10_000,
        monthly: false,
        billableOnly: true,
        currency: "CHF",
      },
      {
        level: "project",
        item: website,
        parents: { customer: northwind },
        seconds: 360_000,
        money: null,
        monthly: true,
        billableOnly: true,
        currency: "CHF",
      },
      {
        level: "activity",
        item: { id: "3", name: "Design" },
        parents: { customer: northwind, project: website },
        seconds: 3_600,
        money: 5,
        monthly: false,
        billableOnly: true,
        currency: "CHF",
      },
      {
        level: "activity",
        item: { id: "1", name: "Meeting" },
        parents: {},
        seconds: 7_200,
        money: null,
        monthly: false,
        billableOnly: true,
      },
    ]);
    expect(s.kimai.count("GET", /\/\d+$/)).toBe(0);
  });

  it("are those of one thing and what lies below it", async () => {
    const s = await begin("admin");
    const names = async (within: WorkIds) => (await budgets(s, within)).map((each) => each.item.name);
    expect(await names({ customer: "1" })).toEqual(["Northwind", "Website relaunch", "Design"]);
    expect(await names({ project: "1" })).toEqual(["Website relaunch", "Design"]);
    expect(await names({ activity: "1" })).toEqual(["Meeting"]);
    expect(await names({ customer: "2" })).toEqual([]);
    expect(await failureOf(budgets(s, { customer: "x" }))).toMatchObject({ name: "InputError" });
  });

  it.each(["user", "teamlead"] as const)("are refused to a %s who may not see them, not told as none", async (who) => {
    const s = await begin(who);
    expect(await failureOf(budgets(s))).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(/no right to see budgets/),
    });
  });

  it("are read one by one from a Kimai before 2.66, unless that would be too many", async () => {
    const s = await begin("admin", { settings: { version: "2.60.0" } });
    expect((await budgets(s, { customer: "1" })).map((each) => each.item.name)).toEqual([
      "Northwind",
      "Website relaunch",
      "Design",
    ]);
    for (let id = 100; id < 500; id++)
      s.kimai.state.activities.push({ id, project: 1, name: `Activity ${id}`, visible: true, number: null });
    s.kimai.advance(61);
    expect(await failureOf(budgets(s))).toMatchObject({ next: expect.stringMatching(/one customer or project/) });
  });
});
