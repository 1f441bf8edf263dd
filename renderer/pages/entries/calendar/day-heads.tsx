import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { hoursMinutes, longDay, shortDay } from "../../../lib/format";
import { useApp } from "../../../lib/store";
import { Icon } from "../../../ui/icon";
import { barsOf } from "../../absences/calendar";
import { barText, barWords } from "../../absences/words";
import type { Day } from "../analysis";

type Away = Response<"absences:list"> | null;

/** Events of whole days that are shown; the head must leave room for the hours. */
const mostWhole = 2;

/** The days with own absences, public holidays and what lies on whole days of the own calendar. */
export function DayHeads(props: {
  days: readonly Day[];
  today: string;
  away: Away;
  own: Response<"calendar:events">["allDay"];
}) {
  const { days, today, away, own: events } = props;
  const { t } = useTranslation();
  const { language } = useApp();
  const bars = barsOf(
    (away?.absences ?? []).filter(({ mine }) => mine),
    null,
  );
  return (
    <div className="calhead">
      <span />
      {days.map(({ day }) => {
        const holidays = (away?.holidays ?? []).filter((one) => one.day === day);
        const whole = events.filter(({ first, last }) => day >= first && day <= last);
        const own = bars.filter(({ first, last }) => day >= first && day <= last);
        return (
          <div key={day} className="calhead__day" aria-current={day === today ? "date" : undefined}>
            <p title={longDay(day, language)}>
              <span>{shortDay(day, language)}</span> <b className="num">{Number(day.slice(8))}</b>
              {holidays.length > 0 && <Icon name="flag" />}
            </p>
            {own.map((bar) => (
              <span key={bar.key} className={`away away--${bar.look}`} title={barWords(bar, t)}>
                <span aria-hidden="true">
                  {barText({ bar, start: 1, end: 2, lane: 0, from: false, to: false }, t, null)}
                </span>
                <span className="sr">{barWords(bar, t)}</span>
              </span>
            ))}
            {holidays.map(({ name }) => (
              <span key={name} className="calhol">
                {name}
              </span>
            ))}
            {whole.slice(0, mostWhole).map(({ key, title }) => (
              <span key={key} className="calwhole clip" title={title}>
                {title || t("ownCalendar.untitled")}
              </span>
            ))}
            {whole.length > mostWhole && (
              <span className="hint calwhole" title={whole.map(({ title }) => title).join(" · ")}>
                {t("ownCalendar.more", { count: whole.length - mostWhole })}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

interface FootProps {
  days: readonly Day[];
  today: string;
  /** Seconds of each day; null: there are no targets. */
  targets: readonly number[] | null;
  /** false: the week has not been read, which is not the same as nothing booked. */
  known: boolean;
}

/** What each day has, against its target. */
export function DayFeet({ days, today, targets, known }: FootProps) {
  const { t } = useTranslation();
  return (
    <div className="calfoot">
      <span className="hint">{t("calendar.day")}</span>
      {days.map((day, index) => {
        const { planned, seconds: worked } = day;
        const target = targets?.[index] ?? 0;
        const width = (seconds: number) => `${target > 0 ? Math.min(100, (seconds / target) * 100) : 0}%`;
        const isEmpty = worked + planned === 0 && target === 0;
        return (
          <div key={day.day} className="calfoot__day" aria-current={day.day === today ? "date" : undefined}>
            <p className="num">
              <span>
                {day.twice > 0 && (
                  <span title={t("week.twice", { time: hoursMinutes(day.twice) })}>
                    <Icon name="warning" />
                  </span>
                )}
                <b>{!known || isEmpty ? "–" : hoursMinutes(worked)}</b>
              </span>{" "}
              {target > 0 && <span>{t("today.of", { target: hoursMinutes(target) })}</span>}
            </p>
            {planned > 0 && <p className="num">{t("calendar.planned", { time: hoursMinutes(planned) })}</p>}
            {target > 0 && (
              <span className="bar" aria-hidden="true">
                <i className={day.day === today ? "now" : undefined} style={{ width: width(worked) }} />
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
