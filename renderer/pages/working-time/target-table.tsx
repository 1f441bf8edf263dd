import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "../../../main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { addDays, hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button, IconButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { dayHours } from "../accounts/hours";
import { FirstDayForm } from "./first-day-form";

const sum = (week: readonly number[]) => week.reduce((all, seconds) => all + seconds, 0);
const dash = "–";

interface Props {
  accountId: string;
  today: string;
  view: WorkingTimeView;
  onSaved(): Promise<void>;
}

/** A Monday, to name the days of a week after it. */
const monday = "2024-01-01";

/** Hours per weekday, from which day on. */
export function TargetTable({ accountId, today, view, onSaved }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const [adding, setAdding] = useState(false);
  const remove = useCall("workingTime:removeTarget");
  const names = Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(
      Date.parse(`${addDays(monday, day)}T12:00:00Z`),
    ),
  );
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const current = view.targets.findLast(({ first }) => first <= today);
  const hours = (seconds: number) => (seconds === 0 ? dash : hoursMinutes(seconds));
  const cells = (week: readonly number[]) => (
    <>
      {names.map((name, day) => (
        <td key={name} className="num" data-day={name}>
          {hours(week[day] ?? 0)}
        </td>
      ))}
      <td className="num strong" data-day={t("workingTime.week")}>
        {hours(sum(week))}
      </td>
    </>
  );
  const now = <span className="tag tag--accent">{t("workingTime.now")}</span>;
  return (
    <section className="working" aria-labelledby="working-hours">
      <div className="line">
        <h2 id="working-hours">{t("workingTime.hours")}</h2>
        <span className="push" />
        <Button size="sm" icon="plus" isDisabled={adding} onPress={() => setAdding(true)}>
          {t("workingTime.add")}
        </Button>
      </div>
      <div className="card worktable">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("workingTime.from")}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
              <th scope="col" className="num">
                {t("workingTime.week")}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {view.before && (
              <tr>
                <th scope="row">
                  {t("workingTime.before")} {!current && now}
                </th>
                {cells(view.before)}
                <td />
              </tr>
            )}
            {view.targets.map((target) => {
              const first = date.format(Date.parse(`${target.first}T12:00:00Z`));
              return (
                <tr key={target.id}>
                  <th scope="row">
                    {first} {target === current && now}
                  </th>
                  {cells(target.week)}
                  <td>
                    <IconButton
                      name="close"
                      size="sm"
                      label={t("workingTime.remove", { day: first })}
                      busy={remove.busy}
                      onPress={async () => {
                        const answer = await remove.run({ accountId, id: target.id });
                        if (answer?.ok) await onSaved();
                      }}
                    />
                  </td>
                </tr>
              );
            })}
            {!view.before && view.targets.length === 0 && (
              <tr>
                <td colSpan={10} className="soft">
                  {t("workingTime.none")}
                </td>
              </tr>
            )}
          </tbody>
        </table>
        {remove.failure && <FailureNotice failure={remove.failure} write />}
      </div>
      {adding && (
        <NewTarget
          accountId={accountId}
          today={today}
          names={names}
          week={current?.week ?? view.before ?? []}
          onClose={() => setAdding(false)}
          onSaved={onSaved}
        />
      )}
      <FirstDayForm accountId={accountId} view={view} onSaved={onSaved} />
    </section>
  );
}

function NewTarget({
  accountId,
  today,
  names,
  week,
  onClose,
  onSaved,
}: Pick<Props, "accountId" | "today" | "onSaved"> & {
  names: readonly string[];
  week: readonly number[];
  onClose(): void;
}) {
  const { t } = useTranslation();
  const [first, setFirst] = useState(today);
  const [texts, setTexts] = useState(() => names.map((_, day) => (week[day] ? hoursMinutes(week[day]) : "")));
  const save = useCall("workingTime:saveTarget");
  const read = texts.map(dayHours);
  const whole = read.flatMap((seconds) => seconds ?? []);
  const wrong = whole.length < read.length || first === "";
  return (
    <form
      className="card card--pad newtarget"
      aria-label={t("workingTime.add")}
      onSubmit={async (event) => {
        event.preventDefault();
        if (wrong) return;
        const answer = await save.run({ accountId, first, week: whole });
        if (!answer?.ok) return;
        onClose();
        await onSaved();
      }}
    >
      <div className="newtarget__days">
        <Field small type="date" label={t("workingTime.from")} value={first} onChange={setFirst} autoFocus />
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
            onChange={(text) => setTexts(texts.map((one, index) => (index === day ? text : one)))}
          />
        ))}
      </div>
      <div className="line">
        <span className="hint" role="status">
          {wrong ? t("workingTime.wrong") : t("workingTime.sum", { hours: hoursMinutes(sum(whole)) })}
        </span>
        <span className="push" />
        <Button size="sm" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button size="sm" kind="primary" type="submit" busy={save.busy} waiting={t("wait.save")} isDisabled={wrong}>
          {t("app.save")}
        </Button>
      </div>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </form>
  );
}
