import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hoursMinutes, percent, plainNumber, shortDate, signedHours } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useApp } from "../../lib/store";
import type { Report } from "./use-report";

function Figure({
  name,
  value,
  accent,
  children,
}: {
  name: string;
  value: string;
  accent?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className={accent ? "num figure--accent" : "num"}>{value}</span>
        <small>{children}</small>
      </dd>
    </div>
  );
}

/** Worked, owed, the difference and what can be billed. */
export function Figures({ report, alone, isFiltered }: { report: Report; alone: boolean; isFiltered: boolean }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { total, target } = report;
  const worked = [
    t("report.onDays", {
      entries: t("report.entries", { count: total.entries }),
      days: t("report.days", { count: total.days }),
    }),
    total.running > 0 && t("report.running", { time: hoursMinutes(total.running) }),
  ].filter(Boolean);
  const less = (target?.absences ?? []).map(({ name, days }) =>
    t("report.less", {
      days: t("absence.days", { count: days, days: plainNumber(days, language) }),
      name: serverSentence(name),
    }),
  );
  return (
    <section className="card clipped" aria-label={t("report.totals")}>
      <dl className="figures">
        <Figure name={t("report.worked")} value={hoursMinutes(total.seconds)}>
          {worked.join(", ")}
        </Figure>
        {target && target.target !== null ? (
          <>
            <Figure name={t("report.target")} value={hoursMinutes(target.target)}>
              {[t("report.workingDays", { count: target.days }), ...less].join(" ")}
            </Figure>
            <Figure
              name={t("report.overtime")}
              value={signedHours(target.difference ?? 0)}
              accent={(target.difference ?? 0) >= 60}
            >
              {target.balance !== null
                ? t("report.balance", { day: shortDate(target.until, language), time: signedHours(target.balance) })
                : t("report.noBalance")}
            </Figure>
          </>
        ) : (
          <Figure name={t("report.target")} value="–">
            {isFiltered ? t("report.noTargetFiltered") : alone ? t("report.noTarget") : t("report.noCommonTarget")}
          </Figure>
        )}
        <Figure name={t("report.billable")} value={hoursMinutes(total.billable)}>
          {total.seconds > 0
            ? t("report.billablePart", { part: percent(total.billable / total.seconds, language) })
            : t("report.nothingWorked")}
        </Figure>
      </dl>
    </section>
  );
}
