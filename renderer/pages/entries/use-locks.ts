import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { serverSentence } from "../../lib/server-sentence";
import type { Entry } from "./analysis";

interface Locks {
  /** Why it can be neither changed nor deleted here; null: it can. */
  locked: string | null;
  /** Why it cannot be changed now; null: it can. */
  why: string | null;
}

/** What keeps the person from changing an entry. */
export function locksOf(entry: Entry, t: TFunction): Locks {
  const locked =
    entry.locked !== undefined ? serverSentence(entry.locked) : entry.exported ? t("entry.exportedWhy") : null;
  return { locked, why: locked ?? (entry.fixed === undefined ? null : t("entry.fixedWhy")) };
}

/** The same for a component that shows a few. */
export function useLocks(): (entry: Entry) => Locks {
  const { t } = useTranslation();
  return (entry) => locksOf(entry, t);
}
