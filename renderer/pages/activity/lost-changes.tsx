import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { useCall } from "../../lib/call";
import { useApp } from "../../lib/store";
import { useMoment } from "../../lib/timer";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { Diff } from "./diff";
import { type Change, sentenceOf, subjectName, whatOf, whoName } from "./words";

type Lost = Response<"activity:lost">;
type LostChange = Lost["changes"][number];

/** What the time sheet lost because it was put back to a copy: shown whole, and applied again where its person wants that. */
export function LostChanges() {
  const { t } = useTranslation();
  const moment = useMoment();
  const { result: lost, failure } = useQuery("activity:lost", undefined);
  const apply = useCall("activity:applyLost");
  const forget = useCall("activity:forgetLost");
  const refused = apply.failure ?? forget.failure;
  const [done, setDone] = useState<Response<"activity:applyLost"> | null>(null);
  if (failure && failure.code !== "cancelled") return <FailureNotice failure={failure} />;
  if (done) {
    const count = done.changes.filter(({ items }) => items.length > 0).length;
    return (
      <Notice alert title={count > 0 ? t("activity.lost.done", { count }) : t("activity.lost.none")}>
        <Unfit changes={done.changes} />
      </Notice>
    );
  }
  if (!lost || lost.since === null) return null;
  const fitting = lost.changes.filter(({ items }) => items.length > 0);
  const send = async () => {
    const answer = await apply.run();
    if (answer?.ok) setDone(answer.value);
  };
  return (
    <Notice
      tone="warn"
      icon="history"
      title={t("activity.lost.title", { count: lost.changes.length, when: moment(lost.since) })}
    >
      <p className="plain">{t("activity.lost.what")}</p>
      {fitting.length > 0 && (
        <ul className="lost card" aria-label={t("activity.lost.list")}>
          {fitting.map((change) => (
            <LostRow key={change.id} change={change} labels={lost.labels} />
          ))}
        </ul>
      )}
      <Unfit changes={lost.changes} />
      {refused && <FailureNotice failure={refused} write />}
      <p className="line failed__do">
        {fitting.length > 0 && (
          <Button kind="primary" busy={apply.busy} waiting={t("wait.save")} onPress={() => void send()}>
            {t("activity.lost.apply", { count: fitting.length })}
          </Button>
        )}
        <Button busy={forget.busy} isDisabled={apply.busy} onPress={() => void forget.run()}>
          {t("activity.lost.forget")}
        </Button>
      </p>
    </Notice>
  );
}

function LostRow({ change, labels }: { change: LostChange; labels: Lost["labels"] }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const moment = useMoment();
  const who = whoName(change, labels, t);
  return (
    <li>
      <details>
        <summary>
          <span className="num soft">{moment(change.at)}</span> <b className="medium">{t("activity.row", { who })}</b>{" "}
          {sentenceOf(change, language, t)}
        </summary>
        {change.items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer that never changes
          <Diff key={at} item={item} named={change.items.length > 1} language={language} />
        ))}
      </details>
    </li>
  );
}

/** What is not applied, and why. */
function Unfit({ changes }: { changes: readonly LostChange[] }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const all = changes.flatMap(({ unfit }) => unfit);
  if (all.length === 0) return null;
  return (
    <>
      <p className="plain">{t("activity.lost.unfit")}</p>
      <ul className="plain lost__unfit">
        {all.map(({ item, reason }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer that never changes
          <li key={at}>
            {subjectName(item.subject, t)} {whatOf({ count: 1, items: [item] } as unknown as Change, language, t)}:{" "}
            {t(`activity.lost.reason.${reason}`)}
          </li>
        ))}
      </ul>
    </>
  );
}
