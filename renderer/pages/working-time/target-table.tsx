import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import { addDays, hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button, IconButton } from "../../ui/button";
import { FirstDayForm } from "./first-day-form";
import { RemoveRow } from "./remove-row";
import { dash, sum, TargetRowForm } from "./target-row-form";

type Target = WorkingTimeView["targets"][number];

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
  /** What is open below the table: a row that is written anew or changed, or the question whether one goes. */
  const [open, setOpen] = useState<{ what: "add" } | { what: "change" | "remove"; target: Target } | null>(null);
  const opener = useRef<Element | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const show = (what: NonNullable<typeof open>) => {
    opener.current = document.activeElement;
    setOpen(what);
  };
  const close = () => {
    // What was pressed can take the focus again only once it is drawn enabled.
    flushSync(() => setOpen(null));
    const back = opener.current;
    if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus();
    else add.current?.focus();
  };
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
        <Button size="sm" icon="plus" ref={add} isDisabled={open !== null} onPress={() => show({ what: "add" })}>
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
                    <button
                      type="button"
                      className="link num"
                      aria-label={t("workingTime.change", { day: first })}
                      disabled={open !== null}
                      onClick={() => show({ what: "change", target })}
                    >
                      {first}
                    </button>{" "}
                    {target === current && now}
                  </th>
                  {cells(target.week)}
                  <td>
                    <IconButton
                      name="close"
                      size="sm"
                      label={t("workingTime.remove", { day: first })}
                      isDisabled={open !== null}
                      onPress={() => show({ what: "remove", target })}
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
      </div>
      {open?.what === "remove" && (
        <RemoveRow
          accountId={accountId}
          today={today}
          target={open.target}
          day={date.format(Date.parse(`${open.target.first}T12:00:00Z`))}
          onClose={close}
          onSaved={onSaved}
        />
      )}
      {(open?.what === "add" || open?.what === "change") && (
        <TargetRowForm
          accountId={accountId}
          today={today}
          names={names}
          title={
            open.what === "add"
              ? t("workingTime.add")
              : t("workingTime.changeTitle", { day: date.format(Date.parse(`${open.target.first}T12:00:00Z`)) })
          }
          kept={open.what === "change" ? open.target : undefined}
          week={current?.week ?? view.before ?? []}
          onClose={close}
          onSaved={onSaved}
        />
      )}
      <FirstDayForm key={`${view.firstDay} ${view.opening}`} accountId={accountId} view={view} onSaved={onSaved} />
    </section>
  );
}
