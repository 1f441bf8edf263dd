import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import type { Failure } from "#main/ipc/contract/index";
import { AccountFailure } from "../../features/account-failure";
import { SettingsProblem } from "../../features/settings-problem";
import { useActiveAccount, useApp } from "../../lib/store";
import { Notice } from "../../ui/notice";
import { ServerText } from "../../ui/server-text";

/** What the service noted on the last write, what could not even be sent, and what is not kept. */
export function Notes({ failure }: { failure: Failure | null }) {
  const { t } = useTranslation();
  const { timer, settingsProblem } = useApp();
  const account = useActiveAccount();
  if (!failure && !settingsProblem && timer.notes.length === 0 && !account?.sessionOnly) return null;
  return (
    <div className="notes">
      {failure && <AccountFailure failure={failure} write />}
      <SettingsProblem />
      {timer.notes.map((note) => (
        <Notice key={textKey(note)}>
          <p className="soft">
            <ServerText text={note} />
          </p>
        </Notice>
      ))}
      {account?.sessionOnly && (
        <Notice icon="key">
          <p className="soft">{t(account.signedIn ? "accounts.sessionOnlySignedIn" : "accounts.sessionOnly")}</p>
        </Notice>
      )}
    </div>
  );
}
