import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type en from "../../i18n/team/en.json";
import { serverSentence } from "../../lib/server-sentence";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import type { Problem } from "./api";

type Code = keyof (typeof en)["problem"];

/** A refusal in the person's language where its code has words, else as the server says it. */
export function useProblemText(): (problem: Problem) => string {
  const { t, i18n } = useTranslation("team");
  return ({ code, message, retryAfter }) => {
    const known = code.split(".")[0] ?? "";
    const minutes = Math.max(1, Math.ceil((retryAfter ?? 60) / 60));
    // With the count, as some sentences have only forms for one and for several.
    if (!i18n.exists(`problem.${known}`, { ns: "team", count: minutes })) return serverSentence(message);
    return t(`problem.${known as Exclude<Code, `locked_${string}`> | "locked"}`, { count: minutes });
  };
}

/** What happened, and the way to try again where reading it failed. */
export function ProblemNotice({
  problem,
  onAgain,
  children,
}: {
  problem: Problem;
  onAgain?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation("team");
  const text = useProblemText();
  return (
    <Notice tone="danger" alert title={text(problem)}>
      {children}
      {onAgain && (
        <p className="line">
          <Button icon="reload" onPress={onAgain}>
            {t("frame.again")}
          </Button>
        </p>
      )}
    </Notice>
  );
}
