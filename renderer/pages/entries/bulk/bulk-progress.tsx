import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button";
import type { Bulk } from "./use-bulk";

/** How far a change of several entries is, and the way to end it. */
export function BulkProgress({ bulk: { busy, progress, cancel } }: { bulk: Bulk }) {
  const { t } = useTranslation();
  if (!busy || progress === null) return null;
  const { done, total } = progress;
  return (
    <div className="line">
      <progress value={done} max={total} aria-label={t("bulk.progress")} />
      <span className="num" role="status">
        {t("bulk.doneOf", { done, total })}
      </span>
      <Button size="sm" onPress={cancel}>
        {t("bulk.stop")}
      </Button>
    </div>
  );
}
