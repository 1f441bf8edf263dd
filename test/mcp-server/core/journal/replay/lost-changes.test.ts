import { describe, expect, it } from "vitest";
import * as fc from "../../../../property";
import { type LostSheet, lostSheet } from "./lost-sheet";

const holiday = (day: number) => ({
  typeId: "holiday",
  first: `2026-12-${String(day).padStart(2, "0")}`,
  last: `2026-12-${String(day).padStart(2, "0")}`,
});

/** One of each kind of write, in an order in which a person may do them. */
async function aDay(on: LostSheet) {
  const { service, records, absences, record } = on;
  const customer = await record("customer", { name: "Acme" });
  const project = await record("project", {
    name: "Website",
    customer: customer.id,
    color: "teal",
    time_budget: 36_000,
  });
  const made = await service.work.createItem?.("activity", "Design", { project: project.id });
  await service.work.createTag?.("deep");
  const work = { project: project.id, ...(made && { activity: made.id }) };
  const first = await on.entry(7, { work, tags: ["deep", "new"], billable: true, text: "a\u0000b" });
  await service.time.update(first.id, { text: "longer", exported: true });
  const gone = await on.entry(8, { work });
  await service.time.remove(gone.id);
  await service.timer.start({ work: { project: project.id }, text: "running", at: "2026-11-19T08:00:00Z" });
  await service.timer.stop("2026-11-19T08:30:00Z");
  const leave = await absences.create(holiday(1));
  await absences.decide(leave.absences[0]?.id ?? "", "cancel", undefined);
  await absences.create({ ...holiday(2), firstHalf: true, comment: "dentist" });
  const hours = await record("target_hours", { first: "2026-11-01", monday: 28_800, tuesday: 14_400 });
  await records.update({ type: "target_hours", id: hours.id }, { monday: 25_200 });
  await record("leave_carry", { year: 2026, days: 3.5, until: "2026-03-31" });
  await records.update({ type: "preference", id: "me" }, { leave_days: 28, holiday_country: "DE" });
  await records.update({ type: "project", id: project.id }, { name: "Relaunch" });
}

describe("a time sheet that was put back to an older copy", () => {
  it("gets all of its rows again, under their ids and once", async () => {
    const on = lostSheet();
    const before = await on.entry(6);
    await on.copy();
    await on.service.time.update(before.id, { text: "since the copy" });
    await aDay(on);
    const all = on.rows();
    await on.goBack();
    expect(on.rows()).not.toEqual(all);
    const seen = await on.look();
    expect(seen.since).toBe("2026-11-19T09:05:00Z");
    expect(on.rows().entry).toHaveLength(1);
    expect(seen.changes.flatMap(({ unfit }) => unfit)).toEqual([]);
    expect(seen.changes.map(({ at }) => at)).toEqual([...seen.changes.map(({ at }) => at)].sort());
    const done = await on.apply();
    expect(done.changes.map(({ id, items }) => [id, items.length])).toEqual(
      seen.changes.map(({ id, items }) => [id, items.length]),
    );
    expect(on.rows()).toEqual(all);
    expect([await on.look(), await on.lostWrites.spans()]).toEqual([{ since: null, changes: [] }, []]);
    expect((await on.apply()).written).toBe(0);
    expect(on.rows()).toEqual(all);
  });

  it("has one change of it in the journal, which can be taken back", async () => {
    const on = lostSheet();
    await on.copy();
    await on.entry(9);
    await on.goBack();
    const former = await on.changes();
    expect(await on.apply()).toMatchObject({ written: 1 });
    const [again, ...others] = await on.changes();
    expect(again).toMatchObject({ tool: "apply_lost_changes", client: "tray" });
    expect(others).toEqual(former);
    const parts = (await on.journal.store()).parts(again?.id ?? 0);
    expect(parts).toMatchObject([{ operation: "create", subject: "entry", state: "done", after: { text: "at 9" } }]);
  });

  it("offers nothing of before the copy, of after the way back, of another account, or of a sheet that lost nothing", async () => {
    const on = lostSheet();
    await on.entry(6);
    await on.copy();
    await on.goBack();
    const later = await on.entry(9);
    await on.service.time.remove(later.id);
    expect(await on.look()).toEqual({ since: null, changes: [] });
    expect(on.rows().entry).toHaveLength(1);
  });

  it("gives no new row the id of one that was lost", async () => {
    const on = lostSheet();
    await on.copy();
    const lost = await on.entry(9);
    await on.goBack();
    const made = await on.entry(10);
    expect(Number(made.id)).toBeGreaterThan(Number(lost.id) + 1_000);
    await on.apply();
    expect((await on.service.time.get(lost.id)).text).toBe("at 9");
    expect((await on.service.time.get(made.id)).text).toBe("at 10");
  });

  it("goes on with entries whose project got another customer meanwhile", async () => {
    const on = lostSheet();
    await on.copy();
    const [one, other] = [await on.record("customer", { name: "One" }), await on.record("customer", { name: "Other" })];
    const project = await on.record("project", { name: "Website", customer: one.id });
    const { id } = await on.entry(9, { work: { project: project.id } });
    await on.records.update({ type: "project", id: project.id }, { customer: other.id });
    await on.service.time.update(id, { text: "changed" });
    const all = on.rows();
    await on.goBack();
    expect((await on.apply()).changes.flatMap(({ unfit }) => unfit)).toEqual([]);
    expect(on.rows()).toEqual(all);
  });

  it("restores an entry that equals one from before the copy", async () => {
    const on = lostSheet();
    await on.entry(9);
    await on.copy();
    await on.entry(9);
    const rowsBeforeLoss = on.rows();
    await on.goBack();
    expect((await on.apply()).changes.flatMap(({ unfit }) => unfit)).toEqual([]);
    expect(on.rows()).toEqual(rowsBeforeLoss);
  });

  it("does not offer again what its person does not want", async () => {
    const on = lostSheet();
    await on.copy();
    await on.entry(9);
    await on.goBack();
    await on.lostWrites.forget();
    expect(await on.look()).toEqual({ since: null, changes: [] });
  });

  it("gets what is left, when it was killed after writing and before the journal said so", async () => {
    const on = lostSheet();
    await on.copy();
    await on.entry(9);
    await on.goBack();
    const spans = await on.lostWrites.spans();
    await on.apply();
    const all = on.rows();
    const raw = JSON.stringify(spans);
    const { default: Libsql } = await import("libsql");
    const sheet = new Libsql(on.file);
    sheet.prepare("INSERT INTO setting (name, value) VALUES ('lost_spans', ?)").run([raw]);
    sheet.close();
    expect(await on.look()).toEqual({ since: null, changes: [] });
    expect((await on.apply()).written).toBe(0);
    expect(on.rows()).toEqual(all);
  });

  it("remembers what it lost twice", async () => {
    const on = lostSheet();
    await on.copy();
    await on.entry(7);
    await on.goBack();
    await on.copy();
    await on.entry(8);
    await on.goBack();
    expect(await on.lostWrites.spans()).toHaveLength(2);
    await on.apply();
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["at 7", "at 8"]);
  });

  it("keeps ten spans at most, and none of them is forgotten", async () => {
    const on = lostSheet();
    const name = await on.copy();
    await on.entry(7);
    for (let time = 0; time < 12; time++) {
      await on.goBack(time === 0 ? name : undefined);
      await on.copy();
    }
    const spans = await on.lostWrites.spans();
    expect(spans).toHaveLength(10);
    expect(spans[0]?.from).toBe("2026-11-19T09:05:00Z");
    await on.apply();
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["at 7"]);
  });
});

describe("what does not fit any more is told and left out", () => {
  const unfit = async (on: LostSheet) => {
    const before = on.rows();
    const seen = await on.look();
    expect(on.rows()).toEqual(before);
    const done = await on.apply();
    const reasons = (of: typeof seen) => of.changes.flatMap((one) => one.unfit.map(({ reason }) => reason));
    expect(reasons(done)).toEqual(reasons(seen));
    return reasons(done);
  };

  it("an entry that was changed since", async () => {
    const on = lostSheet();
    const { id } = await on.entry(6);
    await on.copy();
    await on.service.time.update(id, { text: "lost" });
    await on.entry(9);
    await on.goBack();
    await on.service.time.update(id, { text: "since" });
    expect(await unfit(on)).toEqual(["changed"]);
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["since", "at 9"]);
  });

  it("an entry that was deleted since", async () => {
    const on = lostSheet();
    const { id } = await on.entry(6);
    await on.copy();
    await on.service.time.update(id, { text: "lost" });
    await on.goBack();
    await on.service.time.remove(id);
    expect(await unfit(on)).toEqual(["changed"]);
    expect(on.rows().entry).toEqual([]);
  });

  it("an entry that was made again by hand, but not one that was there twice", async () => {
    const on = lostSheet();
    await on.copy();
    await on.entry(9);
    await on.entry(10);
    await on.entry(10);
    await on.goBack();
    await on.entry(9);
    expect(await unfit(on)).toEqual(["twin"]);
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["at 10", "at 10", "at 9"]);
  });

  it("what ran, where something else runs now", async () => {
    const on = lostSheet();
    await on.copy();
    await on.service.timer.start({ work: {}, text: "lost", at: "2026-11-19T08:00:00Z" });
    await on.goBack();
    await on.service.timer.start({ work: {}, text: "now", at: "2026-11-19T09:00:00Z" });
    expect(await unfit(on)).toEqual(["running"]);
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["now"]);
  });

  it("a project whose name is taken, with all that is booked on it", async () => {
    const on = lostSheet();
    await on.copy();
    const project = await on.record("project", { name: "Website" });
    await on.entry(9, { work: { project: project.id } });
    await on.entry(10);
    await on.goBack();
    await on.record("project", { name: "Website" });
    expect(await unfit(on)).toEqual(["refused", "refused"]);
    expect(on.rows().entry.map(({ text }) => text)).toEqual(["at 10"]);
  });

  it("a write of which nobody knows whether it was done, or of which not all is kept", async () => {
    const on = lostSheet();
    await on.copy();
    const { id } = await on.entry(9);
    await on.entry(10, { text: "x".repeat(300_000) });
    const store = await on.journal.store();
    const origin = { client: "tray", account: "local-1", service: "local", label: "", tool: "" } as const;
    await store.intend(null, origin, { operation: "update", subject: "entry", id });
    await on.goBack();
    on.pass(11 * 60_000);
    expect(await unfit(on)).toEqual(["unknown", "not_kept", "unknown"]);
    expect(on.rows().entry).toEqual([]);
  });
});

it("any writes since any copy come back, and never twice", async () => {
  const step = fc.record({
    kind: fc.constantFrom("create", "update", "delete", "start", "stop", "project", "rename", "move", "tag", "leave"),
    at: fc.nat(9),
    name: fc.constantFrom("one", "two", "three"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.nat(6), async (steps, copied) => {
      const on = lostSheet();
      await on.entry(5);
      for (const [index, one] of steps.entries()) {
        if (index === Math.min(copied, steps.length - 1)) await on.copy();
        await doStep(on, one);
      }
      const all = on.rows();
      await on.goBack();
      const { changes } = await on.apply();
      expect(changes.flatMap((change) => change.unfit)).toEqual([]);
      expect(on.rows()).toEqual(all);
    }),
    { numRuns: 10 },
  );
});

/** What the sheet refuses is no write. */
async function doStep(on: LostSheet, { kind, at, name }: { kind: string; at: number; name: string }) {
  const entries = on.rows().entry as { id: number }[];
  const items = on.rows().item as { id: number; level: string }[];
  const entry = String(entries[at % Math.max(entries.length, 1)]?.id ?? 0);
  const item = items[at % Math.max(items.length, 1)];
  const work = item ? { [item.level]: String(item.id) } : {};
  const steps: Record<string, () => Promise<unknown>> = {
    create: () => on.entry(at + 6, { work, tags: [name] }),
    update: () => on.service.time.update(entry, { text: name, work }),
    delete: () => on.service.time.remove(entry),
    start: () => on.service.timer.start({ work, text: name, at: "2026-11-19T08:00:00Z" }),
    stop: () => on.service.timer.stop(at < 5 ? "2026-11-19T08:00:30Z" : undefined),
    project: () => on.record("project", { name, ...(item?.level === "customer" && { customer: String(item.id) }) }),
    rename: () => on.records.update({ type: "project", id: String(item?.id ?? 0) }, { name, visible: at > 4 }),
    move: () => on.record("customer", { name }),
    tag: () => on.record("tag", { name: `${name} ${at}` }),
    leave: () => on.absences.create(holiday(at + 1)),
  };
  await steps[kind]?.().catch(() => undefined);
  on.pass(1_000);
}
