import { useTranslation } from "react-i18next";
import type { TimerFigures } from "../../lib/elapsed";
import { hoursMinutes, shortDay, untilTarget } from "../../lib/format";
import { useApp } from "../../lib/store";

/** This week's days against their targets. */
export function Week({ figures }: { figures: TimerFigures }) {
  const { t } = useTranslation();
  const { timer, language } = useApp();
  const { status } = timer;
  if (!status) return null;
  const { week, today } = status;
  const target = week.target || null;
  const left = target === null ? null : untilTarget(figures.week, target);
  // Without targets the longest day fills its bar: the bars then compare the days with each other.
  const longest = Math.max(1, ...week.days.map((day) => day.seconds));
  return (
    <section className="week" aria-label={t("week.this")}>
      <p className="week__head">
        <span className="medium">{t("week.number", { number: week.number })}</span>
        <span className="num">
          <span className="strong">{hoursMinutes(figures.week)}</span>{" "}
          {target !== null && <span className="soft">{t("today.of", { target: hoursMinutes(target) })}</span>}
        </span>
        {left !== null && (
          <span className="push hint num">
            {left >= 0 ? t("today.left", { time: hoursMinutes(left) }) : t("today.over", { time: hoursMinutes(-left) })}
          </span>
        )}
      </p>
      <ol className="week__days">
        {week.days.map((day) => {
          const isToday = day.day === today.day;
          const seconds = isToday ? figures.today : day.seconds;
          const full = target === null ? longest : day.target;
          const share = full ? Math.min(1, seconds / full) : seconds > 0 ? 1 : 0;
          return (
            <li key={day.day} className="week__day" aria-current={isToday ? "date" : undefined}>
              {shortDay(day.day, language)}
              <span className="week__bar" data-free={!full && seconds === 0 ? "" : undefined}>
                <i style={{ width: `${share * 100}%` }} />
              </span>
              {seconds > 0 ? <b className="num">{hoursMinutes(seconds)}</b> : <span>–</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
