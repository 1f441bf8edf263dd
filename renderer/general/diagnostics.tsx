import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "../../main/ipc/contract";
import { useCall } from "../data/call";
import { clockOf } from "../data/format";
import { mainNow, useApp } from "../data/store";
import type { PageProps } from "../main/page";
import { Button, LinkButton } from "../ui/button";
import { FailureNotice } from "../ui/failure";
import { Icon, type IconName } from "../ui/icon";
import { Progress } from "../ui/notice";

type Check = Response<"diagnostics:run">[number];

const marks: Record<Check["verdict"], { icon: IconName; tone: string }> = {
  ok: { icon: "allow", tone: "ok" },
  note: { icon: "warning", tone: "note" },
  problem: { icon: "problem", tone: "bad" },
};

const named = ["keychain", "server", "settings", "accounts", "tray", "launcher", "clients"] as const;

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
  const { run, busy, failure } = useCall("diagnostics:run");
  const copy = useCall("diagnostics:copy");
  const [copied, setCopied] = useState(false);
  const log = useCall("diagnostics:openLog");
  const name = useCheckName();
  const read = useCallback(async () => {
    const answer = await run();
    if (answer?.ok) setChecks({ list: answer.value, at: mainNow() });
  }, [run]);
  useEffect(() => {
    void read();
  }, [read]);
  return (
    <section aria-labelledby="diagnostics">
      <h2 id="diagnostics">{t("general.diagnostics")}</h2>
      <div className="card clipped">
        {busy && !checks && (
          <div className="card--pad">
            <Progress label={t("general.checking")} />
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
                  {check.message}
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
          <Button icon="reload" busy={busy} waiting={t("general.checking")} onPress={() => void read()}>
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
      {[failure, copy.failure, log.failure].map(
        (failed) => failed && <FailureNotice key={failed.message} failure={failed} />,
      )}
      {checks && (
        <p className="hint diagnostics__when">{t("general.checkedAt", { time: clockOf(checks.at, undefined) })}</p>
      )}
    </section>
  );
}
