import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { addDays, addMonths, longDay, monthEnd, monthName, shortDay, weekdayOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Icon } from "../../ui/icon";
import { type Absences, type Bar, barsOf, type Draft, type Piece, piecesOf, weeksOf } from "./calendar";

interface Props {
  /** The day on which the keyboard stands; its month is shown. */
  at: string;
  today: string;
  absences: readonly Absences["absences"][number][];
  holidays: Absences["holidays"];
  draft: Pick<Draft, "first" | "last">;
  works: (day: string) => boolean;
  /** In words, for the day's name: `Training, approved`. */
  nameOf: (bar: Bar) => string;
  onMove: (day: string) => void;
  /** Pressed, or walked to with Shift. */
  onPick: (day: string, extend: boolean) => void;
  /** Enter: begin a request here. */
  onStart: (day: string) => void;
  children: (piece: Piece) => ReactNode;
}

/** The same day of another month, or its last one. */
function otherMonth(day: string, months: number): string {
  const first = addMonths(day, months);
  const last = monthEnd(first);
  return first.slice(0, 8) + (day.slice(8) > last.slice(8) ? last : day).slice(8);
}

const steps: Partial<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => addDays(day, -weekdayOf(day)),
  End: (day) => addDays(day, 6 - weekdayOf(day)),
  PageUp: (day) => otherMonth(day, -1),
  PageDown: (day) => otherMonth(day, 1),
};

/**
 * One month with bars over its days. One tab stop for the days: arrows move by day, Page Up and Down by month, with Shift
 * they choose the days of a request, Enter begins one.
 */
export function MonthGrid(props: Props) {
  const { at, today, absences, holidays, draft, works, nameOf, onMove, onPick, onStart, children } = props;
  const { t } = useTranslation();
  const { language } = useApp();
  const grid = useRef<HTMLDivElement>(null);
  const walked = useRef(false);
  const weeks = weeksOf(at);
  const bars = barsOf(absences, draft);
  const holidayOf = (day: string) => holidays.find((one) => one.day === day);
  const chosen = (day: string) => draft.first !== "" && day >= draft.first && day <= (draft.last || draft.first);

  useEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);

  const onKey = (event: KeyboardEvent, day: string) => {
    const step = steps[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") onStart(day);
    else if (step) {
      const next = step(day);
      walked.current = true;
      onMove(next);
      if (event.shiftKey) onPick(next, true);
    } else return;
    event.preventDefault();
  };

  /** Everything that the bars and colours of a day say. */
  const words = (day: string, hidden: readonly Bar[]) => {
    const holiday = holidayOf(day);
    const away = bars.filter((bar) => bar.first <= day && bar.last >= day);
    const parts = [
      longDay(day, language),
      holiday && t("absence.holidayIs", { name: holiday.name }),
      ...away.map(nameOf),
      hidden.length > 0 && t("absence.hidden", { count: hidden.length }),
    ];
    return parts.filter(Boolean).join(". ");
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: bars stretch over several cells, which a table cannot draw
    <div className="card month" role="grid" aria-label={monthName(at, language)} ref={grid}>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the days are what is focused */}
      <div className="month__names" role="row">
        {weeks[0]?.map((day) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <span key={day} role="columnheader">
            {shortDay(day, language)}
          </span>
        ))}
      </div>
      {weeks.map((week) => {
        const { pieces, hidden } = piecesOf(week, bars, works);
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div key={week[0]} className="month__week" role="row">
            {week.map((day, index) => {
              const holiday = holidayOf(day);
              const more = hidden.get(day) ?? [];
              const classes = [
                "dayno",
                !works(day) && "dayno--off",
                day.slice(0, 7) !== at.slice(0, 7) && "dayno--out",
                holiday && "dayno--holiday",
              ];
              return (
                // biome-ignore lint/a11y/useSemanticElements: see above
                // biome-ignore lint/a11y/useFocusableInteractive: see above
                <div key={day} role="gridcell" className="month__cell" aria-selected={chosen(day)}>
                  <button
                    type="button"
                    className={classes.filter(Boolean).join(" ")}
                    style={{ gridColumn: index + 1 }}
                    data-day={day}
                    data-range={(chosen(day) && works(day)) || undefined}
                    aria-current={day === today ? "date" : undefined}
                    aria-label={words(day, more)}
                    tabIndex={day === at ? 0 : -1}
                    onKeyDown={(event) => onKey(event, day)}
                    onClick={(event) => {
                      onMove(day);
                      onPick(day, event.shiftKey);
                    }}
                  >
                    <span className="dayno__no">
                      {Number(day.slice(8))}
                      {holiday && <Icon name="flag" />}
                      {more.length > 0 && (
                        <span className="dayno__more" title={more.map(nameOf).join("\n")}>
                          {t("absence.more", { count: more.length })}
                        </span>
                      )}
                    </span>
                    {holiday && (
                      <span className="hol" title={holiday.name}>
                        {holiday.name}
                      </span>
                    )}
                  </button>
                  {pieces.filter((piece) => piece.start === index + 1).map(children)}
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
