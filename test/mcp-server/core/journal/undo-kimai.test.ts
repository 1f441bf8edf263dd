import { expect, it } from "vitest";
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
