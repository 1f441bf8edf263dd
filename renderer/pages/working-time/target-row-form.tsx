import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { hoursMinutes } from "../../lib/format";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { dayHours } from "../accounts/hours";
import { type Foreseen, useForeseenText } from "./foreseen";

export const sum = (week: readonly number[]) => week.reduce((all, seconds) => all + seconds, 0);
export const dash = "–";

interface Props {
  accountId: string;
  today: string;
  names: readonly string[];
  title: string;
  /** The row that is changed; absent: a new one. */
  kept: { id: string; first: string; week: readonly number[] } | undefined;
  /** What a new row begins with. */
  week: readonly number[];
  onClose(): void;
  onSaved(): Promise<void>;
}

/** One row of target hours. What changes today's balance says so first, and is saved by a second press. */
export function TargetRowForm({ accountId, today, names, title, kept, week, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const [begin] = useState(() => {
    const hours = kept?.week ?? week;
    return { first: kept?.first ?? today, texts: names.map((_, day) => (hours[day] ? hoursMinutes(hours[day]) : "")) };
  });
  const [first, setFirst] = useState(begin.first);
  const [texts, setTexts] = useState(begin.texts);
  const [asked, setAsked] = useState<Foreseen | null>(null);
  const save = useCall("workingTime:saveTarget");
  const foresee = useCall("workingTime:foresee");
  const said = useForeseenText(asked);
  const read = texts.map(dayHours);
  const whole = read.flatMap((seconds) => seconds ?? []);
  const isTyped = first !== begin.first || texts.join("\n") !== begin.texts.join("\n");
  const wrong = whole.length < read.length || first === "";
  const change = (put: () => void) => {
    setAsked(null);
    put();
  };
  const submit = async () => {
    if (wrong) return;
    const row = { first, week: whole };
    const touchesPast = first <= today || (kept !== undefined && kept.first <= today);
    if (touchesPast && asked === null) {
      const answer = await foresee.run({ accountId, today, ...(kept && { id: kept.id }), row });
      if (!answer?.ok) return;
      const { value } = answer;
      if (value && value.before !== value.after) return setAsked(value);
    }
    const answer = await save.run({ accountId, ...(kept && { id: kept.id }), ...row });
    if (!answer?.ok) return;
    onClose();
    await onSaved();
  };
  const failure = save.failure ?? foresee.failure;
  const form = useRef<HTMLFormElement>(null);
  useEscape(true, { form, isTyped, onClose });
  return (
    <form
      ref={form}
      className="card card--pad newtarget"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="newtarget__days">
        <Field
          small
          type="date"
          label={t("workingTime.from")}
          value={first}
          onChange={(text) => change(() => setFirst(text))}
          autoFocus
        />
        {names.map((name, day) => (
          <Field
            key={name}
            small
            className="num newtarget__day"
            label={name}
            value={texts[day] ?? ""}
            placeholder={dash}
            maxLength={6}
            aria-invalid={read[day] === undefined || undefined}
            onChange={(text) => change(() => setTexts(texts.map((one, index) => (index === day ? text : one))))}
          />
        ))}
      </div>
      <div className="line newtarget__foot">
        <span className={said === null ? "hint" : ""} role="status">
          {wrong ? t("workingTime.wrong") : (said ?? t("workingTime.sum", { hours: hoursMinutes(sum(whole)) }))}
        </span>
        <span className="push" />
        <Button size="sm" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button
          size="sm"
          kind="primary"
          type="submit"
          busy={save.busy || foresee.busy}
          waiting={t("wait.save")}
          isDisabled={wrong}
        >
          {asked === null ? t("app.save") : t("workingTime.apply")}
        </Button>
      </div>
      {failure && <FailureNotice failure={failure} write={failure === save.failure} />}
    </form>
  );
}
