import { useState } from "react";
import { useTranslation } from "react-i18next";
import { shortDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Choice } from "../../ui/choice";
import type { Preview } from "./use-preview";
import { hoursOf, type State, states } from "./words";

type Row = Preview["rows"][number];
/** Problems with words of their own; the server knows no others. */
type Problem = "date";

/** The rows as they would be stored, and those that are not, with the reason. */
export function RowsTable({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const there = states.filter((state) => (preview.states[state]?.rows ?? 0) > 0);
  const [chosen, setChosen] = useState<State | null>(null);
  const state = there.find((one) => one === chosen) ?? there[0];
  if (!state) return null;
  const rows = preview.rows.filter((row) => row.state === state);
  const all = preview.states[state]?.rows ?? 0;
  const time = ({ begin, end }: Row) =>
    begin && end ? `${shortDate(begin.slice(0, 10), language)} ${begin.slice(11, 16)}–${end.slice(11, 16)}` : "";
  return (
    <section className="importpart" aria-labelledby="import-rows">
      <div className="line">
        <h2 id="import-rows">{t("import.preview")}</h2>
        <span className="push" />
        <Choice
          label={t("import.showState")}
          value={state}
          options={there.map((id) => ({ id, label: `${t(`import.is.${id}`)} (${preview.states[id]?.rows})` }))}
          onChange={setChosen}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className="card importtable importrows" aria-label={t(`import.is.${state}`)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t("import.line")}
              </th>
              <th scope="col">{t("import.time")}</th>
              <th scope="col">{t("import.entry")}</th>
              <th scope="col" className="num">
                {t("import.hours")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td className="num">{row.line}</td>
                <td className="num">{time(row)}</td>
                <td className="wide">
                  {row.problem && (
                    <span className="tag tag--warn">{t(`import.problem.${row.problem as Problem}`)}</span>
                  )}{" "}
                  {row.shown && <code>{row.shown}</code>} {row.work.join(" · ")}{" "}
                  <span className="soft">{row.text}</span>{" "}
                  {row.tags.map((tag) => (
                    <span key={tag} className="tag">
                      {tag}
                    </span>
                  ))}
                </td>
                <td className="num">{row.seconds === null ? "–" : hoursOf(row.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length < all && <p className="hint">{t("import.shownRows", { shown: rows.length, all })}</p>}
    </section>
  );
}
