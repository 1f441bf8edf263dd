import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/icon";

/** What the bars' shapes mean. */
export function Legend({ team }: { team: boolean }) {
  const { t } = useTranslation();
  const looks = [
    ["own", "approved"],
    ["wait", "requested"],
    ["draft", "draft"],
    ...(team ? ([["team", "team"]] as const) : []),
  ] as const;
  return (
    <ul className="legend" aria-label={t("absence.legend.name")}>
      {looks.map(([look, word]) => (
        <li key={look}>
          <i className={`swatch away away--${look}`} />
          {t(`absence.legend.${word}`)}
        </li>
      ))}
      <li>
        <Icon name="flag" />
        {t("absence.legend.holiday")}
      </li>
    </ul>
  );
}
