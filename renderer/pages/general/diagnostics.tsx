import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import type { Response } from "#main/ipc/contract/index";
import { useCall } from "../../lib/call";
import { clockOf } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { mainNow, useApp } from "../../lib/store";
import { useAnswer } from "../../lib/use-query";
import { Button, LinkButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon, type IconName } from "../../ui/icon";
import type { PageProps } from "../../ui/page";
import { ServerText } from "../../ui/server-text";
import { Wait, WaitEnded } from "../../ui/wait";

type Check = Response<"diagnostics:run">[number];

const marks: Record<Check["verdict"], { icon: IconName; tone: string }> = {
  ok: { icon: "allow", tone: "ok" },
  note: { icon: "warning", tone: "note" },
  problem: { icon: "problem", tone: "bad" },
};

const named = [
  "keychain",
  "server",
  "settings",
  "accounts",
  "tray",
  "presence",
  "shortcuts",
  "proxy",
  "policy",
  "launcher",
  "clients",
] as const;

/** `Keychain`, or the account's own label; a check that we have no word for keeps the name that main gave it. */
function useCheckName() {
  const { t } = useTranslation();
  const { accounts } = useApp();
  return (id: string) => {
    const known = named.find((name) => name === id);
    if (known) return t(`check.${known}`);
    return accounts.find((account) => id === `account:${account.id}`)?.label ?? id;
  };
}

/** Main's checks of itself, in words; run when the page opens and when asked. */
export function Diagnostics({ onPage }: PageProps) {
  const { t } = useTranslation();
  const [checks, setChecks] = useState<{ list: Check[]; at: number } | null>(null);
  const { result, failure, busy, reload, cancel } = useAnswer("diagnostics:run", undefined, "");
  const copy = useCall("diagnostics:copy");
  const [copied, setCopied] = useState(false);
  const log = useCall("diagnostics:openLog");
  const name = useCheckName();
  useEffect(() => {
    if (result) setChecks({ list: result, at: mainNow() });
  }, [result]);
  const ended = failure?.code === "cancelled";
  return (
    <section aria-labelledby="diagnostics">
      <h2 id="diagnostics">{t("general.diagnostics")}</h2>
      <div className="card clipped">
        {(ended || busy) && (
          <div className="diagnostics__wait">
            {ended && <WaitEnded busy={busy} onAgain={() => void reload()} />}
            <Wait of="computer" on={busy} label={checks ? undefined : t("general.checking")} onCancel={cancel} />
          </div>
        )}
        <ol>
          {checks?.list.map((check) => (
            <li key={check.id} className={`checkline checkline--${marks[check.verdict].tone}`}>
              <Icon name={marks[check.verdict].icon} />
              <span className="word">{t(`general.verdict.${check.verdict}`)}</span>
              <p>
                <b>{name(check.id)}</b>{" "}
                <span className="hint">
                  {serverSentence(check.message)}
                  {check.next && (
                    <>
                      {" "}
                      <ServerText text={check.next} />
                    </>
                  )}
                  {check.milliseconds !== undefined && (
                    <span className="num">{` (${Math.round(check.milliseconds)} ms)`}</span>
                  )}
                </span>{" "}
                {check.id.startsWith("clients") && check.verdict !== "ok" && (
                  <LinkButton onPress={() => onPage("clients")}>{t("nav.clients")}</LinkButton>
                )}
              </p>
            </li>
          ))}
        </ol>
        <div className="line diagnostics__foot">
          <Button icon="reload" busy={busy} waiting={t("general.checking")} onPress={() => void reload()}>
            {t("general.checkAgain")}
          </Button>
          <Button
            icon={copied ? "check" : "copy"}
            busy={copy.busy}
            onPress={async () => setCopied((await copy.run())?.ok === true)}
          >
            {copied ? t("app.copied") : t("general.copy")}
          </Button>
          <Button icon="folder" busy={log.busy} onPress={() => void log.run()}>
            {t("general.log")}
          </Button>
        </div>
      </div>
      {[ended ? null : failure, copy.failure, log.failure].map(
        (failed) => failed && <FailureNotice key={textKey(failed.message)} failure={failed} />,
      )}
      {checks && (
        <p className="hint diagnostics__when">{t("general.checkedAt", { time: clockOf(checks.at, undefined) })}</p>
      )}
    </section>
  );
}
