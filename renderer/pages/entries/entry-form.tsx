import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "../../../main/ipc/contract";
import { AccountFailure } from "../../features/account-failure";
import { WorkPicker } from "../../features/work/work-picker";
import { parseClock } from "../../lib/clock-text";
import { typedSpan } from "../../lib/entry-span";
import { hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import type { Work } from "../../lib/work";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";

/** Clock times and durations are short, and typed as people write them. */
const clock = { small: true, className: "num", maxLength: 20 } as const;

/** What the form holds: times and durations as typed, the server reads them. */
export interface Draft {
  day: string;
  from: string;
  to: string;
  duration: string;
  /** Pauses within it, as typed: `0:30`. */
  break: string;
  work: Work;
  text: string;
  tags: string[];
}

interface Props {
  label: string;
  first: Draft;
  /** The running entry has no end yet. */
  running?: boolean;
  /** The service keeps breaks within an entry. */
  hasBreaks?: boolean;
  /** There is something that time can be booked on. */
  hasWork?: boolean;
  busy: boolean;
  failure: Failure | null;
  save: string;
  onSave: (draft: Draft, times: Pick<Draft, "from"> & Partial<Draft>) => void;
  onCancel: () => void;
  /** Told what the form holds, with each change. */
  onDraft?: (draft: Draft) => void;
  children?: ReactNode;
}

/** What is worked between two clock times as a preview; an end before the begin is of the next day. */
function between({ day, from, to, break: pause }: Draft, zone: string): string {
  const { seconds } = typedSpan(day, from, to, zone);
  const off = pause.trim() ? parseClock(pause) : 0;
  return seconds === null || off === null ? "" : hoursMinutes(Math.max(0, seconds - off * 60));
}

export function EntryForm(props: Props) {
  const { label, first, running, hasBreaks = false, hasWork = true, busy, failure } = props;
  const { save, onSave, onCancel, onDraft, children } = props;
  const { t } = useTranslation();
  const zone = zoneOf(useApp()) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [draft, setDraft] = useState(first);
  /** The last one that was typed counts: an end, or a duration. */
  const [byDuration, setByDuration] = useState(false);
  const span = byDuration || running ? null : typedSpan(draft.day, draft.from, draft.to, zone);
  const hold = (next: Draft) => {
    setDraft(next);
    onDraft?.(next);
  };
  const put = (part: Partial<Draft>) => hold({ ...draft, ...part });
  const putClock = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    const keep = byDuration && part.to === undefined;
    setByDuration(keep);
    hold(keep ? next : { ...next, duration: between(next, zone) || next.duration });
  };
  const invalid = (name: string) => (failure?.fields && name in failure.fields ? true : undefined);
  const submit = () => {
    const end = byDuration ? { duration: draft.duration } : { to: span?.to ?? draft.to };
    onSave(draft, running ? { from: draft.from } : { from: draft.from, ...end });
  };
  return (
    <form
      className="entry entry--edit"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onCancel();
      }}
    >
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
          onChange={(day) => putClock({ day })}
        />
        <Field
          {...clock}
          autoFocus
          required
          label={t("entry.from")}
          value={draft.from}
          aria-invalid={invalid("from") ?? invalid("begin")}
          onChange={(from) => putClock({ from })}
        />
        {!running && (
          <>
            <Field
              {...clock}
              required={!byDuration}
              label={t("entry.to")}
              value={byDuration ? "" : draft.to}
              hint={span?.nextDay ? <span className="tag">{t("entry.nextDay", { count: 1 })}</span> : undefined}
              aria-invalid={invalid("to") ?? invalid("end")}
              onChange={(to) => putClock({ to })}
            />
            <Field
              {...clock}
              label={t("entry.duration")}
              value={draft.duration}
              aria-invalid={invalid("duration")}
              onChange={(duration) => {
                setByDuration(true);
                put({ duration });
              }}
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
            onChange={(next) => putClock({ break: next })}
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
              onChange={(choice) => put({ work: choice.work, text: draft.text || choice.text })}
            />
          </div>
        )}
        <Field small label={t("entry.text")} maxLength={10_000} value={draft.text} onChange={(text) => put({ text })} />
      </div>
      {span?.problem && (
        <p className="hint" role="status">
          {t(`entry.${span.problem}`)}
        </p>
      )}
      {failure && <AccountFailure failure={failure} write />}
      <div className="line entry__foot">
        <Button kind="primary" size="sm" type="submit" busy={busy} waiting={t("wait.save")}>
          {save}
        </Button>
        <Button size="sm" onPress={onCancel}>
          {t("app.cancel")}
        </Button>
        <span className="hint">{t("entry.keys")}</span>
        <span className="push" />
        {children}
      </div>
    </form>
  );
}
