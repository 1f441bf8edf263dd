import { useTranslation } from "react-i18next";
import { leastGap } from "#core/time/gaps";
import { hoursMinutes, shortDay, untilTarget, weekdayOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import type { Day } from "./analysis";

/** Height of the plot in pixels, as in entries.css. */
const plot = 52;

interface Props {
  days: readonly Day[];
  today: string;
  /** Seconds per weekday, Monday first. */
  targets: readonly number[] | null;
  label: string;
  /** false: nothing has been read of this week, which is not the same as nothing booked. */
  known: boolean;
}

export function WeekChart({ days, today, targets, label, known }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const sum = (pick: (day: Day) => number) => days.reduce((total, day) => total + pick(day), 0);
  const seconds = sum((day) => day.seconds);
  const twice = sum((day) => day.twice);
  const gaps = sum((day) => day.gaps);
  const target = targets ? targets.reduce((total, one) => total + one, 0) || null : null;
  const left = target === null ? null : untilTarget(seconds, target);
  const line = targets ? Math.max(...targets) : 0;
  const top = Math.max(line * 1.12, ...days.map((day) => day.seconds), 3600);
  const height = (value: number) => `${Math.round((value / top) * plot)}px`;
  return (
    <section className="card weekchart" aria-label={label}>
      <ol className="weekchart__plot">
        {line > 0 && (
          <li
            className="weekchart__target"
            aria-hidden="true"
            style={{ top: `${10 + plot - Math.round((line / top) * plot)}px` }}
          >
            <span>{hoursMinutes(line)}</span>
          </li>
        )}
        {days.map((day) => (
          <li
            key={day.day}
            className="daycol"
            aria-current={day.day === today ? "date" : undefined}
            title={
              targets && known
                ? t("week.dayOf", {
                    time: hoursMinutes(day.seconds),
                    target: hoursMinutes(targets[weekdayOf(day.day)] ?? 0),
                  })
                : undefined
            }
          >
            <i className="daycol__bar" style={{ height: height(day.seconds) }}>
              {day.twice > 0 && <i className="twice" style={{ height: height(day.twice) }} />}
            </i>
            <span>{day.day === today ? t("week.today") : shortDay(day.day, language)}</span>
            {day.seconds > 0 ? <b className="num">{hoursMinutes(day.seconds)}</b> : <span>–</span>}
          </li>
        ))}
      </ol>
      <div className="weekchart__sum">
        <p className="num">
          <span className="big">{known ? hoursMinutes(seconds) : "–"}</span>{" "}
          {target !== null && <span className="soft">{t("today.of", { target: hoursMinutes(target) })}</span>}
        </p>
        {left !== null && known && (
          <p className="soft num">
            {left >= 0 ? t("today.left", { time: hoursMinutes(left) }) : t("today.over", { time: hoursMinutes(-left) })}
          </p>
        )}
        {twice > 0 && (
          <p className="hint line">
            <i className="swatch hatchwarn" />
            <span>{t("week.twice", { time: hoursMinutes(twice) })}</span>
          </p>
        )}
        {gaps > 0 && (
          <p className="hint line">
            <i className="swatch hatchgap" />
            <span>{t("week.gap", { time: hoursMinutes(gaps), least: hoursMinutes(leastGap) })}</span>
          </p>
        )}
      </div>
    </section>
  );
}
