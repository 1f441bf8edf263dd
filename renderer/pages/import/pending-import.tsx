import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { Running } from "./running";

interface Props {
  pending: NonNullable<Response<"imports:pending">>;
  /** It came to its end; null: it was taken back. */
  onDone(result: Response<"imports:goOn"> | null): void;
  /** Something was tried: what is left may be otherwise. */
  onLook(): void;
}

/** An import that broke off: what is there of it, and both ways on. */
export function PendingImport({ pending, onDone, onLook }: Props) {
  const { t } = useTranslation();
  const goOn = useCall("imports:goOn");
  const takeBack = useCall("imports:takeBack");
  const [removed, setRemoved] = useState<Response<"imports:takeBack"> | null>(null);
  const busy = goOn.busy || takeBack.busy;
  const failure = goOn.failure ?? takeBack.failure;
  if (removed)
    return (
      <Notice title={t("import.takenBack", { count: removed.removed })}>
        {removed.notes.length > 0 && <p>{t("import.madeStays", { names: removed.notes.join(", ") })}</p>}
        <p className="line">
          <Button autoFocus onPress={() => onDone(null)}>
            {t("app.back")}
          </Button>
        </p>
      </Notice>
    );
  const { name: file, written, all } = pending;
  return (
    <>
      <Notice tone="warn" title={t("import.pending")}>
        <p>{t("import.pendingWhat", { file, written, count: all })}</p>
        {pending.running && <p>{t("import.pendingRuns")}</p>}
        <p className="line">
          <Button
            kind="primary"
            busy={busy || pending.running}
            onPress={async () => {
              const answer = await goOn.run();
              if (answer?.ok) onDone(answer.value);
              else onLook();
            }}
          >
            {t("import.goOn")}
          </Button>
          <Button
            busy={busy || pending.running}
            waiting={t("import.stopping")}
            onPress={async () => {
              const answer = await takeBack.run();
              if (answer?.ok) setRemoved(answer.value);
              else onLook();
            }}
          >
            {t("import.takeBack")}
          </Button>
        </p>
      </Notice>
      {goOn.busy && <Running />}
      {failure && <FailureNotice failure={failure} write />}
    </>
  );
}
