import { useId, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import { dayAfter, momentsAt } from "#core/time/wall-clock";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import { parseClock } from "../../lib/clock-text";
import { clockOf, dayOf, hoursMinutes, weekdayDate } from "../../lib/format";
import { mainNow, useApp } from "../../lib/store";
import { workDetail, workTitle } from "../../lib/work";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { CardIcon, Icon, type IconName } from "../../ui/icon";
import { useAnswer } from "./use-answer";

type Suggestion = AwayQuestion["suggestions"][number];
const icons: Record<Suggestion["reason"], IconName> = {
  idle: "clock",
  locked: "lock",
  asleep: "pause",
  off: "stop",
  target: "check",
  dayEnd: "clock",
};
/** More days than that are shown by none who remembers when it ended. */
const mostDays = 14;
/** No entry is longer than a day. Milliseconds. */
const longest = 86_400_000;

/** The days from the begin of an entry up to the one on which it was found. */
function daysFrom(first: string, last: string): string[] {
  const days = [first];
  while (days.length < mostDays && (days.at(-1) ?? last) < last) days.push(dayAfter(days.at(-1) ?? last));
  return days;
}

/** It runs since an earlier day: when did it end? Nothing is changed until the person says so. */
export function OvernightDialog({ question, since }: { question: AwayQuestion; since: number }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const title = useId();
  const { entry, zone, suggestions, stamps } = question;
  const first = suggestions[0];
  const begun = dayOf(entry.begin, zone);
  const today = dayOf(question.back, zone);
  const [day, setDay] = useState(first ? dayOf(first.at, zone) : begun);
  const [time, setTime] = useState(first ? clockOf(first.at, zone) : "");

  const minutes = parseClock(time);
  const moments = minutes === null ? [] : momentsAt(day, minutes, zone);
  // What a suggestion means is known to the second, and which of two readings of a repeated time it is.
  const meant = suggestions.find(({ at }) => dayOf(at, zone) === day && clockOf(at, zone) === time);
  const { send, later, press, busy, failure } = useAnswer(question, since, { isTyped: time !== "" && !meant });
  const end = meant ? Date.parse(meant.at) : (moments[0] ?? null);
  const begin = Date.parse(entry.begin);
  const wrong =
    minutes === null
      ? time === ""
        ? ""
        : t("away.noTime")
      : end === null
        ? t("away.skipped")
        : end <= begin
          ? t("away.before")
          : end > mainNow()
            ? t("away.ahead")
            : end - begin > longest
              ? t("away.long")
              : null;
  const named = (one: string) =>
    one === today
      ? t("away.today", { date: weekdayDate(one, language) })
      : one === dayAfter(today, -1)
        ? t("away.yesterday", { date: weekdayDate(one, language) })
        : weekdayDate(one, language);
  const began = begun === dayAfter(today, -1) ? t("away.sinceYesterday") : t("away.sinceDay", { day: named(begun) });
  const name = [workTitle(entry.work) || entry.text || t("work.none"), workDetail(entry.work)].filter(Boolean);
  return (
    <form
      className="away__dialog"
      aria-labelledby={title}
      onSubmit={(event) => {
        event.preventDefault();
        press();
        if (wrong === null && end !== null && !stamps) send({ answer: "endAt", at: new Date(end).toISOString() });
      }}
    >
      <header className="away__head">
        <p className="state__word">
          <CardIcon state="working" />
          {t("away.still")}
        </p>
        <h1 id={title} className="away__since">
          {began}, <span className="num">{clockOf(entry.begin, zone)}</span>
        </h1>
        <p className="soft">
          {name.join(" · ")}, <b className="medium num">{hoursMinutes((Date.parse(question.back) - begin) / 1000)}</b>{" "}
          {t("away.soFar")}
        </p>
      </header>
      <div className="away__body stack">
        {failure && <FailureNotice failure={failure} write />}
        {stamps ? (
          <p>{t("away.stampsLong")}</p>
        ) : (
          <>
            <div className="line away__when">
              <Field
                autoFocus
                className="num"
                label={t("away.endedAt")}
                value={time}
                maxLength={8}
                aria-invalid={wrong !== null && time !== "" ? true : undefined}
                onChange={setTime}
              />
              <Choice
                label={t("away.day")}
                look="field"
                value={day}
                options={daysFrom(begun, today).map((one) => ({ id: one, label: named(one) }))}
                onChange={setDay}
              />
              <span className="soft num" role="status">
                {wrong ?? (end !== null ? t("away.makes", { length: hoursMinutes((end - begin) / 1000) }) : "")}
              </span>
            </div>
            {suggestions.length > 0 && (
              <RadioGroup
                className="card choices"
                aria-label={t("away.suggestions")}
                value={meant?.at ?? null}
                onChange={(at) => {
                  setDay(dayOf(at, zone));
                  setTime(clockOf(at, zone));
                }}
              >
                {suggestions.map(({ at, reason }) => (
                  <Radio key={at} value={at} className="choices__one">
                    <Icon name={icons[reason]} />
                    <span>
                      <span className="medium num">{clockOf(at, zone)}</span>{" "}
                      <span className="hint">
                        {dayOf(at, zone) !== begun && `${named(dayOf(at, zone))}, `}
                        {t(`away.because.${reason}`)}
                      </span>
                    </span>
                    <span className="choices__tick">
                      <Icon name="check" />
                    </span>
                  </Radio>
                ))}
              </RadioGroup>
            )}
          </>
        )}
      </div>
      <footer className="away__foot away__foot--plain">
        <Button busy={busy} onPressStart={press} onPress={() => send({ answer: "keep" })}>
          {t("away.keepRunning")}
        </Button>
        <span className="push" />
        <Button onPress={later}>{t("away.later")}</Button>
        {!stamps && (
          <Button kind="primary" type="submit" busy={busy} isDisabled={wrong !== null || end === null}>
            {t("away.endAt", { at: wrong === null && end !== null ? clockOf(end, zone) : "–" })}
          </Button>
        )}
      </footer>
    </form>
  );
}
