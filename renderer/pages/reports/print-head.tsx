import { useTranslation } from "react-i18next";
import { clockOf, dayOf, longDay } from "../../lib/format";
import { useApp } from "../../lib/store";
import { type Filter, filters } from "./filter";
import type { Report } from "./use-report";

interface Props {
  report: Report;
  /** The account's name, whose time it is, and the days. */
  account: string;
  whose: string;
  span: string;
  filter: Filter;
}

/** What stands at the top of a printed report only: on the screen the controls say the same. */
export function PrintHead({ report, account, whose, span, filter }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { at } = report.read;
  const given = filters.flatMap((name) =>
    filter[name] && name !== "person" ? [`${t(`report.by.${name}`)}: ${filter[name]}`] : [],
  );
  return (
    <div className="printhead" aria-hidden="true">
      <p className="printhead__title">{t("report.printTitle", { span })}</p>
      <p>{[account, whose, ...given].join(" · ")}</p>
      <p>
        {t("report.printRead", {
          day: longDay(dayOf(at, report.zone), language),
          time: clockOf(at, report.zone),
        })}
      </p>
    </div>
  );
}
