import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLasting } from "../lib/clock";
import { Button } from "./button";
import { Notice, Progress } from "./notice";

interface Props {
  on: boolean;
  /** What is waited for: `Reading entries`. Absent where a button says it already. */
  label?: string;
  onCancel: () => void;
}

/** A wait that changes nothing: it says so after 300 ms and can be ended after 3 s. */
export function Wait({ on, label, onCancel }: Props) {
  const { t } = useTranslation();
  const slow = useLasting(on, 300);
  const long = useLasting(on, 3000);
  return (
    <>
      {slow && label !== undefined && <Progress label={label} />}
      {long && (
        <p className="line">
          <span className="hint">{t("wait.long")}</span>
          <Button size="sm" onPress={onCancel}>
            {t("app.cancel")}
          </Button>
        </p>
      )}
    </>
  );
}

/** After Cancel: what that means, and the way back, which gets the focus that Cancel had. */
export function WaitEnded({ busy, onAgain }: { busy: boolean; onAgain: () => void }) {
  const { t } = useTranslation();
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!busy) again.current?.focus();
  }, [busy]);
  return (
    <Notice title={t("wait.cancelled")}>
      <p>{t("wait.cancelledWhat")}</p>
      <p className="line">
        <Button ref={again} icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={onAgain}>
          {t("timer.refresh")}
        </Button>
      </p>
    </Notice>
  );
}
