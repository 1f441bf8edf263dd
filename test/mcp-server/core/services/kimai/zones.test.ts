import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import type { FakeTimesheet } from "../../../../fakes/kimai/model";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { setup } from "./setup";

/** Kimai reads clock times of a change in the record's own zone (kimai-api.md §3.4): the hours of these tests went wrong. */
const ms = (instant: string) => Date.parse(instant);
const work = { project: "1", activity: "3" };

/** One entry of `user`, recorded in Vancouver from 13:00 to 15:00 there. */
async function recorded(who: TokenName, sheet: Partial<FakeTimesheet> = {}, options: FakeKimaiOptions = {}) {
  const s = await setup(who, { zones: { user: "Europe/Berlin", teamlead: "Asia/Bangkok" }, ...options });
  onTestFinished(s.close);
  const { state } = s.kimai;
  s.kimai.seedEntries(1);
  const row = state.timesheets[0];
  if (!row) throw new Error("nothing was seeded");
  const times = { begin: ms("2026-11-17T21:00:00Z"), end: ms("2026-11-17T23:00:00Z") };
  Object.assign(row, { ...times, zone: "America/Vancouver", project: 1, activity: 3, description: "Old", ...sheet });
  const stored = (id = row.id) => {
    const found = state.timesheets.find((each) => each.id === id);
    return found && { begin: new Date(found.begin).toISOString(), end: found.end && new Date(found.end).toISOString() };
  };
  return { ...s, id: String(row.id), row, stored };
}

describe("an entry recorded in another zone", () => {
  it("keeps the hours that a team lead in Bangkok gives a member's entry of Vancouver", async () => {
    const s = await recorded("teamlead");
    const end = "2026-11-18T00:00:00Z";
    const { entry, notes } = await s.service.time.update(s.id, { end });
    expect(entry).toMatchObject({ begin: "2026-11-17T21:00:00Z", end, seconds: 10_800 });
    expect(notes).toEqual([]);
    expect(s.row.zone).toBe("America/Vancouver");
  });

  it("ends at the moment that was given, not at that clock time in the zone it was begun in", async () => {
    const s = await recorded("user", { begin: ms("2026-11-19T08:00:00Z"), end: null });
    const at = "2026-11-19T10:02:00Z";
    const stopped = await s.service.timer.stop(at);
    expect(stopped).toMatchObject({ entries: [{ end: at, seconds: 7_320 }], notes: [] });
    expect(s.kimai.count("PATCH", /./)).toBe(1);
  });

  it("is copied with its hours and its zone, and the copy is moved to the hours that were given", async () => {
    const s = await recorded("user");
    const copy = await s.service.time.copy?.(s.id);
    expect(copy?.entry).toMatchObject({ begin: "2026-11-17T21:00:00Z", end: "2026-11-17T23:00:00Z" });
    const moved = { begin: "2026-11-18T08:00:00Z", end: "2026-11-18T10:00:00Z" };
    expect((await s.service.time.update(copy?.entry.id ?? "", moved)).entry).toMatchObject(moved);
    expect(s.kimai.state.timesheets.at(-1)?.zone).toBe("America/Vancouver");
  });

  it("runs again from the begin that it had", async () => {
    const s = await recorded("user");
    expect(await s.service.timer.reopen(s.id)).toMatchObject({ begin: "2026-11-17T21:00:00Z", end: null });
  });

  it("starts again at the second of two equal clock times", async () => {
    const s = await recorded("user", {}, { now: "2026-10-25T03:00:00Z" });
    const at = "2026-10-25T01:30:00Z";
    const started = await s.service.timer.again?.(s.id, at);
    expect(started).toMatchObject({ entry: { begin: at, end: null, text: "Old" }, notes: [] });
  });

  it("goes on after a break at the second of two equal clock times, and at the first", async () => {
    for (const at of ["2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"]) {
      const s = await recorded("user", {}, { now: "2026-10-24T23:00:00Z" });
      await s.service.timer.start({ work, text: "Night" });
      s.kimai.advance(600);
      await s.service.timer.pause();
      s.kimai.advance(4 * 3_600);
      const resumed = await s.service.timer.resume(at);
      expect(resumed).toMatchObject({ entry: { begin: at, end: null, text: "Night" }, notes: [] });
      expect(s.stored(Number(resumed.entry.id))?.begin).toBe(at.replace("Z", ".000Z"));
    }
  });
});

describe("a zone that the person changed in Kimai meanwhile", () => {
  it("is noticed by the next call, which reads all facts again", async () => {
    const s = await recorded("user");
    expect((await s.service.facts()).zone).toBe("Europe/Berlin");
    const me = s.kimai.state.users.find(({ id }) => id === 4);
    for (const zone of ["Asia/Tokyo", "Asia/Kathmandu"]) {
      if (me) me.zone = zone;
      s.kimai.advance(6);
      expect((await s.service.facts()).zone).toBe(zone);
    }
    const draft = { work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z" };
    expect((await s.service.time.create(draft)).entry).toMatchObject({ begin: draft.begin, end: draft.end });
    expect(s.kimai.state.timesheets.at(-1)?.zone).toBe("Asia/Kathmandu");
  });

  it("refuses no moment that was meant whatever the zone, and stores it", async () => {
    const s = await recorded("user");
    await s.service.facts();
    for (const user of s.kimai.state.users) user.zone = "Asia/Tokyo";
    s.kimai.advance(6);
    const begin = "2026-11-18T08:20:00Z";
    expect((await s.service.timer.start({ work, at: begin })).entry.begin).toBe(begin);
  });

  it("hinders no clock-in and clock-out of now", async () => {
    const s = await recorded("user");
    await s.service.facts();
    for (const user of s.kimai.state.users) user.zone = "Asia/Tokyo";
    s.kimai.advance(6);
    await s.service.timer.start({ work });
    s.kimai.advance(600);
    expect((await s.service.timer.stop()).entries).toHaveLength(1);
  });

  it("is asked for once by calls at the same time, and not right after all facts were read", async () => {
    const s = await recorded("user");
    await s.service.facts();
    const before = s.kimai.count("GET", /users\/me/);
    await s.service.facts();
    expect(s.kimai.count("GET", /users\/me/) - before).toBe(0);
    s.kimai.advance(6);
    await Promise.all(Array.from({ length: 20 }, () => s.service.facts()));
    expect(s.kimai.count("GET", /users\/me/) - before).toBe(1);
  });
});
