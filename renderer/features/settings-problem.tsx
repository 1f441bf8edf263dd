import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import { useCall } from "../lib/call";
import { momentOf } from "../lib/format";
import { serverSentence } from "../lib/server-sentence";
import { putState, useApp } from "../lib/store";
import { Button } from "../ui/button";
import { FailureNotice } from "../ui/failure";
import { Notice } from "../ui/notice";
import { ServerText } from "../ui/server-text";

/** The settings file could not be used: what happened, what holds now, and the way back where there is one. */
export function SettingsProblem({ onRestored }: { onRestored?: (state: AppState) => void }) {
  const { t, i18n } = useTranslation();
  const { settingsProblem, settingsCopy, now } = useApp();
  const restore = useCall("settings:restore");
  const accept = useCall("settings:accept");
  if (!settingsProblem) return null;
  const isBroken = settingsProblem.code !== "settings_readonly";
  const busy = restore.busy || accept.busy;
  const failure = restore.failure ?? accept.failure;
  const choose = async (call: typeof restore | typeof accept) => {
    const answer = await call.run();
    if (!answer?.ok) return;
    putState(answer.value);
    if (call === restore) onRestored?.(answer.value);
  };
  const when = settingsCopy && momentOf(settingsCopy.at, undefined, now, i18n.language);
  return (
    <Notice tone="warn" alert title={isBroken ? t("settingsProblem.title") : serverSentence(settingsProblem.message)}>
      {isBroken && <p className="plain">{t("settingsProblem.safe")}</p>}
      {settingsProblem.next && (
        <p className="plain">
          <ServerText text={settingsProblem.next} />
        </p>
      )}
      {isBroken && (
        <>
          <p className="plain">
            {settingsCopy
              ? t("settingsProblem.copy", { when, accounts: settingsCopy.accounts.join(", ") || "–" })
              : t("settingsProblem.none")}
          </p>
          <p className="line failed__do">
            {settingsCopy && (
              <Button busy={busy} onPress={() => void choose(restore)}>
                {t("settingsProblem.restore", { when })}
              </Button>
            )}
            <Button kind="plain" busy={busy} onPress={() => void choose(accept)}>
              {t("settingsProblem.accept")}
            </Button>
          </p>
        </>
      )}
      {failure && <FailureNotice failure={failure} write />}
    </Notice>
  );
}
