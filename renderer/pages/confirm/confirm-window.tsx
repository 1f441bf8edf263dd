import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import { bridge } from "../../lib/bridge";
import { QuestionDialog } from "./question-dialog";

/** The window in which the person answers what an AI client asked for; main opens and closes it. */
export default function ConfirmWindow() {
  const { t, i18n } = useTranslation();
  // With each notice it is looked at anew: it may have been asked before its window was there to be seen.
  const [shown, setShown] = useState<{ question: ConfirmQuestion | null; since: number }>({ question: null, since: 0 });
  useEffect(() => {
    const put = (question: ConfirmQuestion | null) => setShown({ question, since: performance.now() });
    const stop = bridge.on("confirm:changed", put);
    void bridge.invoke("confirm:current").then((answer) => answer.ok && put(answer.value));
    return stop;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language.
  useEffect(() => {
    document.title = t("title.confirm");
  }, [t, i18n.language]);

  const { question, since } = shown;
  return (
    <main className="confirm">
      {question && <QuestionDialog key={question.id} question={question} since={since} />}
    </main>
  );
}
