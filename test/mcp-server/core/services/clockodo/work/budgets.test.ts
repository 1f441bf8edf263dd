import { describe, expect, it } from "vitest";
import type { WorkIds } from "#core/domain/entities";
import type { FakeClockodoOptions } from "../../../../../fakes/clockodo";
import type { FakeBudget, FakeEntry, FakeState } from "../../../../../fakes/clockodo/model";
import { fakeEntry, type PersonName } from "../../../../../fakes/clockodo/seed";
import { failureOf, type Setup, setup } from "../setup";

const begin = (who: PersonName, seed?: FakeClockodoOptions["seed"]) => setup(who, { seed });

const budgets = async (s: Setup, within?: WorkIds) => {
  const found = await s.service.budgets?.(within);
  if (!found) throw new Error("Clockodo has no budgets");
  return found;
};
const own = (more: Partial<FakeBudget>): FakeBudget => ({
  amount: 100,
  monetary: false,
  hard: false,
  from_subprojects: false,
  interval: null,
  notification_thresholds: [],
  ...more,
});
/** Two hours of Mara's, at 90 an hour. */
const entry = (since: string, more: Partial<FakeEntry> = {}) =>
  fakeEntry(since, { projects_id: 7720, until: Date.parse(since) + 7_200_000, hourly_rate: 90, ...more });
const project = (state: FakeState, id: number) => state.projects.find((each) => each.id === id);

describe("budgets of Clockodo", () => {
  it("tell what is used by everybody, in one call for all projects", async () => {
    const s = await begin("olga", (state) => {
      state.entries.push(
        entry("2024-05-06T08:00:00Z"),
        entry("2026-11-18T08:00:00Z", { users_id: 43, subprojects_id: 9010 }),
        entry("2026-11-18T08:00:00Z", { projects_id: 7721 }),
      );
    });
    expect(await budgets(s)).toEqual([
      {
        level: "project",
        item: { id: "7720", name: "App relaunch" },
        parents: { customer: { id: "510", name: "Seehof Hotels" } },
        seconds: 120 * 3600,
        money: null,
        monthly: false,
        usedSeconds: 4 * 3600,
        usedMoney: 360,
      },
    ]);
    expect(s.clockodo.count("GET", /entrygroups/)).toBe(1);
  });

  it("are of subprojects too, in money with its currency, and 0 where nothing is booked", async () => {
    const s = await begin("olga", (state) => {
      const [ios] = state.subprojects;
      if (ios) ios.budget = own({ amount: 5000, monetary: true, hard: true });
    });
    const [, ios] = await budgets(s);
    expect(ios).toMatchObject({
      level: "subproject",
      item: { name: "iOS" },
      parents: { customer: { name: "Seehof Hotels" }, project: { name: "App relaunch" } },
      seconds: null,
      money: 5000,
      currency: "EUR",
      usedMoney: 0,
    });
    expect(ios?.note).toMatch(/hard/);
    expect(await budgets(s, { subproject: "9010" })).toHaveLength(1);
    expect(await budgets(s, { customer: "511" })).toEqual([]);
  });

  it("that come from subprojects are the sum of those", async () => {
    const s = await begin("olga", (state) => {
      const relaunch = project(state, 7720);
      if (relaunch) relaunch.budget = own({ amount: null, from_subprojects: true });
      for (const each of state.subprojects) each.budget = own({ amount: 30 });
    });
    expect((await budgets(s, { project: "7720" })).map(({ level, seconds }) => [level, seconds])).toEqual([
      ["project", 60 * 3600],
      ["subproject", 30 * 3600],
      ["subproject", 30 * 3600],
    ]);
  });

  it("that begin anew count from the first day of the week or quarter, and leave a month to the report", async () => {
    const s = await begin("olga", (state) => {
      const [relaunch, app] = state.projects;
      const [ios] = state.subprojects;
      if (relaunch) relaunch.budget = own({ interval: 0 });
      if (app) app.budget = own({ interval: 1 });
      if (ios) ios.budget = own({ interval: 2 });
      state.entries.push(
        entry("2026-11-17T08:00:00Z", { subprojects_id: 9010 }),
        entry("2026-11-13T08:00:00Z", { subprojects_id: 9010 }),
        entry("2026-09-30T08:00:00Z", { subprojects_id: 9010 }),
        entry("2026-11-17T08:00:00Z", { projects_id: 7721 }),
      );
    });
    const [relaunch, app, ios] = await budgets(s);
    expect(relaunch).toMatchObject({ usedSeconds: 7200, monthly: false });
    expect(relaunch?.note).toMatch(/anew each week/);
    expect(app).toMatchObject({ monthly: true });
    expect(app?.usedSeconds).toBeUndefined();
    expect(ios).toMatchObject({ usedSeconds: 14_400 });
    expect(ios?.note).toMatch(/anew each quarter/);
  });

  it("are refused, not empty, where the caller's rights do not show them", async () => {
    const s = await begin("mara");
    expect(await failureOf(budgets(s))).toMatchObject({ kind: "forbidden" });
  });

  it("leave what is used open where sums are refused, and do not read the refusal as nothing", async () => {
    const s = await begin("olga");
    s.clockodo.fail({ path: /entrygroups/, failure: { kind: "status", status: 403, body: '{"errors":[]}' } });
    const [relaunch] = await budgets(s);
    expect(relaunch).toMatchObject({ seconds: 432_000 });
    expect(relaunch).not.toHaveProperty("usedSeconds");
  });
});
