import { describe, expect, it } from "vitest";
import type { FakeClockodoOptions } from "../../../../../fakes/clockodo";
import { failureOf, setup } from "../setup";

const gone: FakeClockodoOptions = { settings: { aggregates: false } };
const hours = (...list: number[]) => list.map((each) => each * 3600);

/** Modules that are on in every company here. */
const others = { work_time: "on", project_times: "on", entries_texts: "on" };

describe("who somebody is in Clockodo", () => {
  it("is told with zone, role, week start and the hours of the company", async () => {
    const s = await setup("mara");
    const facts = await s.service.facts();
    expect(facts).toMatchObject({
      service: "clockodo",
      person: { id: "42", name: "Mara Lind", email: "mara@studio-lind.example" },
      zone: "Europe/Berlin",
      weekStartsOn: 1,
      roles: ["worker"],
      targetSeconds: hours(8, 8, 8, 8, 6, 0, 0),
      clockSkew: 0,
    });
    expect(facts.teams.map(({ id }) => id)).toEqual(["5"]);
    expect(facts.booking).toMatchObject({
      levels: ["customer", "project", "subproject", "activity"],
      required: ["customer", "activity"],
      allowsOverlap: false,
      runningLimit: 1,
    });
    expect(facts.modules).toEqual({ ...others, absence: "on", user_reports: "on", target_hours: "on" });
    expect(facts.fields).not.toContain("tags");
    expect(JSON.stringify(facts)).not.toContain("1234");
  });

  it("has the zone of the person, not of the company", async () => {
    const s = await setup("jonas");
    expect((await s.service.facts()).zone).toBe("America/New_York");
  });

  it("begins the week on Sunday where the person set it so", async () => {
    const s = await setup("mara", {
      seed: (state) => {
        for (const user of state.users) user.weekstart_monday = false;
      },
    });
    expect((await s.service.facts()).weekStartsOn).toBe(7);
  });

  it("is asked for once in ten minutes, and again when it must be fresh", async () => {
    const s = await setup();
    await s.service.facts();
    await s.service.facts();
    expect(s.clockodo.count("GET", /users\/me$/)).toBe(2);
    await s.service.facts({ fresh: true });
    expect(s.clockodo.count("GET", /users\/me$/)).toBe(4);
    s.clockodo.advance(601);
    await s.service.facts();
    expect(s.clockodo.count("GET", /users\/me$/)).toBe(6);
  });
});

describe("settings of the company", () => {
  it("make a project necessary, and allow overlaps", async () => {
    const s = await setup("mara", { company: { allow_entries_for_customers: false, allow_entry_overlaps: true } });
    const { booking } = await s.service.facts();
    expect(booking.required).toEqual(["customer", "project", "activity"]);
    expect(booking.allowsOverlap).toBe(true);
  });

  it("close with their words what needs a module that is off, and nothing else", async () => {
    const s = await setup("mara", { company: { module_absence: false, module_user_reports: false } });
    const { refused, modules } = await s.service.facts();
    expect(refused["absence.read"]).toMatch(/absence module is switched off/);
    expect(refused["leave_account.read"]).toMatch(/switched off/);
    expect(refused["user_report.read"]).toMatch(/user reports is switched off/);
    expect(refused["target_hours.read"] ?? "").not.toMatch(/switched off/);
    expect(modules).toEqual({ ...others, target_hours: "on" });
  });

  it("stay unknown where Clockodo has removed the call for them: nothing is refused, and no target is made up", async () => {
    const s = await setup("mara", { ...gone, company: { module_absence: false, allow_entry_overlaps: false } });
    const facts = await s.service.facts();
    expect(facts).toMatchObject({ zone: "Europe/Berlin", targetSeconds: null, modules: {} });
    expect(facts.booking).toMatchObject({ required: ["customer", "activity"], allowsOverlap: true });
    expect(facts.refused["absence.read"]).toBeUndefined();
  });

  it("are not waited for where their call fails for good", async () => {
    const s = await setup();
    s.clockodo.fail({ path: /aggregates/, failure: { kind: "status", status: 500 } });
    expect((await s.service.facts()).modules).toEqual({});
  });
});

describe("an account that does not work", () => {
  it("with a wrong key says that the key may be wrong or missing", async () => {
    const s = await setup("mara", {
      seed: (state) => {
        for (const user of state.users) user.key = "another";
      },
    });
    const error = await failureOf(s.service.facts());
    expect(error).toMatchObject({ kind: "unauthorized" });
    expect(error.message).toMatch(/does not accept .* or got none/);
    expect(String(error.next)).toMatch(/Changing the Clockodo password/);
  });

  it("asks for an update where Clockodo has removed who somebody is", async () => {
    const s = await setup();
    s.clockodo.fail({ path: /v4\/users\/me/, failure: { kind: "status", status: 410 } });
    expect(await failureOf(s.service.facts())).toMatchObject({ kind: "unsupported", next: "Update Punchcard." });
  });
});
