import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../../features/account-failure";
import { useCall } from "../../../lib/call";
import { serverSentence } from "../../../lib/server-sentence";
import { Button } from "../../../ui/button";
import { FailureNotice } from "../../../ui/failure";
import { Notice } from "../../../ui/notice";
import { type LeftOut, LeftOutRows } from "./row-names";
import type { BulkResult as Result } from "./use-bulk";

interface Props {
  result: Result;
  zone: string;
  /** The change was taken back. */
  onUndone: () => void;
  onClose: () => void;
}

/** What became of a change of several entries: how many, which not and why, and the way back. */
export function BulkResult({ result, zone, onUndone, onClose }: Props) {
  const { t } = useTranslation();
  const undo = useCall("activity:undo");
  const [refusal, setRefusal] = useState<string | null>(null);
  const { done, failed, left, notes, change, failure, entries, isDelete } = result;
  const named = (id: string, why: string): LeftOut[] => {
    const entry = entries.find((one) => one.id === id);
    return entry ? [{ entry, why }] : [];
  };
  const takeBack = async () => {
    if (change === null) return;
    const answer = await undo.run({ id: change });
    if (!answer?.ok) return;
    if (answer.value.kind === "done") onUndone();
    else setRefusal(t("bulk.notUndone"));
  };
  const isWhole = failed.length === 0 && left.length === 0;
  return (
    <div role="status" className="bulkresult">
      <Notice
        tone={isWhole ? "plain" : "warn"}
        icon={isWhole ? "check" : undefined}
        title={t(isDelete ? "bulk.deleted" : "bulk.changed", { count: done.length })}
      >
        <LeftOutRows
          title={t(isDelete ? "bulk.notDeleted" : "bulk.notChanged", { count: failed.length })}
          rows={failed.flatMap(({ id, message }) => named(id, serverSentence(message)))}
          zone={zone}
        />
        <LeftOutRows
          title={t("bulk.notSent", { count: left.length })}
          rows={left.flatMap((id) => named(id, t(failure ? "bulk.leftByFailure" : "bulk.leftByYou")))}
          zone={zone}
        />
        {failure && <FailureNotice failure={failure} />}
        {notes.length > 0 && <p className="soft">{notes.map(serverSentence).join(" ")}</p>}
        {refusal && <p>{refusal}</p>}
        {undo.failure && <AccountFailure failure={undo.failure} write />}
        <p className="line">
          {change !== null && done.length > 0 && (
            <Button size="sm" icon="undo" busy={undo.busy} waiting={t("wait.undo")} onPress={() => void takeBack()}>
              {t("activity.undo")}
            </Button>
          )}
          <Button size="sm" kind="plain" onPress={onClose}>
            {t("bulk.dismiss")}
          </Button>
        </p>
      </Notice>
    </div>
  );
}
