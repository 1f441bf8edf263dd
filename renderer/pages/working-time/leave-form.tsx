import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import regions from "../../../mcp-server/core/domain/holiday-regions.json";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { weekdayDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { CarryForm } from "./carry-form";
import { leaveNumber } from "./leave-number";
import { OwnDays } from "./own-days";

const byCountry: Record<string, Record<string, string> | undefined> = regions;
const none = "none";
const shown = 6;

/** Public holidays of a country and its region, and days of leave a year. */
export function LeaveForm({
  accountId,
  today,
  view,
  onSaved,
}: {
  accountId: string;
  today: string;
  view: WorkingTimeView;
  onSaved(): Promise<void>;
}) {
  const { t } = useTranslation();
  const { language } = useApp();
  const year = Number(today.slice(0, 4));
  const kept = view.leaveDays === null ? "" : String(view.leaveDays);
  const [days, setDays] = useState(kept);
  const save = useCall("workingTime:saveLeave");
  const leaveDays = leaveNumber(days);
  const wrong = leaveDays === undefined;
  const form = useRef<HTMLFormElement>(null);
  const isTyped = days !== kept;
  useEscape(isTyped, { form, isTyped, onClose: () => setDays(kept) });
  const names = new Intl.DisplayNames(language, { type: "region" });
  const sorted = (options: { id: string; label: string }[]) =>
    options.sort((a, b) => a.label.localeCompare(b.label, language));
  const countries = [
    { id: none, label: t("workingTime.noCountry") },
    ...sorted(Object.keys(byCountry).map((id) => ({ id, label: names.of(id) ?? id }))),
  ];
  const parts = Object.entries(byCountry[view.country ?? ""] ?? {}).map(([id, label]) => ({ id, label }));
  const put = async (change: Partial<Pick<WorkingTimeView, "leaveDays" | "country" | "region">>) => {
    const { country, region } = view;
    const answer = await save.run({ accountId, leaveDays: view.leaveDays, country, region, ...change });
    if (answer?.ok) await onSaved();
  };
  const orNull = (id: string) => (id === none ? null : id);
  return (
    <>
      <section className="working" aria-labelledby="working-holidays">
        <h2 id="working-holidays">{t("workingTime.holidays")}</h2>
        <div className="card card--pad stack">
          <div className="line">
            <Choice
              label={t("workingTime.country")}
              visible
              value={view.country ?? none}
              options={countries}
              onChange={(id) => void put({ country: orNull(id), region: null })}
            />
            {parts.length > 0 && (
              <Choice
                label={t("workingTime.region")}
                visible
                value={view.region ?? none}
                options={[{ id: none, label: t("workingTime.noRegion") }, ...sorted(parts)]}
                onChange={(id) => void put({ region: orNull(id) })}
              />
            )}
          </div>
          {view.holidays.length > 0 && (
            <ul className="holidaylist" aria-label={t("workingTime.next")}>
              {view.holidays.slice(0, shown).map(({ day, name, half }) => (
                <li key={`${day} ${name}`}>
                  <span className="num soft">{weekdayDate(day, language)}</span>
                  <span>{half ? t("workingTime.half", { name }) : name}</span>
                </li>
              ))}
            </ul>
          )}
          {view.country === null && <p className="hint">{t("workingTime.noHolidays")}</p>}
          <OwnDays accountId={accountId} today={today} days={view.ownDays} onSaved={onSaved} />
        </div>
      </section>
      <section className="working" aria-labelledby="working-leave">
        <h2 id="working-leave">{t("workingTime.leave")}</h2>
        <form
          ref={form}
          className="card card--pad line"
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong) void put({ leaveDays });
          }}
        >
          <Field
            small
            className="num"
            inputMode="decimal"
            label={t("workingTime.leaveDays")}
            maxLength={5}
            value={days}
            aria-invalid={wrong || undefined}
            onChange={setDays}
          />
          <Button
            size="sm"
            type="submit"
            busy={save.busy}
            waiting={t("wait.save")}
            isDisabled={wrong || days.trim() === kept}
          >
            {t("app.save")}
          </Button>
          <span className="hint">{wrong ? t("workingTime.leaveWrong") : ""}</span>
        </form>
        <CarryForm key={JSON.stringify(view.carry)} accountId={accountId} year={year} view={view} onSaved={onSaved} />
      </section>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </>
  );
}
