import { useLocale } from "react-aria-components/I18nProvider";
import { useTranslation } from "react-i18next";
import { Segments } from "../../ui/choice";
import { serverNow } from "../lib/server-clock";

interface Props {
  /** In days. */
  lifetimes: number[];
  value: number;
  onChange(days: number): void;
}

/** How long it holds, and when that ends. */
export function Lifetime({ lifetimes, value, onChange }: Props) {
  const { t } = useTranslation("team");
  const { locale } = useLocale();
  const ends = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(serverNow() + value * 86_400_000);
  return (
    <section className="stack" aria-labelledby="lifetime">
      <div className="line">
        <h2 id="lifetime">{t("consent.howLong")}</h2>
        <span className="soft" role="status">
          {t("consent.ends", { day: ends })}
        </span>
      </div>
      <Segments
        label={t("consent.howLong")}
        value={String(value)}
        options={lifetimes.map((days) => ({ id: String(days), label: t("consent.days", { count: days }) }))}
        onChange={(days) => onChange(Number(days))}
      />
    </section>
  );
}
