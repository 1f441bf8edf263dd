import type { Notification } from "electron";
import { showNotice } from "../desktop/notice";
import type { AwayAnswer, AwayQuestion } from "../ipc/contract/timer/away";
import type { Translate } from "../locales";
import { clock, hoursMinutes, moment, workName } from "../tray/format";

interface ElectronParts {
  Notification: typeof Notification;
}
const nameOf = ({ entry }: AwayQuestion, t: Translate) => workName(entry.work, entry.text) || t("tray.someWork");
const span = ({ since, back, zone }: AwayQuestion) => `${clock(since, zone)}–${clock(back, zone)}`;
const length = ({ since, back }: AwayQuestion) => hoursMinutes((Date.parse(back) - Date.parse(since)) / 1000);

/** Asks somebody who is typing elsewhere: a window would take their keys. @returns ends it */
export function askByNotice(
  electron: ElectronParts,
  t: Translate,
  language: string,
  question: AwayQuestion,
  does: { answer(answer: AwayAnswer, at?: string): void; more(): void },
): () => void {
  const { zone, kind, entry, suggestions, back, stamps } = question;
  const work = nameOf(question, t);
  const more = { click: does.more, failed: does.more };
  const keep = { text: t("away.keep"), run: () => does.answer("keep") };
  if (kind === "away")
    return showNotice(electron, {
      title: t("away.title", { span: span(question) }),
      body: t("away.body", { length: length(question), work }),
      actions: [
        ...(stamps ? [] : [{ text: t("away.goOn", { at: clock(back, zone) }), run: () => does.answer("goOn") }]),
        keep,
      ],
      ...more,
    });
  const [first] = suggestions;
  return showNotice(electron, {
    title: t("away.overnight", { since: moment(entry.begin, zone, back, language) }),
    body: t("away.overnightBody", { work }),
    actions: [
      ...(first && !stamps
        ? [{ text: t("away.endAt", { at: clock(first.at, zone) }), run: () => does.answer("endAt", first.at) }]
        : []),
      { ...keep, text: t("away.keepRunning") },
    ],
    ...more,
  });
}

/** Says that the rule for short absences was followed; a click leads to where it can be changed. */
export function tellFollowed(
  electron: ElectronParts,
  t: Translate,
  question: AwayQuestion,
  answer: AwayAnswer,
  settings: () => void,
): void {
  if (answer === "keep") return;
  showNotice(electron, {
    title: t("away.title", { span: span(question) }),
    body: t(`away.followed.${answer as "end" | "goOn" | "break"}`, {
      since: clock(question.since, question.zone),
      back: clock(question.back, question.zone),
      work: nameOf(question, t),
    }),
    actions: [{ text: t("away.askAgain"), run: settings }],
    click: settings,
  });
}
