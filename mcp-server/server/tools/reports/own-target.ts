import type { CalendarDay } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import type { ReportResult } from "#core/domain/results/reports";
import { absencesOf, type OwedDay, type Stretch, stretchOf, weeksOf } from "#core/time/report/target-hours";
import { noTargetKept } from "#core/time/target";
import { cleanMessage } from "../lib/errors";
import type { Asked } from "./input";
import type { PersonTargets } from "./target-hours";

const dueDays = (days: readonly OwedDay[]) =>
  days.filter(({ target }) => target > 0).map(({ day, target }) => ({ day, target }));

export type TargetView = NonNullable<ReportResult["target"]>;

/** Worked against owed, up to today; the whole of today is owed. */
export function targetView(
  schedule: PersonTargets,
  worked: ReadonlyMap<CalendarDay, number>,
  asked: Asked,
  source: string,
): TargetView {
  const until = asked.last < asked.today ? asked.last : asked.today;
  const { begins = asked.first } = schedule;
  const inPeriod = schedule.days.filter(({ day }) => day >= asked.first && day >= begins);
  const earlier = schedule.days.filter(({ day }) => day < asked.first && day >= schedule.since);
  const before = schedule.opening + (stretchOf(earlier, worked, 0)?.difference ?? 0);
  const whole = stretchOf(inPeriod, worked, before);
  const shown = ({ first, last, seconds, target, difference, balance, notes }: Stretch) => ({
    first,
    last,
    seconds,
    target: schedule.kept ? target : null,
    difference: schedule.kept ? difference : null,
    balance: schedule.kept ? balance : null,
    notes: notes.map((note) => cleanMessage(note, 120)),
  });
  const nothing = {
    first: asked.first,
    last: asked.last,
    seconds: 0,
    target: schedule.kept ? 0 : null,
    difference: schedule.kept ? 0 : null,
    balance: null,
    notes: [asked.first > asked.today ? "The period has not begun." : `Nothing was due before ${begins}.`],
  };
  const holidays = inPeriod.flatMap(({ contract, holiday }) => (holiday && contract > 0 ? [holiday] : []));
  return {
    ...(whole ? { ...shown(whole), notes: [] } : nothing),
    until,
    balance_since: schedule.kept && whole ? schedule.since : null,
    days: inPeriod.filter(({ contract }) => contract > 0).length,
    // Eight hours a day were assumed: they are nobody's.
    absences: absencesOf(inPeriod).map((one) => (schedule.kept ? one : { ...one, seconds: null })),
    holidays: holidays.map(({ day, name, half }) => ({ day, name: quote(name, 80), half })),
    weeks: weeksOf(inPeriod, worked, before, asked.facts.weekStartsOn).map((week) => ({
      ...shown(week),
      number: week.number,
    })),
    ...(schedule.kept && asked.by.includes("day") && { by_day: dueDays(inPeriod) }),
    source: schedule.kept ? source : noTargetKept,
  };
}
