import { describe, expect, test } from "vitest";
import type { FakeState } from "../../../fakes/kimai/model";
import { kimaiSession } from "./kimai-session";

/** Weaknesses of kimai-mcp (kimai-api.md §6) that no other test meets through the tools on a Kimai. */

const entry = { day: "yesterday", from: "9:00", to: "10:00", project: "Website relaunch", activity: "Design" };
const log = (more: object = {}) => ({ entries: [{ ...entry, ...more }] });

/** Ended entries of one person from 2026-11-01 on, one an hour. */
function entries(state: FakeState, count: number, more: Partial<FakeState["timesheets"][number]> = {}): void {
  for (let at = 0; at < count; at++)
    state.timesheets.push({
      id: state.nextId.timesheet++,
      user: 4,
      project: 1,
      activity: 3,
      begin: Date.parse("2026-11-01T00:00:00Z") + at * 1_800_000,
      end: Date.parse("2026-11-01T00:00:00Z") + at * 1_800_000 + 900_000,
      zone: "Europe/Berlin",
      breakSeconds: 0,
      description: "Some work",
      tags: [],
      exported: false,
      billable: true,
      fixedRate: null,
      hourlyRate: null,
      meta: {},
      modified: Date.parse("2026-11-01T00:00:00Z"),
      ...more,
    });
}

describe("time", () => {
  test("1: a plain user logs time, and Kimai decides whether it is billable", async () => {
    const { ok, refused, sent } = await kimaiSession("user", { profile: "track" });
    await ok("log_time", log());
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).not.toMatch(/billable|exported|user|rate/);
    expect((await refused("log_time", log({ billable: true }))).text).toMatch(/billable/);
    const lead = await kimaiSession("teamlead");
    await lead.ok("log_time", log());
    expect(lead.sent()[0]).not.toContain("billable");
  });

  test("2: as many entries as fill the pages exactly are listed", async () => {
    for (const count of [50, 500]) {
      const { ok, kimai } = await kimaiSession(
        "user",
        { profile: "track" },
        { seed: (state) => entries(state, count) },
      );
      const { data } = await ok("list_time", { period: "this month" });
      expect(data).toMatchObject({ total: { entries: count }, more: count - 25 });
      expect(kimai.requests.filter(({ status }) => status === 404)).toEqual([]);
    }
  });

  test("7: a break of ten minutes is ten minutes, and one without a unit is refused", async () => {
    const { ok, refused, kimai } = await kimaiSession("user", { profile: "track" }, { settings: { breakTime: true } });
    await refused("log_time", log({ break: "600" }));
    await ok("log_time", log({ break: "10m" }));
    expect(kimai.state.timesheets.map(({ breakSeconds }) => breakSeconds)).toEqual([600]);
  });

  test("8: moments with Z or an offset mean what they say, in lists and in entries", async () => {
    const { ok, kimai } = await kimaiSession("user", { profile: "track" });
    const utc = { project: entry.project, activity: entry.activity };
    await ok("log_time", { entries: [{ ...utc, from: "2026-11-18T08:00:00Z", to: "2026-11-18T10:00:00+01:00" }] });
    expect(kimai.state.timesheets[0]).toMatchObject({
      begin: Date.parse("2026-11-18T08:00:00Z"),
      end: Date.parse("2026-11-18T09:00:00Z"),
    });
    const until = await ok("list_time", { from: "2026-11-18T07:00:00Z", to: "2026-11-18T08:30:00Z" });
    expect(until.data).toMatchObject({ total: { entries: 1 } });
    const later = await ok("list_time", { from: "2026-11-18T09:30:00+01:00", to: "2026-11-18T23:00:00+01:00" });
    expect(later.data).toMatchObject({ total: { entries: 0 } });
  });

  test("8: where times are stamped one clocks in, by the clock of Kimai and not by that of this computer", async () => {
    const settings = { trackingMode: "punch" as const };
    const { ok, clock, kimai, sent } = await kimaiSession("user", { profile: "track" }, { settings });
    clock.now += 7 * 60_000;
    await ok("clock_in", { project: entry.project, activity: entry.activity });
    expect(sent()[0]).not.toContain("begin");
    expect(kimai.state.timesheets).toMatchObject([{ begin: Math.floor(kimai.now() / 60_000) * 60_000, end: null }]);
  });

  test("9: a tag that there is not is named before anything is saved, or made and kept", async () => {
    const { ok, refused, kimai, sent } = await kimaiSession("user", { profile: "track" });
    const tagged = log({ tags: ["remote", "brand new"] });
    expect((await refused("log_time", tagged)).text).toContain('no tag "brand new"');
    expect(sent()).toEqual([]);
    await ok("log_time", { ...tagged, create_missing: true });
    expect(kimai.state.timesheets[0]?.tags).toEqual(["remote", "brand new"]);
  });

  test("13: marking as exported twice leaves exported, also in a batch with entries that are not yet", async () => {
    const seed = (state: FakeState) => {
      entries(state, 1, { exported: true });
      entries(state, 1);
    };
    const { ok, kimai } = await kimaiSession("super", { answers: Array(9).fill("yes") }, { seed });
    const changes = [1, 2].map((id) => ({ id: `#${id}`, exported: true }));
    await ok("update_time", { changes });
    expect(kimai.state.timesheets.map(({ exported }) => exported)).toEqual([true, true]);
    await ok("update_time", { changes });
    expect(kimai.state.timesheets.map(({ exported }) => exported)).toEqual([true, true]);
  });

  test("5 and 14: who may not see others' time or leave is told so, never shown their own under that name", async () => {
    const { refused } = await kimaiSession("user", { plugins: true }, { seed: (state) => entries(state, 3) });
    for (const people of [["everyone"], ["Paula Puck"], ["#5"]])
      for (const tool of ["list_time", "report_time", "list_absences"]) {
        const { text, data } = await refused(tool, { people, period: "this month" });
        expect(data.total, `${tool} ${people}`).toBeUndefined();
        expect(text).not.toContain("Some work");
      }
  });

  test("20: recent work is Kimai's own list, and starting again brings text and tags", async () => {
    const seed = (state: FakeState) => entries(state, 1, { description: "Half done", tags: ["remote"] });
    const { ok, kimai } = await kimaiSession("user", { profile: "track" }, { seed });
    expect((await ok("find_work")).text).toContain("Website relaunch");
    expect(kimai.count("GET", /^\/timesheets\/recent/)).toBe(1);
    await ok("clock_in", { again: "last" });
    expect(kimai.state.timesheets.at(-1)).toMatchObject({ end: null, description: "Half done", tags: ["remote"] });
  });
});

describe("what else there is", () => {
  test("10: a team lead has the split of a project that ended and whose name begins another's, by name", async () => {
    const seed = (state: FakeState) => {
      entries(state, 2, { project: 4, activity: 7 });
      entries(state, 1, { project: 2, activity: 1, user: 5 });
    };
    const { ok, kimai } = await kimaiSession("teamlead", {}, { seed });
    const split = (project: string) =>
      ok("report_time", { project, people: ["everyone"], by: ["person", "activity"], period: "this month" });
    expect((await split("Old intranet")).text).toMatch(/John Doe.*\n.*Maintenance/);
    const web = await split("Web");
    expect(web.text).toContain("Paula Puck");
    expect(web.text).not.toContain("John Doe");
    expect(kimai.requests.some(({ path, status = 0 }) => path === "/users" && status < 400)).toBe(false);
  });

  test("11: a number is a value of a custom field, and a team keeps what is not said about it", async () => {
    const fields = { settings: { workMetaFields: { project: ["floors"] } } };
    const { ok, kimai } = await kimaiSession("super", { plugins: true }, fields);
    await ok("save_record", {
      type: "project",
      records: [{ id: "Website relaunch", values: { meta: { floors: 5 } } }],
    });
    expect(kimai.state.projects.find(({ id }) => id === 1)?.meta).toMatchObject({ floors: "5" });
    const before = kimai.state.users.filter(({ teams }) => teams.some(({ id }) => id === 1)).map(({ id }) => id);
    await ok("save_record", { type: "team", records: [{ id: "Web team", values: { color: "red" } }] });
    expect(kimai.state.teams.find(({ id }) => id === 1)).toMatchObject({ name: "Web team", color: "#ff0000" });
    expect(kimai.state.users.filter(({ teams }) => teams.some(({ id }) => id === 1)).map(({ id }) => id)).toEqual(
      before,
    );
  });

  test("12: a new customer takes its teams by name", async () => {
    const { ok, kimai } = await kimaiSession("super");
    const values = { name: "Tiny Ltd", teams: ["Web team"], address_line1: "Up 1", city: "Ulm" };
    await ok("save_record", { type: "customer", records: [{ values }] });
    expect(kimai.state.customers.find(({ name }) => name === "Tiny Ltd")?.teams).toEqual([1]);
  });

  test("16: a plain user is told their roles, teams and supervisor", async () => {
    const seed = ({ users }: FakeState) => {
      for (const user of users) if (user.id === 4) user.supervisor = 3;
    };
    const { ok } = await kimaiSession("user", { profile: "track" }, { seed });
    const { data, text } = await ok("get_account");
    expect(data).toMatchObject({ teams: [{ name: "Web team" }], supervisor: { name: "Tony Maier" } });
    expect(text).toMatch(/roles: ROLE_USER.*supervisor: Tony Maier/);
    expect(text).toContain("Teams: Web team");
  });

  test("19: a leave of seven months is the eight parts that Kimai takes, checked first and then asked for", async () => {
    const { ok, kimai } = await kimaiSession("user", { profile: "track", plugins: true });
    const wish = { type: "unpaid_vacation", from: "2029-09-01", to: "2030-03-31", comment: "Sabbatical" };
    const dry = await ok("request_absence", { ...wish, dry_run: true });
    expect(kimai.state.plugged.absences).toEqual([]);
    expect(dry.data.absences).toHaveLength(8);
    await ok("request_absence", wish);
    expect(kimai.state.plugged.absences).toHaveLength(8);
  });
});
