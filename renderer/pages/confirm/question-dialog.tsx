import { useCallback, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import { questionLines } from "../../features/question/question-lines";
import { useCall } from "../../lib/call";
import { clockOf } from "../../lib/format";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";
import { initials } from "../../ui/initials";

/** Nobody reads a question faster; what is pressed sooner was meant for something else. */
const leastLook = 500;
const destructive: readonly string[] = ["delete_time", "delete_record", "update_absence"];
const aboutAbsences: readonly string[] = ["list_absences", "get_leave_balance", "request_absence", "update_absence"];
const aboutRecords: readonly string[] = ["find_work", "get_account", "list_records", "save_record", "delete_record"];

/**
 * Who wants what exactly, and until when. The focus is on Deny: nothing allows by a single key.
 * @param since `performance.now()` from which on it can be read.
 */
export function QuestionDialog({ question, since }: { question: ConfirmQuestion; since: number }) {
  const { t, i18n } = useTranslation();
  const { id, client, account, tool, count, others, at, expires } = question;
  const { run, busy, failure } = useCall("confirm:answer");
  const [title, body] = [useId(), useId()];
  /** When the press under way began. */
  const pressed = useRef(0);
  const press = () => {
    pressed.current = performance.now();
  };
  const answer = useCallback(
    (word: "allow" | "deny") => {
      if (pressed.current - since >= leastLook) void run({ id, answer: word });
    },
    [id, since, run],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.repeat) return;
      event.preventDefault();
      pressed.current = performance.now();
      answer("deny");
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [answer]);

  const name = client.label ?? t("confirm.client");
  const topic = aboutAbsences.includes(tool) ? "absence" : aboutRecords.includes(tool) ? "record" : "time";
  const whose = others ? t(`confirm.others.${topic}`) : topic === "record" ? null : t(`confirm.own.${topic}`);
  // The clock beside which the person sits, not that of the account.
  const asked = t("confirm.asked", { time: clockOf(at, undefined) });
  const lines = questionLines(question, i18n.language, t);
  // What is gone for good stands where nobody has to scroll to it.
  const warningsFirst = [...lines.filter(({ warns }) => warns), ...lines.filter(({ warns }) => !warns)];
  return (
    <div className="confirm__dialog" role="alertdialog" aria-labelledby={title} aria-describedby={body}>
      <header className="confirm__head">
        <span className="mono" aria-hidden="true">
          {initials(name)}
        </span>
        <h1 id={title}>{t(`confirm.ask.${tool}`, { client: name, count })}</h1>
        <p className="hint">
          {account.label} · {whose && <span className={others ? "strong" : undefined}>{whose} · </span>}
          {asked}
        </p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard. */}
      <section className="confirm__body" tabIndex={0} aria-label={t("confirm.lines")}>
        <div id={body} className="stack">
          {failure && <FailureNotice failure={failure} />}
          <div className="card">
            {warningsFirst.map(({ text, warns }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place.
              <p className={warns ? "change change--warn" : "change"} key={index}>
                {warns && <Icon name="warning" />}
                {text}
              </p>
            ))}
          </div>
          {client.says && (
            <p className="quote">
              <span className="hint">{t("confirm.says")}</span> {t("confirm.quote", { words: client.says })}
            </p>
          )}
          {client.label === null && <p className="quote">{t("confirm.startedAs", { id: client.id })}</p>}
          <p className="hint">{t("confirm.quoted")}</p>
        </div>
      </section>
      <footer className="confirm__foot">
        <span className="hint">{t("confirm.until", { time: clockOf(expires, undefined) })}</span>
        <span className="line push">
          <Button autoFocus busy={busy} onPressStart={press} onPress={() => answer("deny")}>
            {t("confirm.deny")}
          </Button>
          <Button
            kind={destructive.includes(tool) ? "danger" : undefined}
            busy={busy}
            onPressStart={press}
            onPress={() => answer("allow")}
          >
            {t("confirm.allow")}
          </Button>
        </span>
      </footer>
    </div>
  );
}
