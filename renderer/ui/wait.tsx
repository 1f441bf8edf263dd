import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { bridge } from "../lib/bridge";
import { useLasting } from "../lib/clock";
import { useActiveAccount } from "../lib/store";
import { Button } from "./button";
import { Notice, Progress } from "./notice";

interface Props {
  on: boolean;
  /** What is waited for: `Reading entries`. Absent where a button says it already. */
  label?: string;
  /** `computer`: neither service nor keychain is asked. */
  of?: "service" | "computer";
  onCancel: () => void;
}

/** A wait that changes nothing: it says so after 300 ms; after 2 s it says what may be the cause, and can be ended. */
export function Wait({ on, label, of = "service", onCancel }: Props) {
  const { t } = useTranslation();
  const slow = useLasting(on, 300);
  const long = useLasting(on, 2000);
  return (
    <>
      {slow && label !== undefined && <Progress label={label} />}
      {long && (
        <div className="line">
          <SlowHint of={of} />
          <Button size="sm" onPress={onCancel}>
            {t("app.cancel")}
          </Button>
        </div>
      )}
    </>
  );
}

/** What a wait may be for, with the way to the account in use. */
export function SlowHint({ of = "service" }: Pick<Props, "of">) {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const service = of === "service" && account && !descriptorOf(account.service).isLocal ? account.label : null;
  return (
    <>
      <span className="hint" role="status">
        {service === null ? t("wait.long") : t("first.slow", { service })}
      </span>
      {of === "service" && account && (
        <Button size="sm" onPress={() => void bridge.invoke("app:openWindow", { name: "main", page: "accounts" })}>
          {t("failed.account")}
        </Button>
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
