import { describe, expect, it } from "vitest";
import type { FakeState } from "../../../../../fakes/kimai/model";
import { failureOf, type Setup, setup, shortSilenceMs } from "../setup";

const design = { project: "1", activity: "3" };
const meeting = { project: "2", activity: "1" };
const bodies = (setup: Setup, method: string, path: RegExp) =>
  setup.kimai.requests
    .filter((each) => each.method === method && path.test(each.path) && each.body !== "{}")
    .map((each) => JSON.parse(each.body || "null"));

describe("clock in", () => {
  it("starts by Kimai's own clock, sends nothing that was not asked for, and answers with names", async () => {
    const s = await setup();
    const started = await s.service.timer.start({ work: design });
    expect(bodies(s, "POST", /^\/timesheets$/)).toEqual([{ project: 1, activity: 3 }]);
    expect(started.entry).toMatchObject({
      work: {
        customer: { id: "1", name: "Northwind" },
        project: { id: "1", name: "Website relaunch" },
        activity: { id: "3", name: "Design" },
      },
      person: { id: "4", name: "John Doe" },
      begin: "2026-11-19T10:07:00Z",
      end: null,
      seconds: null,
    });
    expect(started.stopped).toEqual([]);
    expect((await s.service.timer.read()).running.map((entry) => entry.id)).toEqual([started.entry.id]);
  });

  it("says which entry the hard limit ended, with its real end", async () => {
    const s = await setup();
    const first = await s.service.timer.start({ work: design, text: "before" });
    s.kimai.advance(600);
    const second = await s.service.timer.start({ work: meeting });
    expect(second.stopped).toMatchObject([{ id: first.entry.id, end: "2026-11-19T10:18:00Z", text: "before" }]);
    expect(second.stopped[0]?.work.project?.name).toBe("Website relaunch");
  });

  it("leaves the others running where the limit allows it", async () => {
    const s = await setup("user", { settings: { hardLimit: 2 } });
    await s.service.timer.start({ work: design });
    const second = await s.service.timer.start({ work: meeting });
    expect(second.stopped).toEqual([]);
    expect((await s.service.timer.read()).running).toHaveLength(2);
  });

  it("begins at a given time in the person's zone, and says what rounding made of it when it ended", async () => {
    const s = await setup("user", { settings: { rounding: { mode: "default", begin: 15, end: 15 } } });
    const started = await s.service.timer.start({ work: design, at: "2026-11-19T08:10:00Z" });
    expect(bodies(s, "POST", /^\/timesheets$/)[0].begin).toBe("2026-11-19T09:10:00+01:00");
    expect(started.entry.begin).toBe("2026-11-19T08:10:00Z");
    const stopped = await s.service.timer.stop();
    expect(stopped.entries[0]?.begin).toBe("2026-11-19T08:00:00Z");
    expect(stopped.notes.join()).toMatch(/begin from 2026-11-19 09:10:00\+01:00 to 2026-11-19 09:00:00\+01:00/);
  });

  it("tells that Kimai dropped a tag it does not know", async () => {
    const s = await setup();
    const started = await s.service.timer.start({ work: design, tags: ["remote", "nonsense"] });
    expect(started.entry.tags).toEqual(["remote"]);
    expect(started.notes).toEqual([expect.stringMatching(/did not keep "nonsense"/)]);
  });

  it("refuses a tag with a comma, a missing activity and an id that is none, before anything is written", async () => {
    const s = await setup();
    for (const draft of [
      { work: design, tags: ["a,b"] },
      { work: { project: "1" } },
      { work: { project: "../1", activity: "3" } },
      { work: { project: "1", activity: "%2e" } },
    ])
      expect((await failureOf(s.service.timer.start(draft))).name).toBe("InputError");
    expect(s.kimai.state.timesheets).toEqual([]);
  });

  it("works in punch mode, where a time cannot be given", async () => {
    const s = await setup("user", { settings: { trackingMode: "punch" } });
    expect((await s.service.facts()).booking.freeTimes).toBe(false);
    const given = await failureOf(s.service.timer.start({ work: design, at: "2026-11-19T08:00:00Z" }));
    expect(given).toMatchObject({ kind: "unsupported", saved: "no" });
    expect((await s.service.timer.start({ work: design })).entry.begin).toBe("2026-11-19T10:07:33Z");
  });

  it("collides with what is there already where Kimai forbids overlaps, and says what to do", async () => {
    const s = await setup("user", { settings: { allowOverlap: false } });
    await s.service.time.create({ work: design, begin: "2026-11-19T08:00:00Z", end: "2026-11-19T09:00:00Z" });
    const error = await failureOf(s.service.timer.start({ work: design, at: "2026-11-19T08:30:00Z" }));
    expect(error).toMatchObject({ kind: "conflict", saved: "no", next: expect.stringContaining("already there") });
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });

  it("names the second until which an entry lasts where only seconds are in the way", async () => {
    const settings = { allowOverlap: false, rounding: { mode: "default" as const, begin: 0, end: 0 } };
    const s = await setup("user", { settings });
    await s.service.time.create({ work: design, begin: "2026-11-19T08:00:00Z", end: "2026-11-19T09:00:40Z" });
    const start = (at: string) => failureOf(s.service.timer.start({ work: design, at }));
    expect((await start("2026-11-19T09:00:00Z")).next).toContain("already there, until 10:00:40;");
    expect((await start("2026-11-19T08:30:00Z")).next).toContain("already there;");
  });

  it("shows Kimai's reason for a hidden project by our field name", async () => {
    const s = await setup();
    const error = await failureOf(s.service.timer.start({ work: { project: "5", activity: "1" } }));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", fields: { project: expect.any(String) } });
  });
});

describe("clock in when the answer is lost", () => {
  it("finds the entry that was saved, and sends the write once", async () => {
    const s = await setup();
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, failure: { kind: "drop", afterEffect: true } });
    const started = await s.service.timer.start({ work: design });
    expect(started.entry.work.activity?.name).toBe("Design");
    expect(started.notes.join()).toMatch(/lost.*saved/);
    expect(s.kimai.state.timesheets).toHaveLength(1);
    expect(bodies(s, "POST", /^\/timesheets$/)).toHaveLength(1);
  });

  it("finds it after silence too", async () => {
    const s = await setup("user", {}, { silenceMs: shortSilenceMs });
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, failure: { kind: "silence", afterEffect: true } });
    expect((await s.service.timer.start({ work: design })).entry.end).toBeNull();
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });

  it("says that nothing was saved when the connection broke before", async () => {
    const s = await setup();
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.timer.start({ work: design }))).toMatchObject({ saved: "no" });
    expect(bodies(s, "POST", /^\/timesheets$/)).toHaveLength(1);
  });

  it("says that it does not know when Kimai cannot be asked either", async () => {
    const s = await setup();
    await s.service.facts();
    await s.service.timer.read();
    s.kimai.fail({ method: "POST", failure: { kind: "drop", afterEffect: true } });
    s.kimai.fail({ path: /active/, times: 1, failure: { kind: "delay", milliseconds: 1 } });
    s.kimai.fail({ path: /active/, failure: { kind: "status", status: 500 } });
    expect(await failureOf(s.service.timer.start({ work: design }))).toMatchObject({ saved: "unknown" });
  });

  it("reads back a call that was given up while it was under way", async () => {
    const s = await setup();
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, failure: { kind: "silence", afterEffect: true } });
    const stop = new AbortController();
    const starting = s.service.timer.start({ work: design }, { signal: stop.signal });
    await expect.poll(() => s.kimai.state.timesheets.length).toBe(1);
    stop.abort();
    expect((await starting).entry.end).toBeNull();
  });
});

describe("clock out", () => {
  it("ends what runs, with Kimai's rounding", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design, text: "Header" });
    s.kimai.advance(3600);
    const stopped = await s.service.timer.stop();
    expect(stopped.entries).toMatchObject([
      {
        id: entry.id,
        end: "2026-11-19T11:08:00Z",
        seconds: 3660,
        text: "Header",
        work: { project: { name: "Website relaunch" } },
      },
    ]);
    expect((await s.service.timer.read()).running).toEqual([]);
  });

  it("ends at the time first meant", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.kimai.advance(7200);
    const stopped = await s.service.timer.stop("2026-11-19T11:00:00Z");
    expect(stopped).toMatchObject({ entries: [{ end: "2026-11-19T11:00:00Z", seconds: 3180 }], notes: [] });
  });

  it("says that the meant time could not be kept in punch mode", async () => {
    const s = await setup("user", { settings: { trackingMode: "punch" } });
    await s.service.timer.start({ work: design });
    s.kimai.advance(7200);
    const stopped = await s.service.timer.stop("2026-11-19T11:00:00Z");
    expect(stopped.entries[0]?.end).toBe("2026-11-19T12:08:00Z");
    expect(stopped.notes.join()).toMatch(/ended now and not at the time that was meant/);
  });

  it("refuses an end before the begin and leaves it running", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    expect(await failureOf(s.service.timer.stop("2026-11-19T09:00:00Z"))).toMatchObject({ code: "time" });
    expect((await s.service.timer.read()).running).toHaveLength(1);
  });

  it("does nothing where nothing runs", async () => {
    const s = await setup();
    expect(await s.service.timer.stop()).toEqual({ entries: [], notes: [] });
    expect(s.kimai.count("PATCH", /./)).toBe(0);
  });

  it("finds out that a stop was saved although the answer was lost", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.kimai.fail({ method: "PATCH", failure: { kind: "drop", afterEffect: true } });
    const stopped = await s.service.timer.stop();
    expect(stopped.entries[0]?.end).not.toBeNull();
    expect(s.kimai.count("PATCH", /stop/)).toBe(1);
  });
});

describe("break", () => {
  it("pauses, stays paused for another process, and goes on with the same work, text and tags", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design, text: "Header", tags: ["remote"] });
    s.kimai.advance(600);
    const paused = await s.service.timer.pause();
    expect(paused.entry.end).toBe(paused.since);
    const other = s.as("user");
    expect((await other.timer.read()).onBreak).toMatchObject({ since: paused.since, entry: { text: "Header" } });
    s.kimai.advance(900);
    const resumed = await other.timer.resume();
    expect(resumed.entry).toMatchObject({ text: "Header", tags: ["remote"], end: null });
    expect(resumed.entry.work).toEqual(paused.entry.work);
    expect(resumed.entry.id).not.toBe(paused.entry.id);
    expect((await s.service.timer.read()).onBreak).toBeNull();
  });

  it("is over when other work was begun and ended elsewhere", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.kimai.advance(600);
    await s.service.timer.pause();
    s.kimai.advance(600);
    const remembered = s.breaks.held;
    await s.service.timer.start({ work: meeting });
    s.kimai.advance(60);
    await s.service.timer.stop();
    s.breaks.held = remembered;
    expect((await s.service.timer.read()).onBreak).toBeNull();
  });

  it("still holds when earlier time is logged meanwhile", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.kimai.advance(600);
    await s.service.timer.pause();
    await s.service.time.create({ work: meeting, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z" });
    expect((await s.service.timer.read()).onBreak).not.toBeNull();
  });

  it("keeps what the person began in Kimai itself after the break, however short", async () => {
    const s = await setup("user", { settings: { rounding: { mode: "default", begin: 0, end: 0 } } });
    await s.service.timer.start({ work: design });
    s.kimai.advance(600);
    await s.service.timer.pause();
    s.kimai.advance(600);
    await s.service.timer.resume();
    s.kimai.advance(300);
    const [resumed] = s.kimai.state.timesheets.slice(-1);
    if (!resumed) throw new Error("nothing was resumed");
    resumed.end = s.kimai.now();
    s.kimai.state.timesheets.push({ ...resumed, id: resumed.id + 1, begin: s.kimai.now(), end: null });
    s.kimai.advance(5);
    expect((await s.service.timer.stop()).entries).toMatchObject([{ id: String(resumed.id + 1) }]);
    expect(s.kimai.state.timesheets).toHaveLength(3);
  });

  it("goes on from a time that lies behind", async () => {
    const s = await setup("user", { settings: { rounding: { mode: "default", begin: 0, end: 0 } } });
    await s.service.timer.start({ work: design, text: "Header" });
    s.kimai.advance(600);
    const { since } = await s.service.timer.pause();
    s.kimai.advance(3_600);
    const at = new Date(Date.parse(since) + 900_000).toISOString().replace(".000", "");
    expect((await s.service.timer.resume(at)).entry).toMatchObject({ begin: at, end: null, text: "Header" });
    expect(s.kimai.state.timesheets).toHaveLength(2);
  });

  it("goes on once when the answer to going on is lost", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design, text: "Header" });
    s.kimai.advance(600);
    await s.service.timer.pause();
    s.kimai.fail({ method: "PATCH", path: /restart/, failure: { kind: "drop", afterEffect: true } });
    expect((await s.service.timer.resume()).entry).toMatchObject({ text: "Header", end: null });
    expect(s.kimai.state.timesheets).toHaveLength(2);
    expect(s.breaks.held).toBeNull();
  });

  it("is kept when going on fails, so that it can be tried again", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    await s.service.timer.pause();
    s.kimai.fail({ method: "PATCH", path: /restart/, times: 1, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.timer.resume())).toMatchObject({ saved: "no" });
    expect((await s.service.timer.read()).onBreak).not.toBeNull();
    expect((await s.service.timer.resume()).entry.end).toBeNull();
  });

  it("is over when its entry was deleted", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    const paused = await s.service.timer.pause();
    await s.service.time.remove(paused.entry.id);
    expect((await s.service.timer.read()).onBreak).toBeNull();
    expect(await failureOf(s.service.timer.resume())).toMatchObject({ kind: "nothing_running" });
  });

  it("is told to be forgotten where it cannot be kept on this computer; the work is ended all the same", async () => {
    const s = await setup();
    await s.service.timer.start({ work: design });
    s.breaks.write = () => Promise.reject(new Error("EACCES"));
    const paused = await s.service.timer.pause();
    expect(paused).toMatchObject({ notes: [expect.stringContaining("could not remember")] });
    expect((await s.service.timer.read()).running).toEqual([]);
    s.breaks.held = { since: paused.since, entryId: paused.entry.id };
    expect((await s.service.timer.start({ work: design })).entry.end).toBeNull();
  });

  it("needs something that runs", async () => {
    const s = await setup();
    expect(await failureOf(s.service.timer.pause())).toMatchObject({ kind: "nothing_running" });
  });
});

describe("undo of a clock out", () => {
  it("makes the entry run again as if it had not been stopped", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    s.kimai.advance(300);
    await s.service.timer.stop();
    expect(await s.service.timer.reopen(entry.id)).toMatchObject({ id: entry.id, begin: entry.begin, end: null });
    expect((await s.service.timer.read()).running).toHaveLength(1);
  });

  it("cannot be where times are stamped", async () => {
    const s = await setup("user", { settings: { trackingMode: "punch" } });
    const { entry } = await s.service.timer.start({ work: design });
    await s.service.timer.stop();
    expect(await failureOf(s.service.timer.reopen(entry.id))).toMatchObject({ kind: "unsupported" });
  });
});

describe("work that is closed by now", () => {
  const close = {
    "the customer": ({ customers }: FakeState) => hide(customers[0]),
    "the project": ({ projects }: FakeState) => hide(projects[0]),
    "the activity": ({ activities }: FakeState) => hide(activities[2]),
  };
  const hide = (what: { visible: boolean } | undefined) => {
    if (what) what.visible = false;
  };
  const words = {
    "the customer": 'the customer "Northwind" is hidden',
    "the project": 'the project "Website relaunch" is hidden',
    "the activity": 'the activity "Design" is hidden',
  };

  it.each(["the customer", "the project", "the activity"] as const)(
    "is told by %s that was hidden when an entry is started again or copied",
    async (what) => {
      const s = await setup();
      const { service } = s;
      const { entry } = await service.time.create({
        work: design,
        begin: "2026-11-18T08:00:00Z",
        end: "2026-11-18T09:00:00Z",
      });
      close[what](s.kimai.state);
      for (const act of [() => service.timer.again?.(entry.id, undefined), () => service.time.copy?.(entry.id)])
        expect(await failureOf(act() ?? Promise.resolve())).toMatchObject({
          kind: "forbidden",
          saved: "no",
          message: expect.stringContaining(words[what]),
        });
      expect(s.kimai.state.timesheets).toHaveLength(1);
    },
  );

  it("is told by a project that was taken from the person", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create({
      work: design,
      begin: "2026-11-18T08:00:00Z",
      end: "2026-11-18T09:00:00Z",
    });
    const [project] = s.kimai.state.projects;
    if (project) project.teams = [2];
    expect(await failureOf(s.service.timer.again?.(entry.id, undefined) ?? Promise.resolve())).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining('no access to the project "Website relaunch"'),
    });
  });
});
