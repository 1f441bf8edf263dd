import { useCallback, useId, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { WorkSearch } from "../../features/work/work-search";
import { useEscape } from "../../lib/escape";
import { clockOf, momentOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { workTitle } from "../../lib/work";
import { Button as OwnButton } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Icon, type IconName } from "../../ui/icon";
import { AwayBar } from "./away-bar";
import { useAnswer } from "./use-answer";

const answers = ["keep", "end", "goOn", "break", "other"] as const;
type Answer = (typeof answers)[number];
const icons: Record<Answer, IconName> = { keep: "check", end: "stop", goOn: "play", break: "cup", other: "swap" };

/** What an absence was: five answers, each by its number. Escape changes nothing. */
export function AwayDialog({ question, since }: { question: AwayQuestion; since: number }) {
  const { t } = useTranslation();
  const app = useApp();
  const title = useId();
  const [choosing, setChoosing] = useState(false);
  const [rule, setRule] = useState(false);
  const [under, setUnder] = useState(String(question.always[0] ?? ""));
  const { zone, entry, reason, stamps, always } = question;
  const answer = useRef<(word: Answer) => void>(() => undefined);
  const byKey = useCallback((key: string) => {
    const word = answers[Number(key) - 1];
    if (word) answer.current(word);
    return word !== undefined;
  }, []);
  const { send, later, press, busy, failure } = useAnswer(question, since, {
    byKey: choosing ? undefined : byKey,
  });
  useEscape(choosing, { isTyped: false, onClose: () => setChoosing(false) });
  answer.current = (word) => {
    if (stamps && word !== "keep") return;
    if (word === "other") return setChoosing(true);
    send({ answer: word, ...(rule && always.length > 0 && { always: Number(under) }) });
  };
  const span = `${clockOf(question.since, zone)}–${clockOf(question.back, zone)}`;
  const at = clockOf(question.since, zone);
  const back = clockOf(question.back, zone);
  const minutes = Math.floor((Date.parse(question.back) - Date.parse(question.since)) / 60_000);
  const name = workTitle(entry.work) || entry.text || t("work.none");
  const chosen = (choice: WorkChoice) => send({ answer: "other", choice });
  return (
    <div className="away__dialog" role="dialog" aria-labelledby={title}>
      <header className="away__head">
        <h1 id={title}>
          {t("away.title")} <span className="num">{span}</span>
        </h1>
        <p className="soft">
          {t("away.length", { count: minutes })}
          {reason && `, ${t(`away.reason.${reason}`)}`} · <b className="medium">{name}</b> {t("away.ranOn")}
        </p>
        <AwayBar question={question} begin={momentOf(entry.begin, zone, question.back, app.language)} />
      </header>
      <div className="away__body">
        {failure && <FailureNotice failure={failure} write />}
        {choosing ? (
          <section aria-label={t("away.what", { span })}>
            <h2>{t("away.what", { span })}</h2>
            <WorkSearch
              autoFocus
              label={t("away.what", { span })}
              lineLabel={(line) => line}
              recent={app.timer.recent}
              isDisabled={busy}
              onChoose={(choice) => {
                press();
                chosen(choice);
              }}
            />
          </section>
        ) : (
          <div className="card choices">
            {answers.map((word, index) => {
              const off = stamps && word !== "keep";
              return (
                <Button
                  key={word}
                  className="choices__one"
                  aria-keyshortcuts={String(index + 1)}
                  autoFocus={word === (stamps ? "keep" : "goOn")}
                  isDisabled={off}
                  isPending={busy}
                  onPressStart={press}
                  onPress={() => answer.current(word)}
                >
                  <Icon name={icons[word]} />
                  <span>
                    <span className="medium num">{t(`away.answer.${word}`, { at })}</span>{" "}
                    <span className="hint num">{t(off ? "away.stamps" : `away.hint.${word}`, { back })}</span>
                  </span>
                  <span className="key" aria-hidden="true">
                    {index + 1}
                  </span>
                </Button>
              );
            })}
          </div>
        )}
      </div>
      <footer className="away__foot">
        {choosing ? (
          <OwnButton size="sm" onPress={() => setChoosing(false)}>
            {t("app.back")}
          </OwnButton>
        ) : (
          always.length > 0 && (
            <>
              <Checkbox className="check" isSelected={rule} onChange={setRule}>
                <span className="check__box">
                  <Icon name="check" />
                </span>
                {t("away.always")}
              </Checkbox>
              <Choice
                label={t("away.alwaysUnder")}
                value={under}
                options={always.map((one) => ({ id: String(one), label: t("away.minutes", { count: one }) }))}
                onChange={setUnder}
              />
            </>
          )
        )}
        <OwnButton size="sm" kind="plain" onPress={later}>
          {t("away.later")}
          <span className="key" aria-hidden="true">
            Esc
          </span>
        </OwnButton>
      </footer>
    </div>
  );
}
