import { useState } from "react";
import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import type { Response } from "#main/ipc/contract/index";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { ServerText } from "../../ui/server-text";
import { hoursOf } from "./words";

interface Props {
  result: Response<"imports:run">;
  /** Seconds that the preview promised; null: it went on after a break. */
  before: number | null;
  onPage(page: MainPage): void;
}

/** What was imported, with both sums, and the way back. */
export function ImportDone({ result, before, onPage }: Props) {
  const { t } = useTranslation();
  const undo = useCall("activity:undo");
  const [answer, setAnswer] = useState<Response<"activity:undo"> | null>(null);
  const after = hoursOf(result.seconds);
  const agrees = before === null || before === result.seconds;
  if (answer?.kind === "done")
    return (
      <Notice title={t("import.undone")}>
        <p>{t("import.undoneWhat")}</p>
      </Notice>
    );
  return (
    <>
      <Notice
        tone={agrees ? "plain" : "warn"}
        icon={agrees ? "check" : "warning"}
        title={t("import.done", { count: result.rows })}
      >
        <p>
          {agrees
            ? t("import.doneSame", { hours: after })
            : t("import.doneOther", { before: hoursOf(before ?? 0), after })}
        </p>
        {result.notes.map((note) => (
          <p key={textKey(note)} className="soft">
            <ServerText text={note} />
          </p>
        ))}
        <p className="line">
          <Button autoFocus onPress={() => onPage("entries")}>
            {t("import.toEntries")}
          </Button>
          {result.change !== null && (
            <Button
              icon="undo"
              busy={undo.busy}
              waiting={t("wait.undo")}
              onPress={async () => {
                const given = await undo.run({ id: result.change ?? 0 });
                if (given?.ok) setAnswer(given.value);
              }}
            >
              {t("import.undo")}
            </Button>
          )}
        </p>
      </Notice>
      {(undo.failure || answer) && (
        <Notice tone="danger" alert title={t("import.notUndone")}>
          {answer?.kind === "changed" && <p>{t("import.changedSince", { count: answer.changed.length })}</p>}
          <p className="line">
            <Button onPress={() => onPage("activity")}>{t("import.toActivity")}</Button>
          </p>
        </Notice>
      )}
      {answer?.kind === "failed" && <FailureNotice failure={answer.error} write />}
    </>
  );
}
