import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { serverSentence } from "../../../lib/server-sentence";
import { useApp } from "../../../lib/store";
import type { Entry } from "../analysis";
import { beforeAfter } from "./bulk";
import { type LeftOut, LeftOutRows, useRowName } from "./row-names";

interface Props {
  before: readonly Entry[];
  /** As they would be. */
  entries: readonly Entry[];
  out: readonly LeftOut[];
  notes: readonly MessageText[];
  zone: string;
}

/** What would become of each entry, as the service's own rules have it. */
export function BulkPreview({ before, entries, out, notes, zone }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const rowName = useRowName(zone);
  const rows = before.flatMap((entry) => {
    const after = entries.find(({ id }) => id === entry.id);
    return after
      ? [{ entry, ...beforeAfter(entry, after, { zone, language, yesNo: (on) => t(on ? "filter.yes" : "filter.no") }) }]
      : [];
  });
  return (
    <div className="bulkpreview">
      <ul className="bulkrows" aria-label={t("bulk.previewTitle")}>
        {rows.map(({ entry, was, is }) => (
          <li key={entry.id}>
            <span className="medium">{rowName(entry)}</span>
            {is.length === 0 ? (
              <p className="soft">{t("bulk.same")}</p>
            ) : (
              <p>
                <del>{was.join(" · ")}</del> <ins>{is.join(" · ")}</ins>
              </p>
            )}
          </li>
        ))}
      </ul>
      <LeftOutRows title={t("bulk.leftOut", { count: out.length })} rows={out} zone={zone} />
      {notes.length > 0 && <p className="hint">{notes.map(serverSentence).join(" ")}</p>}
    </div>
  );
}
