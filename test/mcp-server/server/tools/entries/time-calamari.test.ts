import { expect, onTestFinished, test } from "vitest";
import type { ProfileName } from "#core/domain/permission-profiles";
import { callMay } from "#core/platform/call-context";
import type { FakeCalamariOptions } from "../../../../fakes/calamari";
import type { FakeShift } from "../../../../fakes/calamari/model";
import { withShifts as seeded, shiftRow } from "../../../../fakes/calamari/rows";
import { people } from "../../../../fakes/calamari/seed";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/calamari/setup";

/** The clock and the time sheet through the tools that an AI client calls, over the real adapter and a fake Calamari. */
async function calamariSession(options: FakeCalamariOptions = {}, profile: ProfileName = "track") {
  const { calamari, service, logged, close } = await setup("nora", { now: thursday, ...options }, { may: callMay });
  const answered: string[] = [];
  onTestFinished(async () => {
    expect(calamari.unknownMembers()).toEqual([]);
    if (profile === "track") expect(calamari.othersAskedFor(people.nora)).toEqual([]);
    calamari.assertKeyOnlyInHeaders(logged(), ...answered);
    await close();
  });
  const session = openToolSession({ profile, answers: Array(9).fill("yes"), service });
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await session.call(name, args);
    answered.push(answer.text, JSON.stringify(answer.data));
    return answer;
  };
  const ok = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  const advance = (seconds: number) => {
    calamari.advance(seconds);
    session.clock.now += seconds * 1000;
  };
  return { ...session, call, calamari, ok, advance };
}
const at = (clock: string, day = "2026-11-18") => Date.parse(`${day}T${clock}:00Z`);
/** Wednesday, 9 to 17 in Oslo. */
const row = (more: Partial<FakeShift> = {}) => ({ ...shiftRow(501, "2026-11-18T08:00", "2026-11-18T16:00"), ...more });
const onHarbour = [{ from: at("08:00"), to: at("16:00"), project: 14 }];
const terminal = /terminal\/v1\/(clock|break|punch)/;

test("clock in by names, take a break, go on, clock out, and see it all in the status and the list", async () => {
  const { ok, advance, calamari } = await calamariSession();
  const started = await ok("clock_in", { project: "harbour", text: "Quay walls" });
  expect(started.text).toContain("Harbour app");
  advance(1800);
  const paused = await ok("take_break", { type: "coffee" });
  expect(paused.text).toContain("On a break since");
  advance(600);
  const resting = await ok("get_status");
  expect(resting.data).toMatchObject({ state: "break", running: null, today: { seconds: 1800, running: 0 } });
  await ok("take_break", { resume: true });
  advance(600);
  const status = await ok("get_status");
  expect(status.data).toMatchObject({
    state: "working",
    running: { text: "Quay walls", seconds: 2400, breakSeconds: 600 },
    today: { seconds: 2400, target: 27_000 },
  });
  const ended = await ok("clock_out");
  expect(ended.data).toMatchObject({ entries: [{ seconds: 2400, work: { project: { name: "Harbour app" } } }] });
  const listed = await ok("list_time", { period: "today" });
  expect(listed.data).toMatchObject({ total: { entries: 1, seconds: 2400 } });
  expect(calamari.state.shifts[0]?.breaks).toMatchObject([{ breakType: 3 }]);
});

test("a status takes one request, and what each click takes is known", async () => {
  const { ok, advance, calamari } = await calamariSession(seeded(row()));
  await ok("get_status");
  const taken = async (name: string, args: Record<string, unknown> = {}) => {
    const before = calamari.requests.length;
    await ok(name, args);
    advance(60);
    return calamari.requests.length - before;
  };
  expect(await taken("get_status")).toBe(1);
  expect(await taken("clock_in", { project: "Harbour app" })).toBeLessThanOrEqual(6);
  // A pause and an end also tell what was worked today, by one more.
  expect(await taken("take_break", { type: "Lunch" })).toBeLessThanOrEqual(5);
  expect(await taken("take_break", { resume: true })).toBeLessThanOrEqual(3);
  expect(await taken("clock_out")).toBeLessThanOrEqual(5);
});

test("on a Monday morning a status takes one request too, and knows Friday's shift", async () => {
  const friday = row({ started: at("08:00", "2026-11-20"), finished: at("16:00", "2026-11-20") });
  const { ok, calamari, clock } = await calamariSession({ ...seeded(friday), now: "2026-11-23T08:00:00Z" });
  clock.now = Date.parse("2026-11-23T08:00:00Z");
  await ok("get_account");
  const before = calamari.requests.length;
  const status = await ok("get_status");
  expect(calamari.requests.length - before).toBe(1);
  expect(status.data).toMatchObject({
    last: { id: "2026-11-20.501" },
    today: { seconds: 0 },
    week: { first: "2026-11-23", seconds: 0 },
  });
});

test("clock in while running on the same sends nothing, on something else ends it first", async () => {
  const { ok, advance, calamari } = await calamariSession();
  await ok("clock_in", { project: "Harbour app" });
  advance(600);
  const again = await ok("clock_in", { project: "Harbour app" });
  expect(again.text).toContain("runs already");
  expect(calamari.count(terminal)).toBe(1);
  const other = await ok("clock_in", { project: "Website relaunch" });
  expect(other.data).toMatchObject({ stopped: [{ seconds: 600 }], entry: { work: { project: { id: "15" } } } });
});

test("clock out while stopped, and a break while stopped, send nothing and say so", async () => {
  const { ok, call, calamari } = await calamariSession();
  expect((await ok("clock_out")).text).toContain("Nothing is running");
  const paused = await call("take_break");
  expect(paused).toMatchObject({ isError: true, data: { error: { code: "nothing_running", saved: "no" } } });
  expect(calamari.count(terminal)).toBe(0);
});

test("a break without a type is of the usual one, and a wrong name is told the right ones", async () => {
  const { ok, call } = await calamariSession();
  await ok("clock_in", {});
  const wrong = await call("take_break", { type: "siesta" });
  expect(wrong).toMatchObject({ isError: true });
  expect(wrong.text).toMatch(/Lunch/);
  expect((await ok("take_break")).text).toMatch(/type "Lunch", the first of the list/);
});

test("times with an offset are sent as the person's clock, without zone", async () => {
  const { ok, calamari } = await calamariSession();
  await ok("clock_in", { at: "2026-11-19T12:30:00+00:00" });
  await ok("clock_out", { at: "2026-11-19T12:45:00Z" });
  const sent = calamari.requests.filter(({ path }) => terminal.test(path)).map(({ body }) => JSON.parse(body).time);
  expect(sent).toEqual(["2026-11-19T13:30:00", "2026-11-19T13:45:00"]);
});

test("somebody without an API terminal is told what to do, in the tool too", async () => {
  const { call } = await calamariSession({
    seed: (state) => {
      for (const each of state.employees) each.terminal = false;
    },
  });
  const answer = await call("clock_in", {});
  expect(answer).toMatchObject({ isError: true, data: { error: { code: "forbidden", saved: "no" } } });
  expect(answer.text).toMatch(/API Terminal/i);
});

test("several shifts at once, with a preview first, by names, and in few requests", async () => {
  const { ok, calamari } = await calamariSession();
  const entries = ["mon", "tue", "wed"].map((day) => ({
    day,
    from: "9:00",
    to: "17:00",
    break: "30m",
    project: "Harbour app",
    text: "Forgot to clock in",
  }));
  await ok("log_time", { entries, dry_run: true });
  expect(calamari.state.shifts).toEqual([]);
  const before = calamari.requests.length;
  const saved = await ok("log_time", { entries });
  expect(saved.data).toMatchObject({ entries: [{ seconds: 27_000 }, { seconds: 27_000 }, { seconds: 27_000 }] });
  expect(saved.text).toMatch(/break of 0:30 \("Lunch"\) was put at 12:45–13:15/);
  expect(calamari.requests.length - before).toBeLessThanOrEqual(10);
});

test("a break that is given as a span lies there, and a preview of one without a place says where it would be", async () => {
  const { ok, calamari } = await calamariSession();
  const entry = { day: "tue", from: "8:00", to: "16:00" };
  const preview = await ok("log_time", { entries: [{ ...entry, break: "30m" }], dry_run: true });
  expect(preview.text).toContain(
    "The break of 0:30 is put in the middle. Give it as '12:00-12:30' to say when it was.",
  );
  const saved = await ok("log_time", { entries: [{ ...entry, break: "12:00-12:30" }] });
  expect(saved.text).not.toContain("put in the middle");
  const breaks = () => calamari.state.shifts[0]?.breaks.map(({ from }) => new Date(from).toISOString());
  expect(breaks()).toEqual(["2026-11-17T11:00:00.000Z"]);
  const [{ id }] = (saved.data as { entries: [{ id: string }] }).entries;
  await ok("update_time", { changes: [{ id, break: "13-13:30" }] });
  expect(breaks()).toEqual(["2026-11-17T12:00:00.000Z"]);
});

test("an overlap is told before anything is sent, also between the rows of one call", async () => {
  const { call, calamari } = await calamariSession(seeded(row()));
  const over = await call("log_time", { entries: [{ day: "yesterday", from: "16:00", to: "18:00" }] });
  expect(over).toMatchObject({ isError: true, text: expect.stringMatching(/overlaps #2026-11-18\.501/) });
  const twice = { day: "tue", from: "9:00", to: "11:00" };
  const rows = await call("log_time", { entries: [twice, { ...twice, from: "10:00" }] });
  expect(rows.text).toMatch(/overlaps another entry of this call/);
  expect(calamari.count(/timesheetentries\/v1\/create/)).toBe(0);
});

test("an entry is corrected, cut in two, copied and deleted", async () => {
  const { ok, calamari } = await calamariSession(seeded(row({ description: "Walls", projects: onHarbour })));
  await ok("update_time", { changes: [{ id: "#2026-11-18.501", to: "15:00", text: "Quay walls" }] });
  expect(calamari.state.shifts[0]).toMatchObject({ description: "Quay walls", finished: at("14:00") });
  const cut = await ok("update_time", {
    changes: [{ id: "2026-11-18.501", split: "12:00", project: "Website relaunch" }],
  });
  expect(cut.data).toMatchObject({
    entries: [
      { seconds: 10_800, work: { project: { id: "14" } } },
      { seconds: 10_800, work: { project: { id: "15" } } },
    ],
  });
  const copied = await ok("update_time", { changes: [{ id: "2026-11-18.501", copy: true, day: "2026-11-17" }] });
  expect(copied.data).toMatchObject({ entries: [{ id: expect.stringMatching(/^2026-11-17\./), text: "Quay walls" }] });
  const moved = await ok("update_time", { changes: [{ id: "2026-11-18.501", day: "2026-11-16" }] });
  expect(moved.data).toMatchObject({ entries: [{ id: "2026-11-16.501" }] });
  const listed = await ok("list_time", { period: "this week", detail: "full" });
  const ids = (listed.data.entries as { id: string }[]).map(({ id }) => id);
  expect(ids).toHaveLength(3);
  await ok("delete_time", { ids });
  expect(calamari.state.shifts).toEqual([]);
});

test("a shift that runs cannot be changed, and an ended one cannot run again: both say what can be done", async () => {
  const { ok, call } = await calamariSession(seeded(row()));
  await ok("clock_in", {});
  const running = (await ok("get_status")).data.running as { id: string };
  expect(running).toMatchObject({ fixed: expect.stringMatching(/changes only what has ended/) });
  expect((await call("update_time", { changes: [{ id: running.id, text: "x" }] })).text).toMatch(/Clock out first/);
  await ok("clock_out");
  expect((await call("update_time", { changes: [{ id: "2026-11-18.501", reopen: true }] })).text).toMatch(
    /Clock in again/,
  );
});

test("a shift with several projects is reported by project, and is moved as a whole", async () => {
  const projects = [
    { from: at("08:00"), to: at("11:00"), project: 14 },
    { from: at("11:00"), to: at("16:00"), project: 15 },
  ];
  const { ok, call, calamari } = await calamariSession(seeded(row({ projects })));
  const report = await ok("report_time", { period: "this week", by: ["project"] });
  expect(report.data).toMatchObject({
    total: { seconds: 28_800 },
    groups: [
      { name: "Website relaunch", seconds: 18_000 },
      { name: "Harbour app", seconds: 10_800 },
    ],
  });
  const part = await call("update_time", { changes: [{ id: "2026-11-18.501-2", text: "x" }] });
  expect(part).toMatchObject({ isError: true, text: expect.stringMatching(/part of shift #2026-11-18\.501,/) });
  await ok("update_time", { changes: [{ id: "2026-11-18.501", from: "8:00", to: "16:00" }] });
  expect(calamari.state.shifts[0]?.projects.map(({ from }) => from)).toEqual([at("07:00"), at("10:00")]);
});

test("a shift with several projects is neither copied, cut nor started again as if it had none", async () => {
  const projects = [
    { from: at("08:00"), to: at("11:00"), project: 14 },
    { from: at("11:00"), to: at("16:00"), project: 15 },
  ];
  const { ok, call, calamari } = await calamariSession(seeded(row({ projects })));
  const id = "2026-11-18.501";
  for (const way of [{ copy: true, day: "2026-11-17" }, { split: "13:00" }])
    expect((await call("update_time", { changes: [{ id, ...way }] })).text).toMatch(/several projects/);
  expect((await call("clock_in", { again: id })).text).toMatch(/several projects.*Name the project/s);
  expect(calamari.state.shifts).toMatchObject([{ projects }]);
  const started = await ok("clock_in", { again: `${id}-2` });
  expect(started.data).toMatchObject({ entry: { work: { project: { id: "15" } } } });
});

test("a month's report takes one request for its entries", async () => {
  const { ok, calamari } = await calamariSession(
    seeded(row(), row({ id: 2, started: at("08:00", "2026-11-03"), finished: at("10:00", "2026-11-03") })),
  );
  await ok("get_account");
  const before = calamari.count(/timesheetentries\/v1\/find/);
  const report = await ok("report_time", { period: "this month", by: ["day"] });
  expect(report.data).toMatchObject({ total: { seconds: 36_000, entries: 2 } });
  expect(calamari.count(/timesheetentries\/v1\/find/) - before).toBe(1);
});

test("others' time is neither listed nor sent for without Manage, and names whose it is with it", async () => {
  const ida = row({ id: 7, employee: 42 });
  const own = await calamariSession(seeded(row(), ida));
  for (const args of [{ people: ["everyone"] }, { people: [people.ida] }])
    expect(await own.call("list_time", { period: "this week", ...args })).toMatchObject({ isError: true });
  expect(await own.call("delete_time", { ids: [`2026-11-18.7.${people.ida}`] })).toMatchObject({ isError: true });
  expect(own.calamari.state.shifts).toHaveLength(2);

  const { ok, calamari } = await calamariSession(seeded(row(), ida), "manage");
  const listed = await ok("list_time", { period: "this week", people: ["Ida Berg"], detail: "full" });
  expect(listed.text).toContain("by Ida Berg");
  await ok("update_time", { changes: [{ id: `2026-11-18.7.${people.ida}`, text: "For Ida" }] });
  expect(calamari.state.shifts.find(({ id }) => id === 7)).toMatchObject({ description: "For Ida", employee: 42 });
  const logged = await ok("log_time", { entries: [{ day: "tue", from: "9:00", to: "10:00", person: "Ida Berg" }] });
  expect(logged.text).toContain("by Ida Berg");
});

test("everybody's month in a company of 3,000 is one request, and an answer that can be read", async () => {
  const { ok, calamari } = await calamariSession(
    {
      seed(state) {
        const [nora] = state.employees.slice(1);
        if (!nora) throw new Error("the seed has Nora");
        for (let id = 1000; id < 4000; id++) {
          state.employees.push({ ...nora, id, firstName: `P${id}`, email: `p${id}@fjordworks.example` });
          state.shifts.push(row({ id, employee: id }));
        }
      },
    },
    "manage",
  );
  await ok("get_account");
  const before = calamari.requests.length;
  const listed = await ok("list_time", { period: "this month", people: ["everyone"] });
  const report = await ok("report_time", { period: "this month", people: ["everyone"], by: ["person"] });
  expect(calamari.requests.length - before).toBe(2);
  expect(listed.data).toMatchObject({ total: { entries: 3000, seconds: 3000 * 28_800 } });
  expect(report.data).toMatchObject({ total: { entries: 3000 }, more: expect.any(Number) });
  for (const { text, data } of [listed, report]) {
    expect(text.length).toBeLessThan(15_000);
    expect(JSON.stringify(data).length).toBeLessThan(30_000);
  }
});

test("a project that is missing is made only where that is allowed", async () => {
  const kept = await calamariSession();
  const refused = await kept.call("clock_in", { project: "Lighthouse", create_missing: true });
  expect(refused.isError).toBe(true);
  expect(kept.calamari.count(/projects\/v1\/create/)).toBe(0);
  const { ok, calamari } = await calamariSession({}, "manage");
  const started = await ok("clock_in", { project: "Lighthouse", create_missing: true });
  expect(started.text).toContain("Lighthouse");
  expect(calamari.state.projects.at(-1)).toMatchObject({ name: "Lighthouse" });
});

test("a used-up quota is told with what it is, and is not asked against a second time", async () => {
  const { ok, call, calamari } = await calamariSession();
  await ok("get_status");
  const before = calamari.requests.length;
  const field = "Your current usage is 812/day, 721/hour, 2/sec\nYour current limits 2880/day, 720/hour, 10/sec.";
  const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field });
  calamari.fail({ path: /timesheetentries/, failure: { kind: "status", status: 429, body } });
  const answer = await call("list_time", { period: "today" });
  expect(answer).toMatchObject({ isError: true, data: { error: { code: "rate_limited", saved: "no" } } });
  expect(answer.text).toMatch(/720 requests per hour/);
  expect(calamari.requests.length - before).toBe(1);
});
