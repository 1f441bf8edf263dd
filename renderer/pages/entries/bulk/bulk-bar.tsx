import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hoursMinutes } from "../../../lib/format";
import { Button } from "../../../ui/button";
import type { Entry } from "../analysis";
import { useLocks } from "../use-locks";
import { BulkDelete } from "./bulk-delete";
import { BulkDialog } from "./bulk-dialog";
import { type BulkResult, useBulk } from "./use-bulk";

interface Props {
  /** The chosen entries, from top to bottom. */
  entries: readonly Entry[];
  zone: string;
  onClear: () => void;
  onDone: (result: BulkResult) => void;
}

/** What can be done with the chosen rows. */
export function BulkBar({ entries, zone, onClear, onDone }: Props) {
  const { t } = useTranslation();
  const locks = useLocks();
  const [open, setOpen] = useState<"change" | "delete" | null>(null);
  const bulk = useBulk((result) => {
    setOpen(null);
    onDone(result);
  });
  const split = (whyOf: (entry: Entry) => string | null) => ({
    able: entries.filter((entry) => whyOf(entry) === null),
    out: entries.flatMap((entry) => {
      const why = whyOf(entry);
      return why === null ? [] : [{ entry, why }];
    }),
  });
  const close = () => {
    bulk.cancel();
    bulk.forget();
    setOpen(null);
  };
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
  return (
    <section className="bulkbar" aria-label={t("bulk.title")}>
      <p role="status" className="num">
        <span className="strong">{t("bulk.chosen", { count: entries.length })}</span>{" "}
        <span className="soft">{hoursMinutes(seconds)}</span>
      </p>
      <Button size="sm" icon="edit" onPress={() => setOpen("change")}>
        {t("bulk.change")}
      </Button>
      <Button size="sm" kind="quiet-danger" icon="trash" onPress={() => setOpen("delete")}>
        {t("bulk.delete")}
      </Button>
      <Button size="sm" kind="plain" onPress={onClear}>
        {t("bulk.clear")}
      </Button>
      {open === "change" && (
        <BulkDialog {...split((entry) => locks(entry).why)} zone={zone} bulk={bulk} onClose={close} />
      )}
      {open === "delete" && (
        <BulkDelete {...split((entry) => locks(entry).locked)} zone={zone} bulk={bulk} onClose={close} />
      )}
    </section>
  );
}
