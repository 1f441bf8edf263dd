import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptySettings } from "#core/platform/settings";
import { Scheduler } from "#main/app/scheduler";
import { translator } from "#main/locales/index";
import { type Reminder, Reminders, type RemindersDeps } from "#main/reminders/index";
import { reminderWords } from "#main/reminders/words";
import { appState, entry, iso, status } from "../fixtures";

/** Thursday 19 November 2026, 09:00 in Berlin. */
const nine = Date.parse("2026-11-19T08:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
beforeEach(() => void vi.useFakeTimers({ now: nine }));
afterEach(() => void vi.useRealTimers());

function opened(more: Partial<RemindersDeps> = {}) {
  const settings = emptySettings().ui.reminders;
  const shown: { reminder: Reminder; snooze(): void; notToday(): void; at: string }[] = [];
  let kept: ReturnType<RemindersDeps["keep"]["get"]> = { rests: {}, lastShown: null };
  const state = {
    status: status({ now: iso(nine), today: { day: "2026-11-19", seconds: 0, running: 0, target: 28_800 } }),
  };
  const reminders = new Reminders({
    timer: () => appState({ status: state.status }).timer,
    account: () => ({ id: "kimai-1", zone: "Europe/Berlin", targetSeconds: null }),
    settings: () => settings,
    scheduler: new Scheduler(),
    keep: {
      get: () => kept,
      put: (next) => {
        kept = next;
      },
    },
    calendar: async () => ({ daysOff: [], country: "DE" }),
    lacks: async () => [],
    show: (reminder, does) => {
      shown.push({ reminder, ...does, at: iso(Date.now()) });
      return () => undefined;
    },
    log: () => undefined,
    ...more,
  });
  const works = (begin: number, before: number | null = null) => {
    const last = before === null ? null : entry({ id: "0", begin: iso(before), end: iso(begin) });
    state.status = status({ state: "working", running: entry({ begin: iso(begin) }), last });
    reminders.plan();
  };
  return { reminders, settings, shown, works, state };
}
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test("nothing is planned or read while all reminders are off", async () => {
  const calendar = vi.fn(async () => ({ daysOff: [], country: null }));
  const { reminders, shown } = opened({ calendar });
  reminders.plan();
  await pass(24 * hour);
  expect([shown.length, calendar.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

test("the begin of a workday is told once at its time, and not while something runs", async () => {
  const { reminders, settings, shown } = opened();
  settings.begin.on = true;
  reminders.plan();
  await pass(14 * minute);
  expect(shown).toEqual([]);
  await pass(2 * minute);
  expect(shown).toMatchObject([{ reminder: { kind: "begin" }, at: "2026-11-19T08:15:00Z" }]);
  await pass(8 * hour);
  expect(shown).toHaveLength(1);
  const other = opened();
  other.settings.begin.on = true;
  other.works(nine - hour);
  await pass(hour);
  expect(other.shown).toEqual([]);
});

test("a missing break is told after its time at a stretch, over a change of projects, and not after a break", async () => {
  const { settings, shown, works } = opened();
  settings.break = { on: true, after: 120 };
  works(nine);
  await pass(90 * minute);
  // Another project in the same minute is no break.
  works(nine + 90 * minute, nine);
  await pass(29 * minute);
  expect(shown).toEqual([]);
  await pass(2 * minute);
  expect(shown).toMatchObject([{ reminder: { kind: "break", country: "DE" } }]);
  const rested = opened();
  rested.settings.break = { on: true, after: 120 };
  const now = Date.now();
  rested.works(now);
  await pass(90 * minute);
  rested.state.status = status({ today: { day: "2026-11-19", seconds: 5_400, running: 0, target: 28_800 } });
  rested.reminders.plan();
  await pass(30 * minute);
  rested.works(now + 120 * minute);
  await pass(60 * minute);
  expect(rested.shown).toEqual([]);
});

test("what is snoozed comes again after a quarter of an hour, what is not wanted does not come again today", async () => {
  const { settings, shown, works } = opened();
  settings.long = { on: true, after: 60 };
  works(nine);
  await pass(61 * minute);
  shown[0]?.snooze();
  await pass(14 * minute);
  expect(shown).toHaveLength(1);
  await pass(2 * minute);
  expect(shown).toHaveLength(2);
  shown[1]?.notToday();
  await pass(6 * hour);
  expect(shown).toHaveLength(2);
});

test("a week that lacks time is told with its days on Monday, one that is whole is not", async () => {
  const asked: string[] = [];
  const lacks = async (_account: string, from: string, to: string) => {
    asked.push(`${from} ${to}`);
    return asked.length === 1 ? [] : [{ day: "2026-11-27", seconds: 5_400 }];
  };
  const { reminders, settings, shown } = opened({ lacks });
  settings.week.on = true;
  reminders.plan();
  await pass(5 * 24 * hour);
  expect([asked, shown]).toEqual([["2026-11-16 2026-11-22"], []]);
  await pass(7 * 24 * hour);
  expect(shown).toMatchObject([{ reminder: { kind: "week", lacks: [{ day: "2026-11-27" }] } }]);
});

test("nothing is told on days off that the calendar names, and a calendar that fails stops nothing", async () => {
  const off = opened({ calendar: async () => ({ daysOff: ["2026-11-19"], country: null }) });
  off.settings.begin.on = true;
  off.reminders.plan();
  await pass(4 * hour);
  expect(off.shown).toEqual([]);
  vi.setSystemTime(nine);
  const broken = opened({ calendar: () => Promise.reject(new Error("no plugin")) });
  broken.settings.begin.on = true;
  broken.reminders.plan();
  await pass(hour);
  expect(broken.shown).toHaveLength(1);
});

test("a reminder says what is due in the person's language, with the rule of the country", () => {
  const reminder: Reminder = {
    ...{ kind: "break", seconds: 21_600, target: null, country: "DE", zone: "Europe/Berlin", lacks: [] },
    begin: iso(nine),
  };
  const about = { now: nine + 6 * hour, language: "en", work: null, text: "" };
  expect(reminderWords(reminder, about, translator("en"))).toEqual({
    title: "6:00 without a break",
    body: "Germany asks for 30 min. You began at 09:00.",
    action: "Start a break",
  });
  expect(reminderWords(reminder, { ...about, language: "de" }, translator("de")).body).toContain(
    "Deutschland: 30 Min.",
  );
  const week = { ...reminder, kind: "week" as const, lacks: [{ day: "2026-11-10", seconds: 7_200 }] };
  expect(reminderWords(week, { ...about, language: "en-GB" }, translator("en"))).toMatchObject({
    title: "Last week lacks 2:00",
    body: "Tue 10 Nov 2:00",
  });
});
