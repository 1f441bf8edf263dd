import { expect, it, onTestFinished } from "vitest";
import type { Service } from "#core/domain/ports";
import { createKimaiService } from "#core/services/kimai/index";
import { startFakeKimai } from "../../../../fakes/kimai";
import type { FakeTimesheet } from "../../../../fakes/kimai/model";
import * as fc from "../../../../property";

/**
 * The whole adapter over real HTTP against the fake Kimai, which reads clock times of a change in the record's zone
 * (kimai-api.md §3.4). Only the entries are put into the fake directly, as if somebody had recorded them in a browser.
 */
const zones = [
  "Europe/Berlin",
  "Europe/London",
  "Africa/Casablanca",
  "America/Vancouver",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Asia/Bangkok",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
];
/** Mondays of 2026; those in which one of the zones changes its clocks come up more often than the others. */
const changes = ["02-09", "03-02", "03-16", "03-23", "03-30", "09-21", "09-28", "10-19", "10-26"];
const monday = fc.oneof(
  fc.constantFrom(...changes).map((day) => Date.parse(`2026-${day}T00:00:00Z`)),
  fc.integer({ min: 1, max: 46 }).map((week) => Date.parse("2026-01-05T00:00:00Z") + week * 7 * 86_400_000),
);
const minute = 60_000;
/** Any minute of a week, and every other time one about which some zone's clocks may change: Sunday from 0 to 16 UTC. */
const minuteOfWeek = fc.oneof(
  fc.integer({ min: 0, max: 7 * 1440 }),
  fc.integer({ min: 6 * 1440 - 600, max: 6 * 1440 + 960 }),
);
const week = fc.record({
  monday,
  from: minuteOfWeek,
  length: fc.integer({ min: 2, max: 14 * 60 }),
  later: minuteOfWeek,
  other: fc.integer({ min: 2, max: 14 * 60 }),
  recorded: fc.constantFrom(...zones),
  caller: fc.nat(zones.length - 1),
  /** Whether the entry is somebody else's, as for a team lead. */
  others: fc.boolean(),
  /** Those that take many requests come up less often. */
  deed: fc.constantFrom(
    ...(["create", "create", "change", "change", "change", "end", "end", "again", "split", "copy"] as const),
  ),
});
type Week = (typeof week extends fc.Arbitrary<infer T> ? T : never) & object;

const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const firstUser = 100;

async function open() {
  const kimai = await startFakeKimai({ now: "2026-12-31T12:00:00Z", frozen: true, settings: { hardLimit: 1 } });
  const { state } = kimai;
  const [like] = state.users.filter(({ role }) => role === "SUPER_ADMIN");
  if (!like) throw new Error("the fake has no such user");
  const services = zones.map((zone, index): Service => {
    const id = firstUser + index;
    state.users.push({ ...like, id, username: `user${id}`, alias: null, zone, token: `token_${id}` });
    return createKimaiService(
      { url: kimai.url, tlsVerify: true },
      {
        accountId: `account${id}`,
        secret: async () => `token_${id}`,
        breaks: { read: async () => null, write: async () => undefined },
        log: () => undefined,
        now: () => kimai.now(),
      },
    );
  });
  onTestFinished(async () => {
    for (const service of services) await service.close();
    await kimai.close();
  });
  return { kimai, services };
}

it("hours are the same moments after each write in 2,500 weeks, recorded in one of 12 zones and changed from another", {
  timeout: fc.propertyTimeoutMs(180_000),
}, async () => {
  const { kimai, services } = await open();
  const { state } = kimai;
  const work = { project: "1", activity: "3" };
  let weeks = 0;
  let runs = 0;
  const done: Record<string, number> = {};

  const record = (one: Week, running: boolean): FakeTimesheet => {
    const begin = one.monday + one.from * minute;
    const sheet: FakeTimesheet = {
      id: state.nextId.timesheet++,
      // What runs is ended by its own person only.
      user: firstUser + (one.others && !running ? (one.caller + 1) % zones.length : one.caller),
      project: 1,
      activity: 3,
      begin,
      end: running ? null : begin + one.length * minute,
      zone: one.recorded,
      breakSeconds: 0,
      description: "Recorded elsewhere",
      tags: [],
      exported: false,
      billable: true,
      fixedRate: null,
      hourlyRate: null,
      meta: {},
      modified: begin,
    };
    state.timesheets.push(sheet);
    return sheet;
  };
  const forget = (...ids: (string | number)[]) => {
    const gone = new Set(ids.map(Number));
    state.timesheets = state.timesheets.filter(({ id }) => !gone.has(id));
  };
  /** What the fake keeps of an entry, beside what the adapter told of it. */
  const holds = (entry: { id: string; begin: string; end: string | null }, begin: number, end: number | null) => {
    const row = state.timesheets.find(({ id }) => String(id) === entry.id);
    expect([row?.begin, row?.end, entry.begin, entry.end]).toEqual([
      begin,
      end,
      instant(begin),
      end === null ? null : instant(end),
    ]);
  };

  const deeds: Record<Week["deed"], (one: Week, service: Service) => Promise<void>> = {
    async create(one, { time }) {
      const [begin, end] = [one.monday + one.from * minute, one.monday + (one.from + one.length) * minute];
      const { entry } = await time.create({ work, begin: instant(begin), end: instant(end) });
      holds(entry, begin, end);
      forget(entry.id);
    },
    async change(one, { time }) {
      const sheet = record(one, false);
      const begin = one.monday + one.later * minute;
      const end = begin + one.other * minute;
      const { entry, notes } = await time.update(String(sheet.id), { begin: instant(begin), end: instant(end) });
      holds(entry, begin, end);
      expect([notes, sheet.zone]).toEqual([[], one.recorded]);
      forget(sheet.id);
    },
    async end(one, { timer }) {
      const sheet = record(one, true);
      const end = sheet.begin + one.length * minute;
      const { entries } = await timer.stop(instant(end));
      if (!entries[0]) throw new Error("nothing was ended");
      holds(entries[0], sheet.begin, end);
      forget(sheet.id);
    },
    async split(one, { time }) {
      const sheet = record(one, false);
      const [end, cut] = [sheet.end ?? 0, sheet.begin + Math.floor(one.length / 2) * minute];
      const copy = await time.copy?.(String(sheet.id));
      if (!copy) throw new Error("nothing was copied");
      holds(copy.entry, sheet.begin, end);
      holds((await time.update(copy.entry.id, { begin: instant(cut) })).entry, cut, end);
      holds((await time.update(String(sheet.id), { end: instant(cut) })).entry, sheet.begin, cut);
      forget(sheet.id, copy.entry.id);
    },
    async copy(one, { time }) {
      const sheet = record(one, false);
      const copy = await time.copy?.(String(sheet.id));
      if (!copy) throw new Error("nothing was copied");
      const begin = one.monday + one.later * minute;
      const end = begin + one.other * minute;
      holds((await time.update(copy.entry.id, { begin: instant(begin), end: instant(end) })).entry, begin, end);
      holds(
        { id: String(sheet.id), begin: instant(sheet.begin), end: instant(sheet.end ?? 0) },
        sheet.begin,
        sheet.end,
      );
      forget(sheet.id, copy.entry.id);
    },
    async again(one, { timer }) {
      const sheet = record(one, false);
      const begin = one.monday + one.later * minute;
      const started = await timer.again?.(String(sheet.id), instant(begin));
      if (!started) throw new Error("nothing was started");
      holds(started.entry, begin, null);
      forget(sheet.id, started.entry.id);
    },
  };

  // A timer ends what else its person has running, so the weeks of one caller come one after another.
  const together = fc.array(week, { minLength: 250, maxLength: 250 });
  await fc.assert(
    fc.asyncProperty(together, async (all) => {
      runs += 1;
      kimai.requests.length = 0;
      await Promise.all(
        services.map(async (service, caller) => {
          for (const one of all.filter((each) => each.caller === caller)) {
            await deeds[one.deed](one, service);
            weeks += 1;
            done[one.deed] = (done[one.deed] ?? 0) + 1;
          }
        }),
      );
      expect(state.timesheets).toEqual([]);
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(runs).toBeGreaterThanOrEqual(10);
  expect(weeks).toBe(250 * runs);
  expect(Object.values(done).every((count) => count > 150)).toBe(true);
});
