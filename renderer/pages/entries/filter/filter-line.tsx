import { useTranslation } from "react-i18next";
import { hoursMinutes } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { type Filter, isFiltered } from "./filter";

interface Props {
  filter: Filter;
  query: string;
  /** Entries of the week, those of them that are shown, and the seconds of these. */
  count: number;
  shown: number;
  seconds: number;
  onClear: () => void;
}

/** Says what of the week is shown, so that a filter from another week surprises nobody. */
export function FilterLine({ filter, query, count, shown, seconds, onClear }: Props) {
  const { t } = useTranslation();
  const { who, customer, project, tag, billable, exported, hours } = filter;
  const words = [
    query.trim() && t("filter.said.query", { query: query.trim() }),
    who && (who === "everyone" ? t("report.everyone") : who.name),
    customer?.name,
    project?.name,
    tag,
    billable !== undefined && t(billable ? "filter.said.billable" : "filter.said.notBillable"),
    exported !== undefined && t(exported ? "filter.said.exported" : "filter.said.notExported"),
    hours !== undefined && t("filter.longer", { count: hours }),
  ].filter(Boolean);
  return (
    <p className="line filterline" role="status">
      {words.length > 0 && (
        <>
          <span>
            <span className="strong">{words.join(" · ")}</span>{" "}
            <span className="soft num">{t("filter.said.shown", { shown, count, time: hoursMinutes(seconds) })}</span>
          </span>
          {isFiltered(filter) && (
            <Button kind="plain" size="sm" icon="close" onPress={onClear}>
              {t("filter.clear")}
            </Button>
          )}
        </>
      )}
    </p>
  );
}
