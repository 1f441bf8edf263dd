import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PublicCheckPart, PublicCheckView } from "#team/api/admin/contract";
import { serverSentence } from "../../../lib/server-sentence";
import { Button } from "../../../ui/button";
import { Icon } from "../../../ui/icon";
import { callApi, type Problem } from "../../lib/api";
import { ProblemNotice } from "../../lib/problem-notice";
import { Card } from "./cards";

/** In the order in which an AI client comes across them. */
const parts = [
  ...(["certificate", "discovery", "sign_in", "challenge", "hidden", "registration", "document"] as const),
] satisfies PublicCheckPart[];
type Part = (typeof parts)[number];
interface Row extends PublicCheckView {
  part: Part;
}

const shapes = {
  ok: { icon: "allow", tone: "l-allow" },
  note: { icon: "warning", tone: "l-warn" },
  problem: { icon: "problem", tone: "l-danger" },
} as const;

/** The server as AI clients reach it, part after part; each row is there when it is known. */
export function PublicCheck({ language }: { language: string }) {
  const { t } = useTranslation("team");
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [part, setPart] = useState<Part | null>(null);
  const [endedAt, setEndedAt] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);
  const check = async () => {
    const stop = new AbortController();
    under.current = stop;
    setRows([]);
    setProblem(null);
    setEndedAt(null);
    for (const one of parts) {
      setPart(one);
      const answer = await callApi<PublicCheckView>("POST", `/api/admin/public-check/${one}`, {}, stop.signal);
      if (stop.signal.aborted) break;
      if (!answer.ok) setProblem(answer.problem);
      else setRows((before) => [...before, { ...answer.value, part: one }]);
      // Nothing else would answer either.
      if (!answer.ok || (one === "certificate" && !answer.value.ok)) break;
    }
    setPart(null);
    if (!stop.signal.aborted) setEndedAt(Date.now());
  };
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  return (
    <Card
      title={t("health.public.title")}
      head={
        <>
          {endedAt !== null && (
            <span className="soft num">{t("health.public.at", { time: time.format(endedAt) })}</span>
          )}
          <span className="push">
            {part === null ? (
              <Button size="sm" onPress={() => void check()}>
                {t("health.public.check")}
              </Button>
            ) : (
              <Button size="sm" onPress={() => under.current?.abort()}>
                {t("frame.cancel")}
              </Button>
            )}
          </span>
        </>
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <ul aria-live="polite">
        {rows.map(({ part: name, ok, says, notes }) => {
          const state = !ok ? "problem" : notes.length > 0 ? "note" : "ok";
          return (
            <li key={name} className="health__check">
              <span className={`people__status ${shapes[state].tone}`}>
                <Icon name={shapes[state].icon} />
                <span>{t(`health.public.${state}`)}</span>
              </span>
              <span className="health__found">
                <span className="medium">{t(`health.public.part.${name}`)}</span>{" "}
                <span className="soft">{[says, ...notes].map(serverSentence).join("; ")}</span>
              </span>
            </li>
          );
        })}
        {part && (
          <li className="health__check soft">
            <span>{t("health.public.checking")}</span>
            <span>{t(`health.public.part.${part}`)}</span>
          </li>
        )}
      </ul>
      <p className="hint">{t("health.public.what")}</p>
    </Card>
  );
}
