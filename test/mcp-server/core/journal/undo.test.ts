import { describe, expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { names, work } from "../../server/tools/every-session";
import { type UndoSession, undoSession } from "./undo-session";

const monday = { day: "2026-11-16", from: "9:00", to: "11:00" };
const tuesday = { day: "2026-11-17", from: "9:00", to: "11:00" };
const idOf = (answer: { data: Record<string, unknown> }) => (answer.data.entries as { id: string }[])[0]?.id ?? "";
/** What people set, without ids and what is reckoned. */
const facts = (entries: Record<string, unknown>[]) =>
  entries.map(({ begin, end, work: on, text, tags, billable }) => ({ begin, end, on, text, tags, billable }));

async function undone(on: UndoSession, id: number): Promise<void> {
  expect(await on.undo(id)).toMatchObject({ kind: "done" });
}

describe.each(names)("%s", (name) => {
  it("what was logged is taken away, and by a redo it is there again", async () => {
    const on = await undoSession(name);
    await on.log(monday);
    const there = await on.entries();
    const logged = await on.latest();
    await undone(on, logged.id);
    expect(await on.entries()).toEqual([]);
    const undo = await on.latest();
    expect(undo).toMatchObject({ tool: "undo", undoes: logged.id, client: "test", state: "done" });
    expect((await on.list()).find(({ id }) => id === logged.id)).toMatchObject({ undone: { id: undo.id } });
    await undone(on, undo.id);
    expect(facts(await on.entries())).toEqual(facts(there));
    expect((await on.list()).find(({ id }) => id === logged.id)).toMatchObject({
      undone: null,
      undo: { kind: "possible" },
    });
  });

  it("a deleted entry is brought back as it was, and what was done to it before can still be undone", async () => {
    const on = await undoSession(name);
    const id = idOf(await on.log(monday));
    await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
    const shortened = await on.latest();
    const there = await on.entries();
    await on.ok("delete_time", { ids: [id] });
    expect(await on.entries()).toEqual([]);
    const deleted = await on.latest();
    expect((await on.list()).find((one) => one.id === shortened.id)).toMatchObject({ undo: { kind: "changed" } });
    await undone(on, deleted.id);
    expect(facts(await on.entries())).toEqual(facts(there));
    await undone(on, shortened.id);
    const [entry] = await on.entries();
    expect(entry).toMatchObject({ end: "2026-11-16T11:00:00+01:00" });
  });

  it("a change of text and time goes back to what it was", async () => {
    const on = await undoSession(name);
    const id = idOf(await on.log(monday));
    const before = await on.entries();
    await on.ok("update_time", { changes: [{ id, from: "8:00", description: "Other words" }] });
    await undone(on, (await on.latest()).id);
    expect(await on.entries()).toEqual(before);
  });

  it("what was changed since is refused with who changed it, and nothing is sent", async () => {
    const on = await undoSession(name);
    const id = idOf(await on.log(monday));
    await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
    const first = await on.latest();
    await on.ok("update_time", { changes: [{ id, description: "Later words" }] });
    const there = await on.entries();
    const sent = on.written();
    expect(await on.undo(first.id)).toMatchObject({
      kind: "changed",
      changed: [{ differences: ["text"], by: { client: "test" } }],
    });
    expect(on.written()).toBe(sent);
    expect(await on.entries()).toEqual(there);
  });

  it("what somebody changed elsewhere is refused without a name", async () => {
    const on = await undoSession(name);
    const id = idOf(await on.log(monday));
    const logged = await on.latest();
    await on.service.time.update(id, { end: "2026-11-16T09:30:00Z" });
    expect(await on.undo(logged.id)).toMatchObject({
      kind: "changed",
      changed: [{ differences: ["end"], by: null }],
    });
  });

  it("several deleted at once come back all or none", async () => {
    const on = await undoSession(name);
    const ids = [idOf(await on.log(monday)), idOf(await on.log(tuesday))];
    const there = await on.entries();
    await on.ok("delete_time", { ids });
    const deleted = await on.latest();
    expect(deleted).toMatchObject({ count: 2, undo: { kind: "possible" } });
    await undone(on, deleted.id);
    expect(facts(await on.entries())).toEqual(facts(there));
  });

  it("one of several that was changed since keeps all of them as they are", async () => {
    const on = await undoSession(name);
    const ids = [idOf(await on.log(monday)), idOf(await on.log(tuesday))];
    await on.ok("update_time", { changes: ids.map((id) => ({ id, to: "10:30" })) });
    const changed = await on.latest();
    await on.ok("update_time", { changes: [{ id: ids[0], to: "10:45" }] });
    const there = await on.entries();
    expect(await on.undo(changed.id)).toMatchObject({ kind: "changed", changed: [{ differences: ["end"] }] });
    expect(await on.entries()).toEqual(there);
  });

  it("a failure in the middle puts back what was taken back before it", async () => {
    const on = await undoSession(name);
    const ids = [idOf(await on.log(monday)), idOf(await on.log(tuesday))];
    await on.ok("update_time", { changes: ids.map((id) => ({ id, to: "10:30" })) });
    const changed = await on.latest();
    const there = facts(await on.entries());
    const { time } = on.service;
    const update = time.update.bind(time);
    let calls = 0;
    time.update = (...args) => {
      calls += 1;
      return calls === 2 ? Promise.reject(new ServiceError("unavailable", "It is down.")) : update(...args);
    };
    expect(await on.undo(changed.id)).toMatchObject({ kind: "failed", error: { saved: "no" } });
    expect(facts(await on.entries())).toEqual(there);
    time.update = update;
    const rows = await on.list();
    expect(rows.find(({ id }) => id === changed.id)).toMatchObject({ undone: null });
    await undone(on, changed.id);
    expect((await on.entries()).map(({ end }) => end)).toEqual([
      "2026-11-17T11:00:00+01:00",
      "2026-11-16T11:00:00+01:00",
    ]);
  });

  it("an undo is done once", async () => {
    const on = await undoSession(name);
    await on.log(monday);
    const { id } = await on.latest();
    const both = await Promise.all([on.undo(id), on.undo(id)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["cannot", "done"]);
    expect(await on.undo(id)).toEqual({ kind: "cannot", reason: "undone" });
  });

  it("a clock-in is taken away while it runs, and what it ended runs again where the service can do that", async () => {
    const on = await undoSession(name);
    await on.ok("clock_in", { ...work[name], ...(name === "local" && { create_missing: true }) });
    const { id } = await on.latest();
    const outcome = await on.undo(id);
    expect(outcome).toMatchObject({ kind: "done" });
    expect((await on.ok("get_status")).data).toMatchObject({ running: null });
  });

  it("a clock-out is taken back where the service can make an entry run again, and said not to be where not", async () => {
    const on = await undoSession(name);
    await on.ok("clock_in", { ...work[name], at: "9:00", ...(name === "local" && { create_missing: true }) });
    await on.ok("clock_out", { at: "9:30" });
    const stopped = await on.latest();
    if (name === "calamari") {
      expect(stopped.undo).toEqual({ kind: "cannot", reason: "no_reopen" });
      expect(await on.undo(stopped.id)).toEqual({ kind: "cannot", reason: "no_reopen" });
      return;
    }
    await undone(on, stopped.id);
    expect((await on.ok("get_status")).data).toMatchObject({ running: { end: null } });
  });

  it("a clock-in that ended other work is taken back, and by a redo it is there again", async () => {
    const on = await undoSession(name);
    await on.ok("clock_in", { ...work[name], at: "9:00", ...(name === "local" && { create_missing: true }) });
    await on.ok("clock_in", { ...work[name], description: "Menu", at: "9:20" });
    const switched = await on.latest();
    if (name === "calamari") {
      expect(switched.undo).toEqual({ kind: "cannot", reason: "no_reopen" });
      return;
    }
    const there = facts(await on.entries());
    await undone(on, switched.id);
    await undone(on, (await on.latest()).id);
    expect(facts(await on.entries())).toEqual(there);
  });
});
