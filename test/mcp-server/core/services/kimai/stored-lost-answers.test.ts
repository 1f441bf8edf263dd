import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { failureOf, setup } from "./setup";

/** Where an answer is lost, what is found afterwards may be what the person did in a browser at the same moment. */
const hour = 3_600_000;
const work = { project: "1", activity: "3" };
const draft = { work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };
const at = (text: string) => Date.parse(text);

async function begin(options: FakeKimaiOptions = {}) {
  const s = await setup("user", options);
  onTestFinished(s.close);
  const facts = await s.service.facts();
  const { state } = s.kimai;
  /** Loses requests of one method before they take effect; the person does something in the browser at that moment. */
  const lose = (method: string, meanwhile: () => void) => {
    const test = () => {
      meanwhile();
      return true;
    };
    s.kimai.fail({
      method,
      path: { test } as unknown as RegExp,
      times: 1,
      failure: { kind: "drop", afterEffect: false },
    });
  };
  const byHand = (begin: string, end: string | null) => {
    const id = state.nextId.timesheet++;
    const row = { id, project: 1, activity: 3, begin: at(begin), end: end === null ? null : at(end) };
    const now = s.kimai.now();
    const blank = { zone: "Europe/Berlin", breakSeconds: 0, description: null, tags: [], exported: false };
    const rest = { billable: true, fixedRate: null, hourlyRate: null, meta: {}, modified: now };
    state.timesheets.push({ ...blank, ...rest, ...row, user: Number(facts.person.id) });
  };
  return { ...s, state, lose, byHand };
}

describe("a lost answer and something done by hand at the same moment", () => {
  it("keeps an entry that the person made on the same work beside a create that did not arrive", async () => {
    const s = await begin();
    s.lose("POST", () => s.byHand("2026-11-18T08:20:00Z", "2026-11-18T09:00:00Z"));
    expect(await failureOf(s.service.time.create(draft))).toMatchObject({ saved: "unknown" });
    expect(s.state.timesheets).toMatchObject([{ begin: at("2026-11-18T08:20:00Z"), end: at("2026-11-18T09:00:00Z") }]);
    expect(s.kimai.count("DELETE", /./)).toBe(0);
  });

  it("keeps what the person changed where a change did not arrive", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.lose("PATCH", () => {
      for (const row of s.state.timesheets) row.end = at("2026-11-18T10:15:00Z");
    });
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ saved: "unknown" });
    expect(s.state.timesheets).toMatchObject([{ end: at("2026-11-18T10:15:00Z") }]);
  });

  it("keeps a clock-in of the person's beside a start that did not arrive", async () => {
    const s = await begin();
    s.lose("POST", () => s.byHand("2026-11-19T09:50:00Z", null));
    const failed = await failureOf(s.service.timer.start({ work, at: "2026-11-19T09:00:00Z" }));
    expect(failed).toMatchObject({ saved: "unknown" });
    expect((await s.service.timer.read()).running).toMatchObject([{ begin: "2026-11-19T09:50:00Z" }]);
  });

  it("keeps a clock-in of the person's beside a start anew that did not arrive", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.lose("PATCH", () => s.byHand("2026-11-19T09:50:00Z", null));
    await failureOf(s.service.timer.again?.(entry.id, "2026-11-19T09:00:00Z") ?? Promise.resolve());
    const { running } = await s.service.timer.read();
    expect(running).toHaveLength(1);
    expect(s.kimai.count("DELETE", /./)).toBe(0);
    expect(running[0]?.begin).toBe("2026-11-19T09:50:00Z");
  });

  it("keeps a clock-out of the person's that came between reading and changing the entry", async () => {
    const s = await begin();
    const { entry } = await s.service.timer.start({ work, at: "2026-11-19T08:00:00Z" });
    s.state.distort = (sheet) => {
      sheet.end = at("2026-11-19T10:00:00Z");
      delete s.state.distort;
    };
    const failed = await failureOf(s.service.time.update(entry.id, { begin: "2026-11-19T08:30:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(s.state.timesheets).toMatchObject([{ end: at("2026-11-19T10:00:00Z") }]);
  });
});

describe("several steps of one change", () => {
  it("puts the mark of exported time back where the change after it fails", async () => {
    const s = await begin();
    const admin = s.as("admin");
    await admin.facts();
    const { entry } = await admin.time.create({ ...draft, exported: true });
    s.kimai.fail({ method: "PATCH", path: /^\/timesheets\/\d+$/, failure: { kind: "status", status: 500 } });
    await failureOf(admin.time.update(entry.id, { exported: false, text: "New" }));
    expect(s.state.timesheets).toMatchObject([{ exported: true }]);
  });

  it("says that the mark is off where it cannot be put back", async () => {
    const s = await begin();
    const admin = s.as("admin");
    await admin.facts();
    const { entry } = await admin.time.create({ ...draft, exported: true });
    s.kimai.fail({ method: "PATCH", path: /^\/timesheets\/\d+$/, failure: { kind: "status", status: 400 } });
    let toggles = 0;
    s.kimai.fail({
      method: "PATCH",
      path: { test: (path: string) => path.endsWith("/export") && ++toggles > 1 } as unknown as RegExp,
      failure: { kind: "status", status: 403 },
    });
    const failed = await failureOf(admin.time.update(entry.id, { exported: false, text: "New" }));
    expect(failed).toMatchObject({ saved: "yes" });
    expect(failed.message).toMatch(/no longer marked as exported/);
  });

  it("says that the change is saved where only the mark of exported time is refused", async () => {
    const s = await begin();
    const admin = s.as("admin");
    await admin.facts();
    const { entry } = await admin.time.create(draft);
    s.kimai.fail({ method: "PATCH", path: /export$/, failure: { kind: "status", status: 400 } });
    const failed = await failureOf(admin.time.update(entry.id, { exported: true, text: "New" }));
    expect(failed).toMatchObject({ saved: "yes" });
    expect(failed.message).toMatch(/changed.*not marked as exported/i);
    expect(s.state.timesheets).toMatchObject([{ description: "New", exported: false }]);
  });

  it("names what has ended where ending the second of several running entries fails", async () => {
    const s = await begin({ settings: { hardLimit: 3 } });
    const first = await s.service.timer.start({ work, at: "2026-11-19T08:00:00Z" });
    const second = await s.service.timer.start({ work: { project: "1", activity: "4" }, at: "2026-11-19T09:00:00Z" });
    const path = new RegExp(`^/timesheets/${first.entry.id}`);
    s.kimai.fail({ method: "PATCH", path, failure: { kind: "status", status: 400 } });
    const failed = await failureOf(s.service.timer.stop());
    expect(failed).toMatchObject({ saved: "yes" });
    expect(failed.message).toContain(`#${second.entry.id}`);
    expect(failed.message).toContain(`#${first.entry.id}`);
  });

  it("tells a custom field that Kimai keeps with another value", async () => {
    const s = await begin({ settings: { metaFields: ["ticket"] } });
    const { entry } = await s.service.time.create(draft);
    s.state.distort = (sheet) => {
      if (sheet.meta.ticket) sheet.meta.ticket = "AB";
    };
    const { notes } = await s.service.time.update(entry.id, { meta: { ticket: "ABC-1" } });
    expect(notes.join()).toMatch(/"ticket"/);
  });
});

describe("Kimai's rounding", () => {
  it.each([7, 8, 9, 45])("to %i minutes is told and is no error", async (minutes) => {
    const s = await begin({ settings: { rounding: { mode: "closest", begin: minutes, end: minutes } } });
    const made = await s.service.time.create({ work, begin: "2026-11-18T08:07:33Z", end: "2026-11-18T11:31:12Z" });
    expect(made.notes.join()).toMatch(/own rules moved/);
    expect(s.state.timesheets).toHaveLength(1);
  });

  it.each([7, 15, 30, 60])("of the duration alone to %i minutes is told and is no error", async (minutes) => {
    const s = await begin({ settings: { rounding: { mode: "default", begin: 0, end: 0, duration: minutes } } });
    const made = await s.service.time.create({ work, begin: "2026-11-18T08:07:00Z", end: "2026-11-18T08:44:00Z" });
    expect(made.notes.join()).toMatch(/counts/);
    expect(s.state.timesheets).toHaveLength(1);
    expect(made.entry.seconds).toBe(Math.ceil(37 / minutes) * minutes * 60);
  });

  it("of the duration does not excuse hours that are none of it", async () => {
    const s = await begin();
    s.state.distort = (sheet) => {
      if (sheet.end !== null) sheet.end += hour;
    };
    expect(await failureOf(s.service.time.create(draft))).toMatchObject({ saved: "no" });
  });
});
