import { useTranslation } from "react-i18next";
import { clockOf, shortRange } from "../../../lib/format";
import { useApp } from "../../../lib/store";
import { workTitle } from "../../../lib/work";
import type { Entry } from "../analysis";

/** An entry that is not changed, and why. */
export interface LeftOut {
  entry: Entry;
  why: string;
}

/** What people call an entry: `18 Nov, 11:15–12:30, Website relaunch`. */
export function useRowName(zone: string): (entry: Entry) => string {
  const { t } = useTranslation();
  const { language } = useApp();
  return ({ begin, end, work, zone: own = zone }) => {
    const day = begin.slice(0, 10);
    const span = `${clockOf(begin, own)}–${end === null ? t("entry.now") : clockOf(end, own)}`;
    return [shortRange(day, day, language), span, workTitle(work) || t("work.none")].join(", ");
  };
}

export function LeftOutRows({ title, rows, zone }: { title: string; rows: readonly LeftOut[]; zone: string }) {
  const rowName = useRowName(zone);
  if (rows.length === 0) return null;
  return (
    <section className="bulkout" aria-label={title}>
      <p className="strong">{title}</p>
      <ul className="bulkrows">
        {rows.map(({ entry, why }) => (
          <li key={entry.id}>
            {rowName(entry)}: <span className="soft">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
