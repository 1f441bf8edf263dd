import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { failureOf, setup } from "./setup";

/** A Kimai that stores something else than it was told: a defect, a plugin, or clock times read in another zone. */
const hour = 3_600_000;
const work = { project: "1", activity: "3" };
const draft = { work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };

async function begin(options: FakeKimaiOptions = {}) {
  const s = await setup("user", options);
  onTestFinished(s.close);
  await s.service.facts();
  const later = () => {
    s.kimai.state.distort = (sheet) => {
      if (sheet.end !== null) sheet.end += 9 * hour;
      else sheet.begin -= 9 * hour;
    };
  };
  return { ...s, later, heal: () => delete s.kimai.state.distort };
}
type Begun = Awaited<ReturnType<typeof begin>>;
const rows = (s: Begun) => s.kimai.state.timesheets.map(({ modified: _, ...row }) => row);

describe("an entry that Kimai stores otherwise than it was meant", () => {
  it("is deleted again where it was new, and the error says both times", async () => {
    const s = await begin();
    s.later();
    const failed = await failureOf(s.service.time.create(draft));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toMatch(/end 2026-11-18 19:30:00\+01:00 \(meant: 2026-11-18 10:30:00\+01:00\)/);
    expect(rows(s)).toEqual([]);
  });

  it("is told as saved where Kimai does not let it be deleted", async () => {
    const s = await begin();
    s.later();
    s.kimai.fail({ method: "DELETE", failure: { kind: "status", status: 403 } });
    const failed = await failureOf(s.service.time.create(draft));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toContain("19:30:00");
    expect(rows(s)).toHaveLength(1);
  });

  it("is set back where it was changed", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create({ ...draft, text: "Old", tags: ["remote"] });
    const before = structuredClone(rows(s));
    let first = true;
    s.kimai.state.distort = (sheet) => {
      if (first && sheet.end !== null) sheet.end += 9 * hour;
      first = false;
    };
    const patch = { end: "2026-11-18T10:00:00Z", text: "New", tags: [] };
    const failed = await failureOf(s.service.time.update(entry.id, patch));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toMatch(/set back/);
    expect(rows(s)).toEqual(before);
  });

  it("is told as saved where setting it back goes wrong too", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.later();
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
  });

  it("stays as somebody else has changed it since", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.kimai.state.distort = (sheet) => {
      if (sheet.end !== null) sheet.end += 9 * hour;
      queueMicrotask(() => {
        for (const row of s.kimai.state.timesheets) row.description = "Somebody else's words";
      });
      s.heal();
    };
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(rows(s)).toMatchObject([{ description: "Somebody else's words" }]);
    expect(s.kimai.count("PATCH", /./)).toBe(1);
  });

  it("is set back also where a time moved that nobody named", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    let first = true;
    s.kimai.state.distort = (sheet) => {
      if (first) sheet.begin -= hour;
      first = false;
    };
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }));
    expect(failed).toMatchObject({ saved: "no" });
    expect((await s.service.time.get(entry.id)).begin).toBe(draft.begin);
  });

  it("is deleted again where it was a copy", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.later();
    expect(await failureOf(s.service.time.copy?.(entry.id) ?? Promise.resolve())).toMatchObject({ saved: "no" });
    expect(rows(s)).toHaveLength(1);
  });

  it("is deleted again where a start was backdated, so that nothing runs", async () => {
    const s = await begin();
    s.later();
    expect(await failureOf(s.service.timer.start({ work, at: draft.begin }))).toMatchObject({ saved: "no" });
    expect((await s.service.timer.read()).running).toEqual([]);
  });

  it("runs on where a start has ended other work, which would stay ended", async () => {
    const s = await begin();
    await s.service.timer.start({ work: { project: "1", activity: "4" }, at: "2026-11-19T08:00:00Z" });
    s.kimai.state.distort = (sheet) => {
      if (sheet.end === null) sheet.begin += hour / 4;
    };
    const failed = await failureOf(s.service.timer.start({ work, at: "2026-11-19T09:00:00Z" }));
    expect(failed).toMatchObject({ saved: "yes" });
    expect((await s.service.timer.read()).running).toMatchObject([{ work: { activity: { id: "3" } } }]);
  });

  it("runs again where its end was stored otherwise", async () => {
    const s = await begin();
    await s.service.timer.start({ work, at: "2026-11-19T08:00:00Z" });
    s.later();
    s.kimai.state.distort = (sheet) => {
      if (sheet.end !== null) sheet.end += 9 * hour;
    };
    expect(await failureOf(s.service.timer.stop("2026-11-19T10:00:00Z"))).toMatchObject({ saved: "no" });
    expect((await s.service.timer.read()).running).toMatchObject([{ begin: "2026-11-19T08:00:00Z", end: null }]);
  });

  it("is an error also where it is booked on something else", async () => {
    const s = await begin();
    s.kimai.state.distort = (sheet) => {
      sheet.activity = 4;
    };
    const failed = await failureOf(s.service.time.create(draft));
    expect(failed).toMatchObject({ saved: "no" });
    expect(failed.message).toContain('activity "Development" #4 (meant: #3)');
    expect(rows(s)).toEqual([]);
  });
});

describe("Kimai's own rounding", () => {
  it.each([1, 5, 15, 30, 60])("to %i minutes is told and is no error", async (minutes) => {
    const s = await begin({ settings: { rounding: { mode: "default", begin: minutes, end: minutes } } });
    const made = await s.service.time.create({ work, begin: "2026-11-18T08:07:33Z", end: "2026-11-18T09:31:12Z" });
    expect(made.notes).toHaveLength(2);
    expect(made.notes.join()).toMatch(/own rules moved the begin from .* to .*moved the end from/);
  });

  it.each([60, 119])("does not excuse an end that is %i minutes off", async (minutes) => {
    const s = await begin();
    s.kimai.state.distort = (sheet) => {
      if (sheet.end !== null) sheet.end += minutes * 60_000;
    };
    const odd = { work, begin: "2026-11-18T08:07:00Z", end: "2026-11-18T09:31:00Z" };
    expect(await failureOf(s.service.time.create(odd))).toMatchObject({ kind: "conflict", saved: "no" });
  });
});
