import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import type { ReminderKind, ReminderSettings } from "#main/ipc/contract/reminders";
import { bridge } from "../../lib/bridge";
import { parseClock } from "../../lib/clock-text";
import { hoursMinutes } from "../../lib/format";
import { putState, useApp } from "../../lib/store";
import { Choice, Switch } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";

const kinds = ["begin", "end", "break", "long", "week", "month"] as const satisfies readonly ReminderKind[];
const lengths = Array.from({ length: 21 }, (_, index) => 120 + index * 30);
const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** A clock time; what is not whole yet is not saved. */
function ClockField(props: { label: string; value: number; isDisabled: boolean; onChange(minutes: number): void }) {
  const { label, value, isDisabled, onChange } = props;
  return (
    <input
      className="input input--sm num"
      type="time"
      aria-label={label}
      disabled={isDisabled}
      defaultValue={clockText(value)}
      onChange={(event) => {
        const minutes = parseClock(event.target.value);
        if (minutes !== null && minutes < 1440) onChange(minutes);
      }}
    />
  );
}

/** Shows each change at once, and saves the last one however quickly they come. */
function useSaved(saved: ReminderSettings) {
  const [draft, setDraft] = useState<ReminderSettings | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const waiting = useRef<ReminderSettings | null>(null);
  const saving = useRef(false);
  const latest = useRef(saved);
  latest.current = draft ?? saved;
  const put = async (change: Partial<ReminderSettings>) => {
    latest.current = { ...latest.current, ...change };
    waiting.current = latest.current;
    setDraft(latest.current);
    if (saving.current) return;
    saving.current = true;
    while (waiting.current) {
      const reminders = waiting.current;
      waiting.current = null;
      const answer = await bridge.invoke("settings:update", { reminders });
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) putState(answer.value);
    }
    saving.current = false;
    setDraft(null);
  };
  return { value: draft ?? saved, put, failure };
}

/** What the person wants to be reminded of, and when it must be quiet. One set for all accounts. */
export function Reminders() {
  const { t } = useTranslation();
  const { value, put, failure } = useSaved(useApp().ui.reminders);
  const timeOf = (kind: ReminderKind) => {
    const one = value[kind];
    const name = t(`reminders.kind.${kind}`);
    if ("at" in one)
      return (
        <ClockField
          label={t("reminders.time", { name })}
          value={one.at}
          isDisabled={!one.on}
          onChange={(at) => void put({ [kind]: { ...one, at } })}
        />
      );
    const offered = lengths.includes(one.after) ? lengths : [...lengths, one.after].sort((a, b) => a - b);
    return (
      <Choice
        label={t("reminders.after", { name })}
        value={String(one.after)}
        isDisabled={!one.on}
        options={offered.map((after) => ({
          id: String(after),
          label: t("reminders.hours", { length: hoursMinutes(after * 60) }),
        }))}
        onChange={(id) => void put({ [kind]: { ...one, after: Number(id) } })}
      />
    );
  };
  const { quiet } = value;
  return (
    <section className="working" aria-labelledby="working-reminders">
      <h2 id="working-reminders">{t("reminders.title")}</h2>
      <div className="card">
        {kinds.map((kind) => {
          const one = value[kind];
          const time = "at" in one ? clockText(one.at) : hoursMinutes(one.after * 60);
          return (
            <div key={kind} className="remind">
              <Switch
                label={t(`reminders.kind.${kind}`)}
                on={one.on}
                onChange={(on) => void put({ [kind]: { ...one, on } })}
              />
              <p>
                {t(`reminders.kind.${kind}`)}
                <span className="hint">{t(`reminders.says.${kind}`, { time })}</span>
              </p>
              {timeOf(kind)}
            </div>
          );
        })}
        <div className="remind remind--quiet">
          <Switch label={t("reminders.quiet")} on={quiet.on} onChange={(on) => void put({ quiet: { ...quiet, on } })} />
          <p>
            {t("reminders.quiet")}
            <span className="hint">{t("reminders.quietWhat")}</span>
          </p>
          <span className="remind__times">
            <ClockField
              label={t("reminders.from")}
              value={quiet.from}
              isDisabled={!quiet.on}
              onChange={(from) => void put({ quiet: { ...quiet, from } })}
            />
            –
            <ClockField
              label={t("reminders.to")}
              value={quiet.to}
              isDisabled={!quiet.on}
              onChange={(to) => void put({ quiet: { ...quiet, to } })}
            />
          </span>
        </div>
      </div>
      <p className="hint">{t("reminders.foot")}</p>
      {failure && <FailureNotice failure={failure} write />}
    </section>
  );
}
