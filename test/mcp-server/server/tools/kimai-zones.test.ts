import { describe, expect, test } from "vitest";
import type { FakeTimesheet } from "../../../fakes/kimai/model";
import { kimaiSession } from "./kimai-session";

/** Thursday, 19 November 2026, 10:07 in Berlin. The entry was recorded in Vancouver, on Wednesday from 13:00 to 15:00 in Berlin. */
async function recorded(more: Partial<FakeTimesheet> = {}) {
  const session = await kimaiSession("user", {}, { zones: { user: "Europe/Berlin" } });
  const { state } = session.kimai;
  session.kimai.seedEntries(1);
  const row = state.timesheets[0];
  if (!row) throw new Error("nothing was seeded");
  const times = { begin: Date.parse("2026-11-18T12:00:00Z"), end: Date.parse("2026-11-18T14:00:00Z") };
  Object.assign(row, { ...times, zone: "America/Vancouver", project: 1, activity: 3, ...more });
  const spans = () =>
    [...state.timesheets]
      .sort((a, b) => a.begin - b.begin)
      .map(({ begin, end }) => [begin, end].map((ms) => ms && new Date(ms).toISOString().slice(8, 16)));
  return { ...session, row, spans };
}

describe("hours recorded in another zone", () => {
  test("are changed to those that were said", async () => {
    const { ok, row, spans } = await recorded();
    const { text } = await ok("update_time", { changes: [{ id: `#${row.id}`, to: "16:30" }] });
    expect(spans()).toEqual([["18T12:00", "18T15:30"]]);
    expect(text).toMatch(/13:00.*16:30/);
  });

  test("are cut in two where it was said", async () => {
    const { ok, row, spans } = await recorded();
    await ok("update_time", { changes: [{ id: `#${row.id}`, split: "14:15" }] });
    expect(spans()).toEqual([
      ["18T12:00", "18T13:15"],
      ["18T13:15", "18T14:00"],
    ]);
  });

  test("are copied onto the day that was said, at the same clock times", async () => {
    const { ok, row, spans } = await recorded();
    await ok("update_time", { changes: [{ id: `#${row.id}`, copy: true, day: "2026-11-17" }] });
    expect(spans()).toEqual([
      ["17T12:00", "17T14:00"],
      ["18T12:00", "18T14:00"],
    ]);
  });

  test("end five minutes ago where that was said, and not in the future", async () => {
    const { ok, kimai, spans } = await recorded({ begin: Date.parse("2026-11-19T07:00:00Z"), end: null });
    const end = new Date(Math.floor((kimai.now() - 5 * 60_000) / 60_000) * 60_000).toISOString().slice(8, 16);
    await ok("clock_out", { at: "-5m" });
    expect(spans()).toEqual([["19T07:00", end]]);
  });
});

test("a change that Kimai stores otherwise is never told as changed", async () => {
  const { refused, kimai, row, spans } = await recorded();
  let first = true;
  kimai.state.distort = (sheet) => {
    if (first && sheet.end !== null) sheet.end += 9 * 3_600_000;
    first = false;
  };
  const { error, text } = await refused("update_time", { changes: [{ id: `#${row.id}`, to: "16:30" }] });
  expect(error).toMatchObject({ code: "conflict", saved: "no" });
  expect(text).not.toMatch(/Changed/);
  expect(text).toMatch(/01:30.*meant: 2026-11-18 16:30/s);
  expect(spans()).toEqual([["18T12:00", "18T14:00"]]);
});
