import type { CalendarDay } from "#core/domain/entities";
import type { ReportResult } from "#core/domain/results/reports";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { shortDays } from "#core/time/report/target-hours";
import { noTargetKept } from "#core/time/target";
import { cleanRef } from "../lib/view";
import type { Collected } from "./collect";
import type { Asked } from "./input";
import { targetView } from "./own-target";
import type { PersonTargets, TargetsRead } from "./target-hours";

type Parts = Pick<ReportResult, "target" | "targets" | "missing">;

/** Worked against owed, of one person with all weeks or of several with a line each, and the days that fell short. */
export function targetParts(
  { schedules, source }: TargetsRead,
  { worked }: Pick<Collected, "worked">,
  asked: Asked,
  onePerson: boolean,
  leftOut: MessageText[],
): Parts {
  const none: ReadonlyMap<CalendarDay, number> = new Map();
  const viewOf = (one: PersonTargets) => targetView(one, worked.get(one.person.id)?.days ?? none, asked, source);
  const parts: Parts = {};
  const [first] = schedules;
  if (asked.show.has("target")) {
    if (onePerson && first) parts.target = viewOf(first);
    if (!onePerson) {
      parts.targets = schedules.slice(0, asked.rows).map((one) => {
        const { seconds, target, difference, balance, balance_since, until, days, absences } = viewOf(one);
        const person = cleanRef(one.person);
        return { person, seconds, target, difference, balance, balance_since, until, days, absences };
      });
      if (schedules.length > asked.rows)
        leftOut.push(`the targets of ${schedules.length - asked.rows} more people: raise limit`);
    }
  }
  if (asked.show.has("missing")) Object.assign(parts, missingParts(schedules, worked, asked, onePerson, leftOut));
  return parts;
}

function missingParts(
  schedules: readonly PersonTargets[],
  worked: Collected["worked"],
  asked: Asked,
  onePerson: boolean,
  leftOut: MessageText[],
): Pick<ReportResult, "missing"> {
  for (const { person, kept } of schedules) if (!kept) leftOut.push(`${cleanRef(person).name}: ${noTargetKept}`);
  const all = schedules.flatMap(({ person, kept, days }) =>
    shortDays(
      days.filter(({ day }) => day >= asked.first),
      worked.get(person.id)?.days ?? new Map(),
      asked.today,
      asked.shortBy,
    )
      // Eight hours a day were assumed: nobody can fall short of a part of them.
      .filter(({ seconds }) => kept || seconds === 0)
      .map(({ why, target, ...day }) => ({
        ...day,
        target: kept ? target : null,
        why: cleanText(why, 200),
        ...(!onePerson && { person: cleanRef(person) }),
      })),
  );
  all.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const missing = all.slice(-asked.rows);
  if (all.length > missing.length)
    leftOut.push(`${all.length - missing.length} earlier missing days: raise limit, or shorten the period`);
  return { missing };
}
