import { expect, test } from "vitest";
import type { Entry } from "../../renderer/pages/entries/analysis";
import { moveOf } from "../../renderer/pages/entries/calendar/spans";

const berlin = "Europe/Berlin";
const entry = { id: "1", begin: "2026-11-18T15:00:00+01:00", end: "2026-11-18T17:00:00+01:00" } as Entry;
const later = { from: Date.parse("2026-11-18T15:00:00Z"), to: Date.parse("2026-11-18T17:00:00Z") };
const now = Date.parse("2026-11-19T11:00:00Z");

test("a moved entry is sent with the clock times of its account, or of the zone in which it was recorded", () => {
  expect(moveOf(entry, later, now, berlin)).toEqual({ id: "1", day: "2026-11-18", from: "16:00", to: "18:00" });
  const abroad = { ...entry, zone: "America/New_York" };
  expect(moveOf(abroad, later, now, berlin)).toEqual({ id: "1", day: "2026-11-18", from: "10:00", to: "12:00" });
  const tokyo = { ...entry, zone: "Asia/Tokyo" };
  expect(moveOf(tokyo, later, now, berlin)).toEqual({ id: "1", day: "2026-11-19", from: "00:00", to: "02:00" });
});
