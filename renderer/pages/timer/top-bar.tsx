import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../../lib/bridge";
import { useTimerCall } from "../../lib/call";
import { useActiveAccount, useApp } from "../../lib/store";
import { IconButton } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Clip } from "../../ui/notice";

const openMain = (page: MainPage) => void bridge.invoke("app:openWindow", { name: "main", page });

export function TopBar({ onFavorites }: { onFavorites: () => void }) {
  const { t } = useTranslation();
  const { accounts } = useApp();
  const account = useActiveAccount();
  const use = useTimerCall("timer:useAccount");
  return (
    <header className="timer__top">
      {account && accounts.length > 1 && (
        <Choice
          look="plain"
          label={t("timer.account")}
          value={account.id}
          options={accounts.map(({ id, label }) => ({ id, label }))}
          onChange={(accountId) => void use.run({ accountId })}
          isDisabled={use.busy}
        />
      )}
      {account && accounts.length === 1 && <Clip className="account" text={account.label} />}
      <span className="push" />
      {account && <IconButton size="sm" name="star" label={t("favorites.edit")} onPress={onFavorites} />}
      <IconButton size="sm" name="window" label={t("timer.openMain")} onPress={() => openMain("entries")} />
      <IconButton size="sm" name="settings" label={t("timer.openSettings")} onPress={() => openMain("general")} />
    </header>
  );
}
