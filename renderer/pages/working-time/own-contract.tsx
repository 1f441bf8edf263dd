import { useTranslation } from "react-i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { addDays, hoursMinutes } from "../../lib/format";
import { useApp } from "../../lib/store";

const monday = "2024-01-01";

/** Hours of an account that are not kept by Punchcard's own table: to look at, changed where they are kept. */
export function OwnContract({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { targetSeconds, label } = account;
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  const names = Array.from({ length: 7 }, (_, day) => weekday.format(Date.parse(`${addDays(monday, day)}T12:00:00Z`)));
  const hours = (seconds: number) => (seconds === 0 ? "–" : hoursMinutes(seconds));
  return (
    <section className="working" aria-labelledby="working-own">
      <h2 id="working-own">{t("workingTime.hours")}</h2>
      {targetSeconds && (
        <div className="card worktable">
          <table>
            <thead>
              <tr>
                <td />
                {names.map((name) => (
                  <th key={name} scope="col" className="num">
                    {name}
                  </th>
                ))}
                <th scope="col" className="num">
                  {t("workingTime.week")}
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{label}</th>
                {names.map((name, day) => (
                  <td key={name} className="num" data-day={name}>
                    {hours(targetSeconds[day] ?? 0)}
                  </td>
                ))}
                <td className="num strong" data-day={t("workingTime.week")}>
                  {hours(targetSeconds.reduce((all, seconds) => all + seconds, 0))}
                </td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
      <p className="hint">{t("workingTime.elsewhere", { name: label })}</p>
    </section>
  );
}
