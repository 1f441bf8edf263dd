import { useTranslation } from "react-i18next";
import type { OutboxView } from "#main/ipc/contract/timer/outbox";
import { momentOf } from "../../lib/format";
import { isUnreachable } from "../../lib/is-unreachable";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { workDetail, workTitle } from "../../lib/work";
import { CardIcon, Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import { EditsOff } from "./fields-edit";

/** The state line while clicks wait: how the person works by their own clicks. No clock runs on what is not sent. */
export function AssumedLine({ assumed }: { assumed: NonNullable<OutboxView["assumed"]> }) {
  const { t, i18n } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const { phase, stale } = app.timer;
  const known = phase === "unknown" ? "idle" : phase;
  const service = account?.label ?? "";
  const said = { idle: t("state.idle"), working: t("state.workingOn"), break: t("state.onBreak") }[known];
  const word = stale ? t(isUnreachable(account) ? "state.stale" : "state.unread", { service }) : said;
  const work = assumed.work ? workTitle(assumed.work) || assumed.text : assumed.text;
  const title = known === "idle" ? t("state.idle") : work || (known === "break" ? t("state.onBreak") : t("work.none"));
  const since = assumed.since && momentOf(assumed.since, zoneOf(app), app.now, i18n.language);
  const detail = [
    known === "break" && work && t("state.onBreak"),
    known !== "idle" && assumed.work && workDetail(assumed.work),
    since && t("state.since", { time: since }),
  ].filter(Boolean);
  return (
    <section className="state" aria-label={`${word}. ${title}, ${t("outbox.notSent")}`}>
      {(stale || known !== "idle") && (
        <p className={stale ? "state__word state__word--danger" : "state__word state__word--off"}>
          <CardIcon state={stale ? "unreachable" : known} />
          {word}
        </p>
      )}
      <div className="state__line state__line--wrap">
        <h1>
          <Clip text={title} />
        </h1>
        <span className="tag">
          <Icon name="clock" />
          {t("outbox.notSent")}
        </span>
      </div>
      <p className="state__meta">
        {detail.length > 0 && `${detail.join(" · ")}. `}
        {stale && t("outbox.keep")}
      </p>
      {known === "working" && <EditsOff why={t("timer.offWaiting")} />}
    </section>
  );
}
