import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OutboxView, WaitingView } from "#main/ipc/contract/timer/outbox";
import { momentOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { workLine } from "../../lib/work";
import { Button, IconButton } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { Clip } from "../../ui/notice";
import type { Commands } from "./use-commands";

/** `Clock out at 17:42 (Wed Nov 18)` */
export function useClickWords(): (click: Pick<WaitingView, "command" | "meantAt">) => string {
  const { t, i18n } = useTranslation();
  const app = useApp();
  return ({ command, meantAt }) =>
    t(`outbox.${command}`, { time: momentOf(meantAt, zoneOf(app), app.now, i18n.language) });
}

/** What was clicked and the service has not taken, in the order in which it is sent. */
export function Outbox({ outbox: { waiting, question }, commands }: { outbox: OutboxView; commands: Commands }) {
  const { t } = useTranslation();
  const { timer } = useApp();
  const service = useActiveAccount()?.label ?? "";
  const words = useClickWords();
  const [dropping, setDropping] = useState<number | null>(null);
  const [first] = waiting;
  if (!first) return null;
  const isStopped = question !== null || timer.failed !== null;
  const busy = commands.busy || waiting.some(({ state }) => state === "sending");
  const dropped = dropping === null ? [] : waiting.slice(dropping);
  const discard = async (id: string) => {
    await commands.discard(id);
    setDropping(null);
  };
  return (
    <section className="today outbox" aria-label={t("outbox.title", { count: waiting.length, service })}>
      <div className="line">
        <h2>{t("outbox.title", { count: waiting.length, service })}</h2>
        <span className="push" />
        {!isStopped && (
          <Button size="sm" icon="reload" busy={busy} onPress={() => void commands.retry()}>
            {t("outbox.now")}
          </Button>
        )}
        <Button size="sm" isDisabled={busy} onPress={() => setDropping(0)}>
          {t(waiting.length === 1 ? "outbox.discardOne" : "outbox.discardAll")}
        </Button>
      </div>
      <ol className="waits">
        {waiting.map((click, index) => (
          <li key={click.id} className="wait">
            <span className="wait__no" aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <p className="medium">{words(click)}</p>
              <Details click={click} />
            </div>
            <IconButton
              size="sm"
              name="close"
              label={t("outbox.discard", { what: words(click) })}
              isDisabled={busy}
              onPress={() => setDropping(index)}
            />
          </li>
        ))}
      </ol>
      <p className="hint">{t(isStopped ? "outbox.stopped" : "outbox.order")}</p>
      {dropped[0] && (
        <Confirm
          title={t("outbox.discardTitle", { count: dropped.length })}
          action={t("outbox.discardDo")}
          busy={commands.busy}
          onConfirm={() => void discard(dropped[0]?.id ?? "")}
          onClose={() => setDropping(null)}
        >
          <ul className="dropped">
            {dropped.map((click) => (
              <li key={click.id}>{[words(click), click.work && workLine(click.work)].filter(Boolean).join(" · ")}</li>
            ))}
          </ul>
          <p>{t("outbox.discardWhy", { service })}</p>
        </Confirm>
      )}
    </section>
  );
}

/** What it is about, and what is known of its way. */
function Details({ click: { work, text, state } }: { click: WaitingView }) {
  const { t } = useTranslation();
  const about = (work && workLine(work)) || text;
  return (
    <>
      {about && (
        <p className="hint">
          <Clip text={about} />
        </p>
      )}
      {(state === "sending" || state === "unsure") && <p className="hint">{t(`outbox.${state}`)}</p>}
    </>
  );
}
