import type { CalendarDay } from "../../domain/entities";
import type { ReportResult } from "../../domain/results";
import { cleanText } from "../../domain/text";
import { absencesOf, type Stretch, stretchOf, weeksOf } from "../../time/report/target-hours";
import type { Asked } from "./input";
import type { PersonDuty } from "./target-hours";

export type TargetView = NonNullable<ReportResult["target"]>;

/** Worked against owed, up to today; the whole of today is owed. */
export function targetView(
  duty: PersonDuty,
  worked: ReadonlyMap<CalendarDay, number>,
  asked: Asked,
  source: string,
): TargetView {
  const until = asked.last < asked.today ? asked.last : asked.today;
  const inPeriod = duty.days.filter(({ day }) => day >= asked.first);
  const earlier = duty.days.filter(({ day }) => day < asked.first && day >= duty.since);
  const before = stretchOf(earlier, worked, 0)?.difference ?? 0;
  const whole = stretchOf(inPeriod, worked, before);
  const shown = ({ first, last, seconds, target, difference, balance, notes }: Stretch) => ({
    first,
    last,
    seconds,
    target: duty.kept ? target : null,
    difference: duty.kept ? difference : null,
    balance: duty.kept ? balance : null,
    notes: notes.map((note) => cleanText(note, 120)),
  });
  const nothing = {
    first: asked.first,
    last: asked.last,
    seconds: 0,
    target: duty.kept ? 0 : null,
    difference: duty.kept ? 0 : null,
    balance: null,
    notes: ["The period has not begun."],
  };
  const holidays = inPeriod.flatMap(({ contract, holiday }) => (holiday && contract > 0 ? [holiday] : []));
  return {
    ...(whole ? { ...shown(whole), notes: [] } : nothing),
    until,
    balance_since: duty.kept && whole ? duty.since : null,
    days: inPeriod.filter(({ contract }) => contract > 0).length,
    absences: absencesOf(inPeriod),
    holidays: holidays.map(({ day, name, half }) => ({ day, name: cleanText(name, 80), half })),
    weeks: weeksOf(inPeriod, worked, before, asked.facts.weekStartsOn).map((week) => ({
      ...shown(week),
      number: week.number,
    })),
    source: duty.kept ? source : "No target hours are kept for this person.",
  };
}
