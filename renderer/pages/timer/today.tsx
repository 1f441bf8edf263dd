import { Meter } from "react-aria-components/Meter";
import { useTranslation } from "react-i18next";
import type { TimerFigures } from "../../lib/elapsed";
import { clockOf, dayOf, hoursMinutes, untilTarget } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { Icon } from "../../ui/icon";

const percent = (part: number, whole: number) => `${Math.max(0, Math.min(100, (part / whole) * 100))}%`;

/** Today's seconds against the target; without a target there is no "of" and no bar to fill. */
export function Today({ figures }: { figures: TimerFigures }) {
  const { t } = useTranslation();
  const app = useApp();
  const { timer } = app;
  if (!timer.status) return null;
  // What was read on another day says nothing of today.
  if (timer.stale && timer.status.today.day !== dayOf(figures.now, timer.status.zone)) return null;
  const target = timer.status.today.target || null;
  const { today, running, now } = figures;
  const zone = zoneOf(app);
  const at = timer.stale && timer.readAt ? clockOf(timer.readAt, zone) : null;

  const left = target === null ? null : untilTarget(today, target);
  const until =
    timer.phase === "working" && !at && target !== null && today < target
      ? clockOf(now + (target - today) * 1000, zone)
      : null;
  const leftWords =
    left === null
      ? ""
      : left > 0
        ? t("today.left", { time: hoursMinutes(left) })
        : left < 0
          ? t("today.over", { time: hoursMinutes(-left) })
          : t("today.reached");
  const ofWords = target === null ? "" : t("today.of", { target: hoursMinutes(target) });
  const value = [hoursMinutes(today), ofWords].filter(Boolean).join(" ");
  const words = [value, leftWords, until && t("today.until", { time: until }), at && t("today.asOf", { time: at })];
  return (
    <section className="today" aria-label={t("today.title")}>
      <p className="today__head">
        <span className="medium">{t("today.title")}</span>
        <span className="num">
          <span className="strong">{hoursMinutes(today)}</span> <span className="soft">{ofWords}</span>
        </span>
        {at ? (
          <span className="tag push">
            <Icon name="clock" />
            {t("today.asOf", { time: at })}
          </span>
        ) : (
          <span className="push hint num">
            {leftWords}
            {until && ` · ${t("today.until", { time: until })}`}
          </span>
        )}
      </p>
      {target !== null && (
        <Meter
          className="bar"
          aria-label={t("today.title")}
          minValue={0}
          maxValue={target}
          value={Math.min(today, target)}
          valueLabel={words.filter(Boolean).join(", ")}
        >
          {at ? (
            <i className="stale" style={{ width: percent(today, target) }} />
          ) : (
            <>
              <i style={{ width: percent(today - running, Math.max(target, today)) }} />
              <i className="now" style={{ width: percent(running, Math.max(target, today)) }} />
            </>
          )}
        </Meter>
      )}
      {at && <p className="today__foot hint">{t("today.notKnown", { time: at })}</p>}
    </section>
  );
}
