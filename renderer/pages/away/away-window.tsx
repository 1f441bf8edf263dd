import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import { bridge } from "../../lib/bridge";
import { AwayDialog } from "./away-dialog";
import { OvernightDialog } from "./overnight-dialog";

/** The window that asks what an absence was; main opens and closes it. */
export default function AwayWindow() {
  const { t, i18n } = useTranslation();
  // With each notice it is looked at anew: it may have been asked before its window was there to be seen.
  const [shown, setShown] = useState<{ question: AwayQuestion | null; since: number }>({ question: null, since: 0 });
  useEffect(() => {
    const put = (question: AwayQuestion | null) =>
      setShown((before) => (before.question?.id === question?.id ? before : { question, since: performance.now() }));
    const stop = bridge.on("away:changed", put);
    void bridge.invoke("away:current").then((answer) => answer.ok && put(answer.value));
    return stop;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language.
  useEffect(() => {
    document.title = t("title.away");
  }, [t, i18n.language]);

  const { question, since } = shown;
  const Dialog = question?.kind === "overnight" ? OvernightDialog : AwayDialog;
  return (
    <main className="awaywindow">{question && <Dialog key={question.id} question={question} since={since} />}</main>
  );
}
