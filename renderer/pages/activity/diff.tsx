import { useTranslation } from "react-i18next";
import { serverSentence } from "../../lib/server-sentence";
import { diffOf } from "./diff-lines";
import { type Item, subjectName } from "./words";

/** One record before and after. @param named several stand below each other: which one it is */
export function Diff({ item, named, language }: { item: Item; named: boolean; language: string }) {
  const { t } = useTranslation();
  const lines = diffOf(item, language, t);
  const name = [subjectName(item.subject, t), serverSentence(item.name ?? "")].filter(Boolean).join(" ");
  if (lines.length === 0) return named ? <p className="hint">{name}</p> : null;
  return (
    <table className="diff">
      <caption className={named ? "hint" : "sr"}>{named ? name : t("activity.beforeAfter")}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{t("activity.before")}</th>
          <th scope="col">{t("activity.after")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ label, was, is }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="was num">{was}</td>
            <td className={is === "" ? "num" : "is num"}>{is}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
