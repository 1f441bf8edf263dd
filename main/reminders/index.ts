import { dayAfter, dayAt, momentFrom } from "#core/time/wall-clock";
import { type Log, toFailure } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { ReminderKind, ReminderSettings } from "../ipc/contract/reminders";
import type { TimerView } from "../ipc/contract/timer/timer";
import { nextReminder, type ReminderFacts, type Rests } from "./schedule";

/** What a reminder is about, for its words. */
export interface Reminder {
  kind: ReminderKind;
  /** Seconds at a stretch, of what runs, or of today. */
  seconds: number;
  target: number | null;
  /** ISO 3166 code of the country whose rule for breaks counts. */
  country: string | null;
  zone: string;
  /** Begin of what runs; null: nothing does. */
  begin: string | null;
  /** Days of the last week or of the month that lack time, with the seconds that are missing. */
  lacks: { day: string; seconds: number }[];
}

/** What an account tells of its calendar; empty where it does not. */
export interface PersonCalendar {
  daysOff: readonly string[];
  country: string | null;
}

export interface RemindersDeps {
  timer(): TimerView;
  account(): { id: string; zone: string | null; targetSeconds: number[] | null } | null;
  settings(): ReminderSettings;
  scheduler: Scheduler;
  keep: {
    get(): { rests: Rests; lastShown: number | null };
    put(kept: { rests: Rests; lastShown: number | null }): void;
  };
  calendar(account: string, from: string, to: string): Promise<PersonCalendar>;
  lacks(account: string, from: string, to: string): Promise<Reminder["lacks"]>;
  /** @returns ends it */
  show(reminder: Reminder, does: { snooze(): void; notToday(): void }): () => void;
  log: Log;
}

const minute = 60_000;
/** However far the next one is: clocks may be set, and days off may be read anew. */
const longestWait = 60 * minute;
const snoozeTime = 15 * minute;
/** A pause of so long is a break: what was worked before it is no part of the stretch. */
const leastBreak = 10 * minute;
const calendarAge = 6 * 60 * minute;
const calendarDays = 60;

/** Reminds of what was forgotten, one at a time, and never in quiet hours or on days off. */
export class Reminders {
  private calendar: PersonCalendar & { account: string; readAt: number } = {
    daysOff: [],
    country: null,
    account: "",
    readAt: 0,
  };
  private reading = false;
  private firing = false;
  private stopped = false;
  /** Since when there was no break, and when work was last seen. */
  private stretch: { since: number; seen: number } | null = null;
  private endShown: () => void = () => undefined;

  constructor(private readonly deps: RemindersDeps) {}

  stop(): void {
    this.stopped = true;
    this.deps.scheduler.clearAll();
    this.endShown();
  }

  /** The timer or the settings have changed: the next reminder is planned anew. */
  plan = (): void => {
    if (this.stopped || this.firing) return;
    const { scheduler, settings, keep } = this.deps;
    scheduler.clear("remind");
    const facts = this.facts();
    if (!facts || !this.anyOn()) return;
    const now = scheduler.now();
    const { rests, lastShown } = keep.get();
    const next = nextReminder(now, facts, settings(), rests, lastShown);
    const wait = Math.min(next ? next.at - now : longestWait, longestWait);
    scheduler.set("remind", wait, () => void this.fire());
    void this.readCalendar();
  };

  private anyOn = () => Object.entries(this.deps.settings()).some(([kind, { on }]) => kind !== "quiet" && on);

  private facts(): ReminderFacts | null {
    const account = this.deps.account();
    const { status, stale } = this.deps.timer();
    if (!account || !status || status.account.id !== account.id) return null;
    const now = this.deps.scheduler.now();
    const { running, last } = status;
    if (running && !stale) {
      const begin = Date.parse(running.begin) + (running.breakSeconds ?? 0) * 1000;
      // A switch of projects is no break.
      const before =
        last?.end && Date.parse(running.begin) - Date.parse(last.end) < leastBreak ? Date.parse(last.begin) : begin;
      const seen = Math.max(this.stretch?.seen ?? 0, last?.end ? Date.parse(last.end) : 0);
      const known = this.stretch && begin - seen < leastBreak ? this.stretch.since : before;
      this.stretch = { since: Math.min(known, begin), seen: now };
    }
    const offs = this.calendar.account === account.id ? this.calendar.daysOff : [];
    return {
      zone: status.zone,
      running: running && !stale ? { begin: Date.parse(running.begin), stretch: this.stretch?.since ?? now } : null,
      worked: status.today.seconds,
      week: account.targetSeconds,
      daysOff: new Set(offs),
    };
  }

  private async readCalendar(): Promise<void> {
    const { account, scheduler, timer, log } = this.deps;
    const id = account()?.id;
    const zone = timer().status?.zone;
    const now = scheduler.now();
    const fresh = this.calendar.account === id && now - this.calendar.readAt < calendarAge;
    if (!id || !zone || fresh || this.reading) return;
    this.reading = true;
    const today = dayAt(now, zone);
    try {
      const read = await this.deps.calendar(id, today, dayAfter(today, calendarDays));
      this.calendar = { ...read, account: id, readAt: now };
    } catch (error) {
      log("days off", { code: toFailure(error, log).code });
      this.calendar = { daysOff: [], country: null, account: id, readAt: now };
    } finally {
      this.reading = false;
    }
    this.plan();
  }

  private async fire(): Promise<void> {
    const { scheduler, settings, keep, log } = this.deps;
    const facts = this.facts();
    const now = scheduler.now();
    const { rests, lastShown } = keep.get();
    const due = facts && nextReminder(now, facts, settings(), rests, lastShown);
    if (!facts || !due || due.at > now) return this.plan();
    this.firing = true;
    try {
      const midnight = momentFrom(dayAfter(dayAt(now, facts.zone)), 0, facts.zone);
      // Seen or not: it rests for today unless the person says otherwise.
      keep.put({ rests: { ...rests, [due.kind]: midnight }, lastShown });
      const reminder = await this.about(due.kind, facts, now);
      if (reminder && !this.stopped) {
        keep.put({ ...keep.get(), lastShown: now });
        this.show(reminder);
      }
    } catch (error) {
      log("reminder", { kind: due.kind, code: toFailure(error, log).code });
    } finally {
      this.firing = false;
      this.plan();
    }
  }

  private show(reminder: Reminder): void {
    const { keep, scheduler } = this.deps;
    const rest = (until: number) => {
      keep.put({ ...keep.get(), rests: { ...keep.get().rests, [reminder.kind]: until } });
      this.plan();
    };
    this.endShown();
    this.endShown = this.deps.show(reminder, {
      snooze: () => rest(scheduler.now() + snoozeTime),
      notToday: () => this.plan(),
    });
  }

  private async about(kind: ReminderKind, facts: ReminderFacts, now: number): Promise<Reminder | null> {
    const { account, timer, lacks } = this.deps;
    const id = account()?.id ?? "";
    const { status } = timer();
    const today = dayAt(now, facts.zone);
    const since = { begin: facts.running?.begin, long: facts.running?.begin, break: facts.running?.stretch };
    const from = kind === "long" || kind === "break" ? since[kind] : undefined;
    const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7;
    const monday = dayAfter(today, -weekday);
    const span =
      kind === "week"
        ? ([dayAfter(monday, -7), dayAfter(monday, -1)] as const)
        : kind === "month"
          ? ([`${today.slice(0, 7)}-01`, dayAfter(today, -1)] as const)
          : null;
    const lacking = span && span[0] <= span[1] ? await lacks(id, span[0], span[1]) : [];
    if (span && lacking.length === 0) return null;
    return {
      kind,
      seconds: from === undefined ? facts.worked : Math.floor((now - from) / 1000),
      target: status?.today.target ?? null,
      country: this.calendar.country,
      zone: facts.zone,
      begin: status?.running?.begin ?? null,
      lacks: lacking,
    };
  }
}
