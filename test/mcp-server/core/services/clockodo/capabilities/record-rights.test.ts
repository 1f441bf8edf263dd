import { describe, expect, it } from "vitest";
import type { FakeClockodoOptions } from "../../../../../fakes/clockodo";
import type { PersonName } from "../../../../../fakes/clockodo/seed";
import { failureOf, setup } from "../setup";

async function asked(who: PersonName, options?: FakeClockodoOptions) {
  const { service, clockodo } = await setup(who, options);
  const { refused } = await service.facts();
  return { refused, requests: clockodo.requests };
}
const refusedTo = async (...of: Parameters<typeof asked>) => (await asked(...of)).refused;
const elevated = (...rights: string[]): FakeClockodoOptions => ({
  seed: (state) => {
    for (const user of state.users) if (user.id === 42) user.elevated = rights;
  },
});

describe("what Clockodo refuses somebody", () => {
  it("is nothing for an administrator, and nothing more is asked to find that out", async () => {
    const { refused, requests } = await asked("olga");
    expect(refused).toEqual({});
    expect(requests.map(({ path }) => path).sort()).toEqual(["/v2/aggregates/users/me", "/v3/teams/5", "/v4/users/me"]);
  });

  it("is told to a worker for each kind, with the reason in words", async () => {
    const refused = await refusedTo("mara");
    expect(refused).toMatchObject({
      "others_time.read": "your Clockodo rights do not include other people's time",
      "others_time.update": expect.stringContaining("change other people's time"),
      "others_absence.create": expect.stringContaining("other people's absences"),
      "absence.decide": expect.stringContaining("decisions on absences"),
      "person.create": expect.stringContaining("manage people and teams"),
      "team.update": expect.stringContaining("manage people and teams"),
      "customer.create": expect.stringContaining("manage customers and projects"),
      "project.update": expect.stringContaining("manage customers and projects"),
      "activity.create": expect.stringContaining("manage services"),
      "lump_sum_service.delete": expect.stringContaining("manage services"),
      "rate.read": expect.stringContaining("hourly rates"),
      "access.update": expect.stringContaining("manage access"),
      "subscription.read": expect.stringContaining("subscription"),
    });
    for (const cell of Object.keys(refused))
      expect(cell).not.toMatch(
        /^(timer|time|absence\.(read|create|update|delete)|person\.(read|update)|access\.read|others_absence\.read)/,
      );
  });

  it("costs few requests, all at once", async () => {
    expect((await asked("mara")).requests.length).toBeLessThanOrEqual(12);
  });

  it("opens with each right that was given", async () => {
    const refused = await refusedTo(
      "mara",
      elevated("manage_customers_and_projects", "manage_users_and_teams", "manage_users_access", "manage_work_time"),
    );
    expect(
      Object.keys(refused).filter((cell) => /^(customer|project|team|person|access|others_time|rate)\./.test(cell)),
    ).toEqual([]);
    expect(refused["activity.update"]).toMatch(/manage services/);
  });

  it("opens decisions to who leads a team", async () => {
    const refused = await refusedTo("mara", {
      seed: (state) => {
        for (const team of state.teams) team.leader = 42;
      },
    });
    expect(refused["absence.decide"]).toBeUndefined();
    expect(refused["others_absence.update"]).toBeUndefined();
  });

  it("stays open where Clockodo does not tell", async () => {
    const { service, clockodo } = await setup("mara");
    clockodo.fail({
      path: /access|subscription|rates|customers|services/,
      failure: { kind: "status", status: 500 },
    });
    clockodo.fail({ path: /\/v3\/users$/, failure: { kind: "status", status: 404 } });
    expect((await service.facts()).refused).toEqual({});
  });

  it("is a wrong key where the key becomes wrong under way", async () => {
    const { service, clockodo } = await setup("mara");
    clockodo.fail({ path: /subscription/, failure: { kind: "status", status: 401 } });
    expect(await failureOf(service.facts())).toMatchObject({ kind: "unauthorized" });
  });

  it("names the module that is off rather than a right", async () => {
    const { refused, requests } = await asked("mara", { company: { module_absence: false } });
    expect(refused["absence.decide"]).toMatch(/module is switched off/);
    expect(requests.some(({ query }) => query.get("scope") === "manageAbsences")).toBe(false);
  });
});
