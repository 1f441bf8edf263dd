import { expect, test } from "vitest";
import type { Entry } from "../../renderer/pages/entries/analysis";
import { type Edit, proposals } from "../../renderer/pages/entries/calendar/own/proposals";
import { key, ownEvents, ownSuggested, website } from "./fixtures-calendar";

const now = Date.parse("2026-11-19T11:12:00+01:00");
const entry = (from: string, to: string, id = "1") =>
  ({
    id,
    work: website,
    text: "",
    tags: [],
    begin: `2026-11-16T${from}:00+01:00`,
    end: `2026-11-16T${to}:00+01:00`,
  }) as unknown as Entry;

/** Of the weekly planning, Monday 8:00–8:30. */
const planning = (entries: Entry[], edit: Edit = {}, booked: { key: string; entryId: string }[] = []) => {
  const edits = new Map([[key("a"), edit]]);
  const suggested = { ...ownSuggested, booked };
  const [first] = proposals({
    events: ownEvents.timed,
    edits,
    suggested,
    entries,
    account: null,
    now,
    zone: "Europe/Berlin",
  });
  return first;
};

test("an event beside an entry overlaps nothing", () => {
  expect(planning([entry("07:00", "08:00"), entry("08:30", "09:00")])).toMatchObject({ why: null, ticked: true });
  expect(planning([entry("07:00", "08:01")])).toMatchObject({ why: "overlap", ticked: false, beside: { id: "1" } });
});

test("changed times are looked at anew, and those that nobody understands are left to the server", () => {
  const before = [entry("07:00", "08:15")];
  expect(planning(before, { from: "8:15" })).toMatchObject({ why: null, ticked: true, from: "8:15" });
  expect(planning([entry("09:00", "10:00")], { to: "9:30" })).toMatchObject({ why: "overlap" });
  expect(planning(before, { from: "soon" })).toMatchObject({ why: null, ticked: true });
});

test("what the person ticks stays ticked, and what was booked says so first", () => {
  const booked = [{ key: key("a"), entryId: "1" }];
  expect(planning([entry("08:00", "08:30")], {}, booked)).toMatchObject({ why: "booked", ticked: false });
  expect(planning([entry("08:00", "08:30")], { ticked: true }, booked)).toMatchObject({ why: "booked", ticked: true });
  expect(planning([entry("08:00", "08:30", "2")], {}, booked)).toMatchObject({ why: "gone", ticked: false });
});

test("an hour that clocks show twice keeps its own offset", () => {
  const night = { ...ownEvents.timed[0], begin: "2026-10-25T01:30:00.000Z", end: "2026-10-25T02:30:00.000Z" };
  const parts = { edits: new Map(), suggested: null, entries: [], account: null, now, zone: "Europe/Berlin" };
  const [only] = proposals({ ...parts, events: [night as (typeof ownEvents.timed)[number]] });
  expect(only).toMatchObject({ day: "2026-10-25", from: "02:30+01:00", to: "03:30" });
});
