import { useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import { WorkPicker } from "../../features/work/work-picker";
import { Field } from "../../ui/field";
import type { Draft } from "./draft";

/** Clock times and durations are short, and typed as people write them. */
const clock = { small: true, className: "num", maxLength: 20 } as const;

interface Props {
  draft: Draft;
  running: boolean;
  hasBreaks: boolean;
  hasWork: boolean;
  /** The end is typed as a time of the day after. */
  isNextDay: boolean;
  failure: Failure | null;
  onChange: (part: Partial<Draft>) => void;
  /** A change after which the duration follows the end, or the end the duration. */
  onClock: (part: Partial<Draft>) => void;
}

export function EntryFields({ draft, running, hasBreaks, hasWork, isNextDay, failure, onChange, onClock }: Props) {
  const { t } = useTranslation();
  const invalid = (name: string) => (failure?.fields && name in failure.fields ? true : undefined);
  return (
    <div
      className="editgrid"
      data-running={running || undefined}
      data-breaks={(!running && hasBreaks) || undefined}
      data-plain={!hasWork || undefined}
    >
      <Field
        small
        className="num"
        type="date"
        required
        label={t("entry.day")}
        value={draft.day}
        aria-invalid={invalid("day")}
        onChange={(day) => onClock({ day })}
      />
      <Field
        {...clock}
        autoFocus
        required
        label={t("entry.from")}
        value={draft.from}
        aria-invalid={invalid("from") ?? invalid("begin")}
        onChange={(from) => onClock({ from })}
      />
      {!running && (
        <>
          <Field
            {...clock}
            required={!draft.byDuration}
            label={t("entry.to")}
            value={draft.byDuration ? "" : draft.to}
            hint={isNextDay ? <span className="tag">{t("entry.nextDay", { count: 1 })}</span> : undefined}
            aria-invalid={invalid("to") ?? invalid("end")}
            onChange={(to) => onClock({ to, byDuration: false })}
          />
          <Field
            {...clock}
            label={t("entry.duration")}
            value={draft.duration}
            aria-invalid={invalid("duration")}
            onChange={(duration) => onChange({ duration, byDuration: true })}
          />
        </>
      )}
      {!running && hasBreaks && (
        <Field
          {...clock}
          label={t("entry.break")}
          placeholder="0:30"
          value={draft.break}
          aria-invalid={invalid("break")}
          onChange={(next) => onClock({ break: next })}
        />
      )}
      {hasWork && (
        <div className="field">
          <span className="label" aria-hidden="true">
            {t("entry.work")}
          </span>
          <WorkPicker
            small
            value={draft.work}
            isInvalid={invalid("project") ?? invalid("activity")}
            onChange={(choice) => onChange({ work: choice.work, text: draft.text || choice.text })}
          />
        </div>
      )}
      <Field
        small
        label={t("entry.text")}
        maxLength={10_000}
        value={draft.text}
        onChange={(text) => onChange({ text })}
      />
    </div>
  );
}
