import { useTranslation } from "react-i18next";
import type { Preview } from "./use-preview";
import { hoursOf, states } from "./words";

/** What becomes of every row: the sums of the parts are the sum of the file. */
export function Totals({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { all, aside } = preview;
  const shown = states.filter((state) => (preview.states[state]?.rows ?? 0) > 0);
  return (
    <section className="importpart" aria-labelledby="import-totals">
      <h2 id="import-totals">{t("import.totals")}</h2>
      <div className="card importtable">
        <table>
          <thead>
            <tr>
              <th scope="col">{t("import.state")}</th>
              <th scope="col" className="num">
                {t("import.rows")}
              </th>
              <th scope="col" className="num">
                {t("import.hours")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((state) => (
              <tr key={state}>
                <th scope="row">{t(`import.is.${state}`)}</th>
                <td className="num">{preview.states[state]?.rows}</td>
                <td className="num">{hoursOf(preview.states[state]?.seconds ?? 0)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("import.sum")}</th>
              <td className="num strong">{all.rows}</td>
              <td className="num strong">{hoursOf(all.seconds)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      {aside.length > 0 && <p className="hint">{t("import.aside", { columns: aside.join(", ") })}</p>}
    </section>
  );
}
