import { useTranslation } from "react-i18next";
import { ago, momentOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { IconButton } from "../../ui/button";
import { Clip } from "../../ui/notice";

/** The age of what is shown, and reading it again. */
export function StatusLine({ now, busy, onRefresh }: { now: number; busy: boolean; onRefresh: () => void }) {
  const { t } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { readAt, stale, unreadable } = app.timer;
  let words = t("app.name");
  if (account && stale && readAt)
    words = t("read.none", { time: momentOf(readAt, zoneOf(app), app.now, app.language) });
  else if (account && readAt)
    words = t("read.age", { service: account.label, ago: ago(now - Date.parse(readAt), app.language) });
  // Nothing was missed: there is nothing to read.
  else if (account && unreadable !== undefined) words = account.label;
  else if (account) words = t("read.never", { service: account.label });
  return (
    <footer className="status">
      <Clip text={words} />
      <span className="push" />
      {account && <IconButton size="sm" name="reload" label={t("timer.refresh")} busy={busy} onPress={onRefresh} />}
    </footer>
  );
}
