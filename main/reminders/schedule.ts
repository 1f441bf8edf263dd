import { dayAfter, dayAt, minutesAt, momentFrom } from "#core/time/wall-clock";
import type { ReminderKind, ReminderSettings } from "../ipc/contract/reminders";

const minute = 60_000;
/** Whoever has not begun so long after their usual time will not want to hear of it any more. */
const beginWindow = 4 * 60 * minute;
/** Between two reminders of whatever kind. */
const apart = 5 * minute;
/** A month with leave before it: further ahead nothing has to be planned. */
const daysAhead = 40;

export interface ReminderFacts {
  /** The account's zone. */
  zone: string;
  /** Milliseconds since 1970: when what runs began, and since when nobody has taken a break. */
  running: { begin: number; stretch: number } | null;
  /** Seconds worked today. */
  worked: number;
  /** Seconds to work, Monday to Sunday; null: not known, and Monday to Friday are workdays. */
  week: readonly number[] | null;
  /** Days of leave and public holidays. */
  daysOff: ReadonlySet<string>;
}

/** Milliseconds until which a kind rests: it was shown, snoozed or is not wanted today. */
export type Rests = Partial<Record<ReminderKind, number>>;

export interface DueReminder {
  kind: ReminderKind;
  /** Milliseconds; never before now. */
  at: number;
}

/** 0 Monday … 6 Sunday. */
const weekday = (day: string) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

export const isWorkday = (day: string, { week, daysOff }: Pick<ReminderFacts, "week" | "daysOff">): boolean =>
  !daysOff.has(day) && (week ? (week[weekday(day)] ?? 0) > 0 : weekday(day) < 5);

/** The first moment from this one on that lies in no quiet hour. */
export function afterQuiet(at: number, { quiet }: ReminderSettings, zone: string): number {
  if (!quiet.on || quiet.from === quiet.to) return at;
  const clock = minutesAt(at, zone);
  const overnight = quiet.from > quiet.to;
  const isQuiet = overnight ? clock >= quiet.from || clock < quiet.to : clock >= quiet.from && clock < quiet.to;
  if (!isQuiet) return at;
  const day = dayAt(at, zone);
  return momentFrom(overnight && clock >= quiet.from ? dayAfter(day) : day, quiet.to, zone);
}

/** From when on, and until when at most, a kind is due; both in milliseconds. */
interface Window {
  from: number;
  until: number;
}

/** When a kind may be shown, as far as the timer tells now; earliest first. */
function windowsOf(kind: ReminderKind, now: number, facts: ReminderFacts, settings: ReminderSettings): Window[] {
  const { zone, running } = facts;
  const today = dayAt(now, zone);
  const days = Array.from({ length: daysAhead }, (_, ahead) => dayAfter(today, ahead));
  const endOf = (day: string) => momentFrom(dayAfter(day), 0, zone);
  switch (kind) {
    case "begin":
      return days
        .filter((day) => isWorkday(day, facts) && (day !== today || (!running && facts.worked === 0)))
        .map((day) => {
          const from = momentFrom(day, settings.begin.at, zone);
          return { from, until: Math.min(from + beginWindow, endOf(day)) };
        });
    case "end": {
      const from = momentFrom(today, settings.end.at, zone);
      return running && running.begin < from ? [{ from, until: endOf(today) }] : [];
    }
    case "break":
      return running
        ? [{ from: running.stretch + settings.break.after * minute, until: Number.POSITIVE_INFINITY }]
        : [];
    case "long":
      return running ? [{ from: running.begin + settings.long.after * minute, until: Number.POSITIVE_INFINITY }] : [];
    case "week":
      return days
        .filter((day) => {
          const before = Array.from({ length: weekday(day) }, (_, back) => dayAfter(day, -back - 1));
          return isWorkday(day, facts) && !before.some((one) => isWorkday(one, facts));
        })
        .map((day) => ({ from: momentFrom(day, settings.week.at, zone), until: endOf(day) }));
    case "month":
      return days
        .filter((day) => {
          const rest = Array.from({ length: 31 }, (_, ahead) => dayAfter(day, ahead + 1));
          const later = rest.filter((one) => one.slice(0, 7) === day.slice(0, 7));
          return isWorkday(day, facts) && !later.some((one) => isWorkday(one, facts));
        })
        .map((day) => ({ from: momentFrom(day, settings.month.at, zone), until: endOf(day) }));
  }
}

/** At the same moment the more urgent comes first. */
const urgent: readonly ReminderKind[] = ["break", "long", "end", "begin", "week", "month"];

/**
 * The next reminder as far as it is known now: asked again whenever the timer or the settings change, and when it is due.
 * @param now, lastShown milliseconds since 1970; null: none was shown yet
 * @returns null: none is due in the next weeks
 */
export function nextReminder(
  now: number,
  facts: ReminderFacts,
  settings: ReminderSettings,
  rests: Rests,
  lastShown: number | null,
): DueReminder | null {
  let next: DueReminder | null = null;
  for (const kind of urgent) {
    if (!settings[kind].on) continue;
    const earliest = Math.max(now, rests[kind] ?? 0, lastShown === null ? 0 : lastShown + apart);
    for (const { from, until } of windowsOf(kind, now, facts, settings)) {
      const at = afterQuiet(Math.max(from, earliest), settings, facts.zone);
      if (at >= until || facts.daysOff.has(dayAt(at, facts.zone))) continue;
      if (!next || at < next.at) next = { kind, at };
      break;
    }
  }
  return next;
}
