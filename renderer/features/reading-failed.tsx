import { useTranslation } from "react-i18next";
import type { Reading } from "../lib/use-query";
import { Button } from "../ui/button";
import { WaitEnded } from "../ui/wait";
import { AccountFailure } from "./account-failure";

type Failed = Pick<Reading<never>, "failure" | "busy" | "reload">;

/** A reading of the account in use that failed or was ended by the person, and the button that reads again. */
export function ReadingFailed({ of: { failure, busy, reload }, title }: { of: Failed; title?: string }) {
  const { t } = useTranslation();
  if (!failure) return null;
  if (failure.code === "cancelled") return <WaitEnded busy={busy} onAgain={() => void reload()} />;
  return (
    <AccountFailure failure={failure} title={title}>
      <p className="line">
        <Button icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={() => void reload()}>
          {t("timer.refresh")}
        </Button>
      </p>
    </AccountFailure>
  );
}
