import { describe, expect, it } from "vitest";
import { bodiesTo, failureOf, sentTo, setup } from "../setup";

const design = { customer: "510", project: "7720", activity: "31" };
const shop = { customer: "511", activity: "32" };
const start = /^\/v2\/clock$/;

describe("clock in", () => {
  it("starts by Clockodo's own clock, sends nothing that was not asked for, and answers with names", async () => {
    const s = await setup();
    const started = await s.service.timer.start({ work: design });
    expect(bodiesTo(s, "POST", start)).toEqual([{ customers_id: 510, projects_id: 7720, services_id: 31 }]);
    expect(started).toMatchObject({
      entry: {
        work: {
          customer: { id: "510", name: "Seehof Hotels" },
          project: { id: "7720", name: "App relaunch" },
          activity: { id: "31", name: "Design" },
        },
        person: { id: "42", name: "Mara Lind" },
        begin: "2026-11-19T10:07:33Z",
        end: null,
        seconds: null,
        billable: true,
      },
      stopped: [],
      notes: [],
    });
    expect((await s.service.timer.read()).running).toEqual([started.entry]);
  });

  it("finds the customer of a project, and the project of a subproject", async () => {
    const s = await setup();
    const started = await s.service.timer.start({ work: { subproject: "9010", activity: "31" }, text: "Wireframes" });
    expect(started.entry.work).toMatchObject({ customer: { name: "Seehof Hotels" }, subproject: { name: "iOS" } });
    expect(started.entry.text).toBe("Wireframes");
  });

  it("says which level is missing before anything is sent, with the company's usual service", async () => {
    const s = await setup();
    expect(await failureOf(s.service.timer.start({ work: { project: "7720" } }))).toMatchObject({
      message: expect.stringMatching(/needs an activity/),
      next: expect.stringContaining('"Design"'),
    });
    expect(await failureOf(s.service.timer.start({ work: { activity: "31" } }))).toMatchObject({
      message: expect.stringMatching(/needs a customer/),
    });
    expect(sentTo(s, "POST", start)).toEqual([]);
  });

  it("needs a project where the company demands one", async () => {
    const s = await setup("mara", { company: { allow_entries_for_customers: false } });
    const error = await failureOf(s.service.timer.start({ work: shop }));
    expect(error).toMatchObject({ name: "InputError", message: expect.stringMatching(/only on projects/) });
    expect(sentTo(s, "POST", start)).toEqual([]);
  });

  it("leaves the project to Clockodo where the company's settings cannot be read", async () => {
    const s = await setup("mara", { company: { allow_entries_for_customers: false }, settings: { aggregates: false } });
    const error = await failureOf(s.service.timer.start({ work: shop }));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", fields: { project: expect.any(String) } });
  });

  it("tells which entry it ended", async () => {
    const s = await setup();
    const first = await s.service.timer.start({ work: design, text: "before" });
    s.clockodo.advance(600);
    const second = await s.service.timer.start({ work: shop });
    expect(second.stopped).toMatchObject([
      { id: first.entry.id, end: "2026-11-19T10:17:33Z", seconds: 600, text: "before" },
    ]);
    expect(second.stopped[0]?.work.project?.name).toBe("App relaunch");
  });

  it("tells that what ran for more than a day was cut, and what Clockodo says about it", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(30 * 3600);
    const second = await s.service.timer.start({ work: shop });
    expect(second.stopped[0]?.seconds).toBe(24 * 3600 - 1);
    expect(second.notes.join(" ")).toMatch(/just under 24 hours.*Clockodo says: The last entry was longer than a day/);
  });

  it("begins at a given time; what lies there already is a conflict and nothing is saved", async () => {
    const s = await setup();
    const at = "2026-11-19T09:00:00Z";
    await s.service.time.create({ work: design, begin: at, end: "2026-11-19T09:30:00Z" });
    expect(await failureOf(s.service.timer.start({ work: design, at }))).toMatchObject({
      kind: "conflict",
      saved: "no",
    });
    const started = await s.service.timer.start({ work: design, at: "2026-11-19T09:30:00Z" });
    expect(bodiesTo(s, "POST", start).at(-1)).toMatchObject({ time_since: "2026-11-19T09:30:00Z", clocked_now: true });
    expect(s.clockodo.state.entries.at(-1)?.offline).toBeUndefined();
    expect(started).toMatchObject({ entry: { begin: "2026-11-19T09:30:00Z" }, notes: [] });
  });

  it("refuses tags, custom fields, breaks, rates and ids that are none before anything is sent", async () => {
    const s = await setup();
    for (const draft of [
      { work: design, tags: ["a"] },
      { work: design, meta: { a: "b" } },
      { work: design, breakSeconds: 60 },
      { work: design, hourlyRate: 80 },
      { work: design, exported: true },
      { work: design, text: "x".repeat(1001) },
      { work: { ...design, project: "../1" } },
    ])
      expect((await failureOf(s.service.timer.start(draft))).message).not.toBe("");
    expect(sentTo(s, "POST", start)).toEqual([]);
  });

  it("keeps the billable of the project unless it is said", async () => {
    const s = await setup();
    expect((await s.service.timer.start({ work: { customer: "512", activity: "31" } })).entry.billable).toBe(false);
    const said = await s.service.timer.start({ work: { customer: "512", activity: "31" }, billable: true });
    expect(said.entry.billable).toBe(true);
    expect(bodiesTo(s, "POST", start).at(-1)).toMatchObject({ billable: 1 });
  });

  it("starts for somebody else only with the right", async () => {
    const s = await setup("olga");
    const started = await s.service.timer.start({ work: design, personId: "42" });
    expect(started.entry.person).toEqual({ id: "42", name: "Mara Lind" });
    expect((await s.service.timer.read()).running).toEqual([]);
    const error = await failureOf(s.as("jonas").timer.start({ work: design, personId: "42" }));
    expect(error).toMatchObject({ kind: "forbidden", saved: "no" });
  });
});

describe("without a connection", () => {
  it("queues nothing as if it had happened", async () => {
    const s = await setup();
    await s.service.facts();
    await s.clockodo.close();
    const error = await failureOf(s.service.timer.start({ work: design }));
    expect(error).toMatchObject({ kind: "offline", saved: "no" });
    expect(s.clockodo.state.entries).toEqual([]);
    expect(s.breaks.held).toBeNull();
  });
});

describe("when the answer is lost", () => {
  it("finds the entry that was saved, and what it ended, and sends the write once", async () => {
    const s = await setup();
    const first = await s.service.timer.start({ work: shop });
    s.clockodo.advance(60);
    s.clockodo.fail({ method: "POST", path: start, failure: { kind: "drop", afterEffect: true } });
    const second = await s.service.timer.start({ work: design });
    expect(second.entry.work.project?.name).toBe("App relaunch");
    expect(second.stopped).toMatchObject([{ id: first.entry.id, seconds: 60 }]);
    expect(second.notes.join()).toMatch(/lost.*saved/);
    expect(sentTo(s, "POST", start)).toHaveLength(2);
  });

  it("says that nothing was saved where nothing runs", async () => {
    const s = await setup();
    s.clockodo.fail({ method: "POST", path: start, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.timer.start({ work: design }))).toMatchObject({ kind: "offline", saved: "no" });
  });

  it("does not take what ran before for what was started", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.fail({ method: "POST", path: start, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.timer.start({ work: design }))).toMatchObject({ saved: "no" });
  });

  it("finds that a stop took effect", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    s.clockodo.advance(600);
    s.clockodo.fail({ method: "DELETE", path: /clock/, failure: { kind: "drop", afterEffect: true } });
    const stopped = await s.service.timer.stop();
    expect(stopped.entries).toMatchObject([{ id: entry.id, seconds: 600 }]);
    expect(stopped.notes.join()).toMatch(/lost.*saved/);
    expect(sentTo(s, "DELETE", /clock/)).toHaveLength(1);
  });
});

describe("clock out", () => {
  it("sends nothing where nothing runs", async () => {
    const s = await setup();
    expect(await s.service.timer.stop()).toEqual({ entries: [], notes: [] });
    expect(sentTo(s, "DELETE", /./)).toEqual([]);
  });

  it("ends the entry at the time that was meant", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(3600);
    const stopped = await s.service.timer.stop("2026-11-19T10:30:00Z");
    expect(stopped).toMatchObject({ entries: [{ end: "2026-11-19T10:30:00Z" }], notes: [] });
    expect(sentTo(s, "DELETE", /clock/)[0]?.query.get("time_until")).toBe("2026-11-19T10:30:00Z");
  });

  it("refuses an end before the begin before anything is sent", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    for (const end of ["2026-11-19T10:00:00Z", "2026-11-19T10:07:33Z"])
      expect(await failureOf(s.service.timer.stop(end)), end).toMatchObject({ name: "InputError", code: "time" });
    expect(sentTo(s, "DELETE", /./)).toEqual([]);
  });

  it("says that an entry of more than a day was cut", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(25 * 3600);
    const stopped = await s.service.timer.stop();
    expect(stopped.entries[0]?.seconds).toBe(24 * 3600 - 1);
    expect(stopped.notes).toEqual([expect.stringMatching(/just under 24 hours/)]);
  });

  it("ends what began this very second with no length", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    expect((await s.service.timer.stop()).entries).toMatchObject([{ seconds: 0, end: "2026-11-19T10:07:33Z" }]);
  });
});

describe("what runs", () => {
  it("takes another project, text and begin", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    const changed = await s.service.time.update(entry.id, { work: shop, text: "Prices" });
    expect(changed.entry).toMatchObject({ end: null, text: "Prices", work: { customer: { name: "Backhaus Ost" } } });
    expect(changed.entry.work.project).toBeUndefined();
    const earlier = await s.service.time.update(entry.id, { begin: "2026-11-19T09:00:00Z" });
    expect(earlier).toMatchObject({ entry: { id: entry.id, begin: "2026-11-19T09:00:00Z", end: null }, notes: [] });
    expect(bodiesTo(s, "PUT", /^\/v2\/clock\/\d+$/)).toEqual([
      { time_since: "2026-11-19T09:00:00Z", time_since_before: "2026-11-19T10:07:33Z" },
    ]);
  });

  it("ends by a correction of its end, with what else is corrected, in one write", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    s.clockodo.advance(3600);
    const end = "2026-11-19T10:30:00Z";
    const changed = await s.service.time.update(entry.id, { end, text: "Icons" });
    expect(changed).toMatchObject({ entry: { id: entry.id, end, text: "Icons" }, notes: [] });
    expect((await s.service.timer.read()).running).toEqual([]);
    expect(sentTo(s, "PUT", /./)).toHaveLength(1);
  });

  it("tells where another begin reaches into what was before, and what Clockodo made of it", async () => {
    const s = await setup();
    await s.service.time.create({ work: design, begin: "2026-11-19T08:00:00Z", end: "2026-11-19T09:00:00Z" });
    const { entry } = await s.service.timer.start({ work: design });
    const changed = await s.service.time.update(entry.id, { begin: "2026-11-19T08:30:00Z" });
    expect(changed.entry.begin).toBe("2026-11-19T09:00:00Z");
    expect(changed.notes.join(" ")).toMatch(
      /reaches into.*moved the begin from 2026-11-19 09:30:00\+01:00 to 2026-11-19 10:00:00\+01:00/,
    );
  });

  it("is a conflict where somebody else has moved it meanwhile", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    const { requests, state } = s.clockodo;
    const { push } = requests;
    requests.push = (...rows) => {
      const [row] = state.entries;
      if (row && rows.some(({ method, path }) => method === "PUT" && /^\/v2\/clock\/\d+$/.test(path)))
        row.since -= 60_000;
      return push.apply(requests, rows);
    };
    expect(await failureOf(s.service.time.update(entry.id, { begin: "2026-11-19T09:00:00Z" }))).toMatchObject({
      kind: "conflict",
      saved: "no",
    });
  });
});

describe("a tray that looks each minute", () => {
  it("asks for the clock and for no list of names again", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    const lists = () => s.clockodo.count("GET", /customers|projects|services|users$/);
    const before = lists();
    for (let minute = 0; minute < 5; minute += 1) {
      s.clockodo.advance(60);
      const { running } = await s.service.timer.read();
      expect(running[0]?.work.project?.name).toBe("App relaunch");
    }
    expect(lists()).toBe(before);
    const project = s.clockodo.state.projects.find(({ id }) => id === 7720);
    if (project) project.name = "App relaunch 2";
    s.clockodo.advance(600);
    expect((await s.service.timer.read()).running[0]?.work.project?.name).toBe("App relaunch 2");
  });

  it("names what it may not see by its id, and asks for that at most once a minute", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.state.projects = s.clockodo.state.projects.filter(({ id }) => id !== 7720);
    s.clockodo.advance(660);
    for (let turn = 0; turn < 3; turn += 1)
      expect((await s.service.timer.read()).running[0]?.work.project).toEqual({ id: "7720", name: expect.any(String) });
    expect(s.clockodo.count("GET", /^\/v4\/projects$/)).toBe(2);
  });
});

describe("breaks", () => {
  it("go on from a time that lies behind", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design, text: "Wireframes" });
    s.clockodo.advance(600);
    await s.service.timer.pause();
    s.clockodo.advance(3_600);
    const { entry } = await s.service.timer.resume("2026-11-19T10:32:33Z");
    expect(entry).toMatchObject({ begin: "2026-11-19T10:32:33Z", end: null, text: "Wireframes" });
  });

  it("stop the clock, are remembered, and go on with the same work", async () => {
    const s = await setup();
    await s.service.timer.start({ work: { ...design, subproject: "9010" }, text: "Wireframes", billable: false });
    s.clockodo.advance(600);
    const pause = await s.service.timer.pause();
    expect(pause.since).toBe("2026-11-19T10:17:33Z");
    expect((await s.service.timer.read()).onBreak).toMatchObject({ since: pause.since, entry: { text: "Wireframes" } });
    s.clockodo.advance(900);
    const { entry } = await s.service.timer.resume();
    expect(entry).toMatchObject({ begin: "2026-11-19T10:32:33Z", text: "Wireframes", billable: false });
    expect(entry.work).toMatchObject({ project: { id: "7720" }, subproject: { id: "9010" } });
    expect((await s.service.timer.read()).onBreak).toBeNull();
  });

  it("end with a clock-out, which sends nothing to Clockodo then", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(600);
    await s.service.timer.pause();
    expect(await s.service.timer.stop()).toEqual({ entries: [], notes: [] });
    expect(await s.service.timer.read()).toEqual({ running: [], onBreak: null });
    expect(sentTo(s, "DELETE", /./)).toHaveLength(1);
  });

  it("end with work that was recorded elsewhere since", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(600);
    await s.service.timer.pause();
    s.clockodo.advance(600);
    const elsewhere = s.as("mara");
    await elsewhere.time.create({ work: shop, begin: "2026-11-19T10:18:00Z", end: "2026-11-19T10:20:00Z" });
    expect((await s.service.timer.read()).onBreak).toBeNull();
    expect(await failureOf(s.service.timer.resume())).toMatchObject({ kind: "nothing_running" });
  });

  it("end with the entry they belong to", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.clockodo.advance(600);
    const { entry } = await s.service.timer.pause();
    await s.service.time.remove(entry.id);
    expect(await s.service.timer.read()).toEqual({ running: [], onBreak: null });
  });

  it("cannot be taken from nothing, and not resumed while work runs", async () => {
    const s = await setup();
    expect(await failureOf(s.service.timer.pause())).toMatchObject({ kind: "nothing_running" });
    await s.service.timer.start({ work: design });
    expect(await failureOf(s.service.timer.resume())).toMatchObject({ kind: "nothing_running" });
  });
});

describe("running again", () => {
  it("goes on in a new entry from where the old one ended, so that no time is lost or doubled", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design, text: "Wireframes" });
    s.clockodo.advance(600);
    await s.service.timer.stop();
    s.clockodo.advance(5);
    const again = await s.service.timer.reopen(entry.id);
    expect(again).toMatchObject({ begin: "2026-11-19T10:17:33Z", end: null, text: "Wireframes" });
    expect(again.id).not.toBe(entry.id);
    expect(bodiesTo(s, "POST", start).at(-1)).toMatchObject({ clocked_now: true });
    expect((await s.service.time.get(entry.id)).end).toBe("2026-11-19T10:17:33Z");
  });

  it("leaves what runs alone, and refuses what ended long ago, and while other work runs", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    expect((await s.service.timer.reopen(entry.id)).id).toBe(entry.id);
    s.clockodo.advance(60);
    await s.service.timer.stop();
    const other = await s.service.timer.start({ work: shop });
    expect(await failureOf(s.service.timer.reopen(entry.id))).toMatchObject({ kind: "conflict", saved: "no" });
    await s.service.timer.stop();
    await s.service.time.remove(other.entry.id);
    s.clockodo.advance(2 * 86_400);
    expect(await failureOf(s.service.timer.reopen(entry.id))).toMatchObject({ kind: "invalid", saved: "no" });
  });
});
