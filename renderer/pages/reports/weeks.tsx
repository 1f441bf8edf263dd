import { useTranslation } from "react-i18next";
import { hoursMinutes, shortRange, signedHours } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useApp } from "../../lib/store";
import type { Report } from "./use-report";

type Target = NonNullable<Report["target"]>;
type Owed = Pick<Target, "seconds" | "target" | "difference" | "balance">;

const dash = "–";
const hours = (seconds: number | null) => (seconds === null ? dash : hoursMinutes(seconds));
const signed = (seconds: number | null) => (seconds === null ? dash : signedHours(seconds));

function Cells({ owed }: { owed: Owed }) {
  return (
    <>
      <td className="end num">{hours(owed.seconds)}</td>
      <td className="end num">{hours(owed.target)}</td>
      <td className="end num">{signed(owed.difference)}</td>
      <td className="end num">{signed(owed.balance)}</td>
    </>
  );
}

/** Each week against what had to be worked in it. */
export function Weeks({ target, name }: { target: Target; name: string }) {
  const { t } = useTranslation();
  const { language } = useApp();
  return (
    <section className="card tablebox" aria-label={t("report.weeks")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("report.week")}</th>
            <th scope="col" className="end">
              {t("report.worked")}
            </th>
            <th scope="col" className="end">
              {t("report.target")}
            </th>
            <th scope="col" className="end">
              {t("report.difference")}
            </th>
            <th scope="col" className="end">
              {t("report.overtimeBalance")}
            </th>
            <th scope="col">{t("report.note")}</th>
          </tr>
        </thead>
        <tbody>
          {target.weeks.map((week) => (
            <tr key={week.first}>
              <th scope="row" className="num">
                {t("report.weekOf", { number: week.number, days: shortRange(week.first, week.last, language) })}
              </th>
              <Cells owed={week} />
              <td className="soft">{week.notes.map(serverSentence).join(", ")}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="num">
              {name}
            </th>
            <Cells owed={target} />
            <td className="soft">{target.notes.map(serverSentence).join(", ")}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
