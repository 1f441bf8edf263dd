import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { pathOf } from "#core/services/clockodo/client/paths";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeState } from "../../../../fakes/clockodo/model";
import type { PersonName } from "../../../../fakes/clockodo/seed";
import { failureOf, setup } from "./setup";

const settingsOf = async (who: PersonName, options?: FakeClockodoOptions) => {
  const { service } = await setup(who, options);
  if (!service.settings) throw new Error("no settings");
  return service.settings();
};

describe("settings of a Clockodo", () => {
  it("tell the company, its modules, the plan, one's own locks and the limits", async () => {
    const told = await settingsOf("olga", { company: { module_user_reports: false } });
    expect(told).toMatchObject({
      company: {
        name: "Studio Lind",
        currency: "EUR",
        zone: "Europe/Berlin",
        default_customer: { id: "510", name: "Seehof Hotels" },
        default_activity: { id: "31", name: "Design" },
        project_needed: false,
        overlaps: false,
        leave_days: 28,
        target_hours: [8, 8, 8, 8, 6, 0, 0],
      },
      modules: { on: expect.arrayContaining(["absence", "target_hours"]), off: ["user_reports"] },
      plan: { plan: "Pro", licences: 10, until: "2027-03-31" },
      personal: { language: "de" },
      limits: { sums_of_entries: "10 in 1 min" },
      clock_skew_seconds: 0,
    });
    expect(JSON.stringify(told)).not.toContain("1234");
  });

  it("say that the company cannot be read where Clockodo has removed the call, and tell the rest", async () => {
    const told = await settingsOf("olga", { settings: { aggregates: false } });
    expect(told).toMatchObject({
      company: { failed: expect.stringContaining("removed the one call") },
      modules: { failed: expect.any(String) },
      plan: { plan: "Pro" },
    });
  });

  it("say why a worker does not see the plan", async () => {
    const told = await settingsOf("mara");
    expect(told.plan).toEqual({ failed: expect.stringMatching(/not allowed/) });
    expect(told.company).toMatchObject({ currency: "EUR" });
  });

  it("fail where the key is wrong, rather than look empty", async () => {
    const seed = (state: FakeState) => {
      for (const user of state.users) user.key = "another";
    };
    expect(await failureOf(settingsOf("mara", { seed }))).toMatchObject({ kind: "unauthorized" });
  });
});

describe("POST /register", () => {
  it("which would open a company account, is in no file of the adapter", () => {
    const folder = resolve(import.meta.dirname, "../../../../../mcp-server/core/services/clockodo");
    const files = readdirSync(folder, { recursive: true }).map(String);
    const sources = files.filter((file) => file.endsWith(".ts"));
    expect(sources.length).toBeGreaterThan(30);
    for (const file of sources) expect(readFileSync(join(folder, file), "utf8"), file).not.toMatch(/register/i);
    // The table of paths takes no resource that it does not have.
    expect(pathOf("users", "me")).toEqual(["v4", "users", "me"]);
  });
});
