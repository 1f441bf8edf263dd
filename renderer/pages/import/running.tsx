import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Notification } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { Button } from "../../ui/button";

/** How far an import is, and the way out of it. */
export function Running({ onCancel }: { onCancel?: () => void }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<Notification<"imports:progress">>(null);
  const [stopping, setStopping] = useState(false);
  useEffect(() => bridge.on("imports:progress", setProgress), []);
  const label = stopping ? t("import.stopping") : progress ? t("import.running", progress) : t("import.begun");
  return (
    <section className="card card--pad stack" aria-label={label}>
      <p className="num" aria-hidden="true">
        {label}
      </p>
      <progress className="importbar" aria-label={label} max={progress?.all ?? 1} value={progress?.done ?? 0} />
      {onCancel && (
        <p className="line">
          <Button
            autoFocus
            isDisabled={stopping}
            onPress={() => {
              setStopping(true);
              onCancel();
            }}
          >
            {t("app.cancel")}
          </Button>
          <span className="hint">{t("import.stopHint")}</span>
        </p>
      )}
    </section>
  );
}
