import type { TFunction } from "i18next";
import { CardIcon, Icon } from "../../ui/icon";
import type { Entry } from "./analysis";

/** What marks an entry: its tags, and whether it is locked, planned or running. */
export function RowTags({ entry, locked, t }: { entry: Entry; locked: string | null; t: TFunction }) {
  return (
    <span className="line">
      {entry.tags.slice(0, 2).map((tag) => (
        <span key={tag} className="tag tag--free" title={tag}>
          {tag}
        </span>
      ))}
      {locked && (
        <span className="tag" title={locked}>
          <Icon name="lock" />
          {entry.exported ? t("entry.exported") : t("entry.locked")}
        </span>
      )}
      {entry.planned && (
        <span className="tag">
          <Icon name="calendar" />
          {t("entry.planned")}
        </span>
      )}
      {entry.end === null && (
        <span className="tag tag--accent">
          <CardIcon state="working" />
          {t("entry.running")}
        </span>
      )}
    </span>
  );
}
