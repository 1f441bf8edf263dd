import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hoursMinutes, untilTarget } from "../../../lib/format";
import { IconButton } from "../../../ui/button";
import { type Step, stepBy } from "./steps";

interface Props {
  seconds: number;
  /** Seconds of the week; null: there are no targets. */
  target: number | null;
  known: boolean;
  step: Step;
  onStep: (step: Step) => void;
  /** Why absences and holidays are missing; null: they are not. */
  missing: string | null;
  children?: ReactNode;
}

/** The week's total, and how closely its hours are drawn. */
export function CalendarBar({ seconds, target, known, step, onStep, missing, children }: Props) {
  const { t } = useTranslation();
  const left = target === null ? null : untilTarget(seconds, target);
  return (
    <div className="calbar">
      <p className="num">
        <b className="strong">{known ? hoursMinutes(seconds) : "–"}</b>{" "}
        {target !== null && (
          <span className="soft">
            {t("today.of", { target: hoursMinutes(target) })}
            {left !== null && known && " · "}
            {left !== null &&
              known &&
              (left >= 0
                ? t("today.left", { time: hoursMinutes(left) })
                : t("today.over", { time: hoursMinutes(-left) }))}
          </span>
        )}
      </p>
      {missing !== null && <p className="hint">{missing}</p>}
      {children}
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons and a value, not a form's fields */}
      <div className="line push calzoom" role="group" aria-label={t("calendar.zoom")}>
        <IconButton
          outlined
          size="sm"
          name="minus"
          label={t("calendar.coarser")}
          isDisabled={step === 60}
          onPress={() => onStep(stepBy(step, -1))}
        />
        <span className="num soft" role="status">
          {t("calendar.step", { count: step })}
        </span>
        <IconButton
          outlined
          size="sm"
          name="plus"
          label={t("calendar.finer")}
          isDisabled={step === 5}
          onPress={() => onStep(stepBy(step, 1))}
        />
      </div>
    </div>
  );
}
