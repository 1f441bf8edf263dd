import { expect, it } from "vitest";
import { thursday } from "../../../fakes/tool-session";
import { work } from "../../server/tools/every-session";
import { undoSession } from "./undo-session";

/** Kimai rounds the begin of an entry when it ends (kimai-api.md §3.5), so what runs again must get its seconds back. */
it("a clock-out of an entry that began between two minutes is undone, and so is the clock-in before it", async () => {
  const on = await undoSession("kimai");
  const begin = "2026-11-19T13:29:37+01:00";
  await on.ok("clock_in", { ...work.kimai, at: begin });
  const started = await on.latest();
  await on.ok("clock_out", {});
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  expect((await on.ok("get_status")).data.running).toMatchObject({ begin });
  expect(await on.undo(started.id)).toMatchObject({ kind: "done" });
  expect((await on.ok("get_status")).data.running).toBeNull();
});

it("a team that was made is undone, although its lead is in it", async () => {
  const on = await undoSession("kimai");
  await on.ok("save_record", { type: "team", records: [{ values: { name: "Harbour", leads: ["Tony Maier"] } }] });
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  const { data } = await on.ok("list_records", { type: "team", query: "Harbour" });
  expect(data.records).toEqual([]);
});

it("a team that got another member since stays", async () => {
  const on = await undoSession("kimai");
  await on.ok("save_record", { type: "team", records: [{ values: { name: "Harbour", leads: ["Tony Maier"] } }] });
  const made = await on.latest();
  await on.ok("save_record", { type: "membership", records: [{ of: "Harbour", values: { person: "John Doe" } }] });
  expect(await on.undo(made.id)).toMatchObject({ kind: "changed", changed: [{ differences: ["members"] }] });
});

it.each(["kimai", "clockodo"])("%s: an entry whose rate an admin changed since is not deleted", async (name) => {
  const on = await undoSession(name);
  await on.log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  const logged = await on.latest();
  const later = thursday + 60_000;
  const sheet = on.kimai?.state.timesheets.at(-1);
  if (sheet) Object.assign(sheet, { hourlyRate: 500, modified: later });
  const entry = on.clockodo?.state.entries.at(-1);
  if (entry) Object.assign(entry, { hourly_rate: 500, changed: later });
  const sent = on.written();
  expect(await on.undo(logged.id)).toMatchObject({ kind: "changed", changed: [{ differences: ["hidden"], by: null }] });
  expect(on.written()).toBe(sent);
});

it("an entry that was changed and changed back by Punchcard can still be undone", async () => {
  const on = await undoSession("kimai");
  const { data } = await on.log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  const logged = await on.latest();
  on.kimai?.advance(60);
  on.clock.now += 60_000;
  const [{ id }] = data.entries as [{ id: string }];
  await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
  expect(await on.undo((await on.latest()).id)).toMatchObject({ kind: "done" });
  expect(await on.undo(logged.id)).toMatchObject({ kind: "done" });
});
