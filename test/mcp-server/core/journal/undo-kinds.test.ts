import { join } from "node:path";
import Libsql from "libsql";
import { expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { names, work } from "../../server/tools/every-session";
import { undoSession } from "./undo-session";

const monday = { day: "2026-11-16", from: "9:00", to: "11:00" };
const idOf = (answer: { data: Record<string, unknown> }) => (answer.data.entries as { id: string }[])[0]?.id ?? "";

it.each(["local", "clockodo"])("%s: an absence is taken back, and one that was canceled comes back", async (name) => {
  const on = await undoSession(name);
  const list = async () => {
    const { data } = await on.ok("list_absences", { from: "2026-12-21", to: "2026-12-22" });
    return (data.absences as { first: string; status: string }[]).filter(({ status }) => status !== "cancelled");
  };
  await on.ok("request_absence", { type: "holiday", from: "2026-12-21", to: "2026-12-22" });
  const asked = await on.latest();
  const [absence] = (await list()) as unknown as { id: string }[];
  await on.ok("update_absence", { ids: [`#${absence?.id}`], action: "cancel" });
  expect(await list()).toEqual([]);
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  expect(await list()).toMatchObject([{ first: "2026-12-21" }]);
  expect(await on.undo(asked.id)).toMatchObject({ kind: "done" });
  expect(await list()).toEqual([]);
});

it.each(["local", "kimai"])("%s: a record is made, changed and deleted, and each of it goes back", async (name) => {
  const on = await undoSession(name);
  const found = async (text: string) => {
    const { data } = await on.ok("list_records", { type: "customer", query: text });
    return (data.records as { name: string }[]).map((one) => one.name);
  };
  await on.ok("save_record", { type: "customer", records: [{ values: { name: "Hollmann" } }] });
  const made = await on.latest();
  await on.ok("save_record", { type: "customer", records: [{ id: "Hollmann", values: { name: "Hollmann Optik" } }] });
  const renamed = await on.latest();
  await on.ok("delete_record", { type: "customer", ids: ["Hollmann Optik"] });
  expect(await found("Hollmann")).toEqual([]);
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  expect(await found("Hollmann")).toEqual(["Hollmann Optik"]);
  expect(await on.undo(renamed.id)).toMatchObject({ kind: "done" });
  expect(await found("Hollmann")).toEqual(["Hollmann"]);
  expect(await on.undo(made.id)).toMatchObject({ kind: "done" });
  expect(await found("Hollmann")).toEqual([]);
});

it("a customer with work below it, which went with it, is not brought back without it", async () => {
  const on = await undoSession("local");
  await on.ok("save_record", { type: "customer", records: [{ values: { name: "Hollmann" } }] });
  await on.ok("save_record", { type: "project", records: [{ values: { name: "Lens", customer: "Hollmann" } }] });
  await on.ok("delete_record", { type: "customer", ids: ["Hollmann"] });
  expect((await on.latest()).undo).toEqual({ kind: "cannot", reason: "with_others" });
});

it("a customer that work was booked on since stays", async () => {
  const on = await undoSession("local");
  await on.ok("save_record", { type: "customer", records: [{ values: { name: "Hollmann" } }] });
  const made = await on.latest();
  await on.ok("save_record", { type: "project", records: [{ values: { name: "Lens", customer: "Hollmann" } }] });
  expect(await on.undo(made.id)).toMatchObject({ kind: "changed", changed: [{ differences: ["used"] }] });
});

it.each(["kimai", "local"])("%s: what was exported since is not changed back", async (name) => {
  const on = await undoSession(name);
  const id = idOf(await on.log(monday));
  await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
  const changed = await on.latest();
  await on.service.time.update(id, { exported: true });
  const sent = on.written();
  const outcome = await on.undo(changed.id);
  expect(outcome).toMatchObject({ kind: "changed", changed: [{ differences: expect.arrayContaining(["exported"]) }] });
  expect(on.written()).toBe(sent);
});

it.each(names)(
  "%s: a service that refuses or does not answer leaves everything as it is, and says so",
  async (name) => {
    const on = await undoSession(name);
    const id = idOf(await on.log(monday));
    await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
    const { id: change } = await on.latest();
    const { time } = on.service;
    const { get, update } = time;
    time.update = () => Promise.reject(new ServiceError("locked", "The month is locked."));
    expect(await on.undo(change)).toMatchObject({ kind: "failed", error: { code: "locked", saved: "no" } });
    expect(await on.latest()).toMatchObject({ tool: "undo", state: "failed", undoes: change });
    time.get = () => Promise.reject(new ServiceError("offline", "No connection."));
    expect(await on.undo(change)).toMatchObject({ kind: "failed", error: { code: "offline", saved: "no" } });
    Object.assign(time, { get, update });
    expect(await on.undo(change)).toMatchObject({ kind: "done" });
  },
);

it("an undo whose answer is lost leaves a row that says so, and the change can be tried again", async () => {
  const on = await undoSession("local");
  const id = idOf(await on.log(monday));
  await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
  const { id: change } = await on.latest();
  const { time } = on.service;
  const { update } = time;
  time.update = () => Promise.reject(new ServiceError("timeout", "No answer came.", { saved: "unknown" }));
  expect(await on.undo(change)).toMatchObject({ kind: "failed", error: { saved: "unknown" } });
  expect(await on.latest()).toMatchObject({ state: "unknown", undo: { kind: "cannot", reason: "unknown" } });
  time.update = update;
  expect(await on.undo(change)).toMatchObject({ kind: "done" });
});

it("what cannot be written down is not taken back, so that nothing comes back twice", async () => {
  const on = await undoSession("local");
  await on.ok("delete_time", { ids: [idOf(await on.log(monday))] });
  const { id: change } = await on.latest();
  const busy = new Libsql(join(on.home, "activity.db"));
  busy.exec("BEGIN IMMEDIATE");
  const outcome = await on.undo(change);
  busy.close();
  expect(outcome).toMatchObject({ kind: "failed", error: { code: "activity_unwritable", saved: "no" } });
  expect(await on.entries()).toEqual([]);
  expect(await on.undo(change)).toMatchObject({ kind: "done" });
  expect(await on.entries()).toHaveLength(1);
});

it("an entry that was made to run again is not ended where that would end other work, too", async () => {
  const on = await undoSession("kimai");
  await on.ok("clock_in", { ...work.kimai, at: "9:00" });
  await on.ok("clock_out", { at: "9:30" });
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  const undo = await on.latest();
  const { timer } = on.service;
  const { read } = timer;
  timer.read = async (call) => {
    const { running, ...reading } = await read(call);
    return { ...reading, running: running.flatMap((entry) => [entry, { ...entry, id: "9999" }]) };
  };
  const sent = on.written();
  expect(await on.undo(undo.id)).toMatchObject({ kind: "changed", changed: [{ differences: ["running"] }] });
  expect(on.written()).toBe(sent);
});

it("the account that is gone, and a change that is not listed any more, are said to be", async () => {
  const on = await undoSession("local");
  await on.log(monday);
  const { id } = await on.latest();
  on.policy.use({ accounts: [], activeAccount: null, limits: {}, problem: null });
  expect(await on.undo(id)).toEqual({ kind: "cannot", reason: "no_account" });
  await on.clear();
  expect(await on.undo(id)).toEqual({ kind: "cannot", reason: "gone" });
});
