import { useTranslation } from "react-i18next";
import { textKey } from "#core/messages/render";
import { dayCount, shortDate, shortRange, weekdayDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { LinkButton } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { ServerText } from "../../ui/server-text";
import type { Checked } from "./use-check";

interface Props {
  checked: Checked;
  /** Takes a first or last day with which a warning would be gone. */
  onSuggestion: (change: { first?: string; last?: string }) => void;
}

/** What a request would be, what speaks against it, and who else is away: before anything is sent. */
export function CheckResult({ checked, onSuggestion }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { absences, days, skipped, warnings, also_away, left_after, left_unit, notes } = checked;
  const part = absences.length === 1 ? absences[0]?.part : undefined;
  const span = (first: string, last: string) => shortRange(first, last, language);
  const without = skipped.filter(({ why }) => why);
  return (
    <div className="stack stack--close" role="status">
      <p className="line requestsum">
        <span className="strong num">{t("absence.days", { days: dayCount(days, language), count: days })}</span>
        {part && (
          <span className="num">{part === "morning" || part === "afternoon" ? t(`absence.part.${part}`) : part}</span>
        )}
        {left_after !== null && left_after >= 0 && (
          <span className="hint">
            {t(left_unit ? "absence.hoursLeftAfter" : "absence.leftAfter", { days: dayCount(left_after, language) })}
          </span>
        )}
        {without.length > 0 && (
          <span
            className="hint push"
            title={without.map(({ day, why }) => `${shortDate(day, language)}: ${why}`).join("\n")}
          >
            {without.length === 1
              ? t("absence.without", { day: shortDate(without[0]?.day ?? "", language) })
              : t("absence.withoutMany", { count: without.length })}
          </span>
        )}
      </p>
      {absences.length > 1 && (
        <p className="hint">
          {t("absence.parts", {
            count: absences.length,
            spans: absences.map(({ first, last }) => span(first, last)).join(", "),
          })}
        </p>
      )}
      {warnings.map(({ code, message, first, last, days: by }) => (
        <Notice
          key={code + message}
          tone="warn"
          title={
            code === "balance" && by !== undefined
              ? t("absence.tooMany", { days: dayCount(by, language), count: by })
              : t(`absence.warning.${code}`)
          }
        >
          <p className="plain">
            <ServerText text={message} />
          </p>
          {(first || last) && (
            <p className="line">
              {first && (
                <LinkButton onPress={() => onSuggestion({ first })}>
                  {t("absence.startOn", { day: weekdayDate(first, language) })}
                </LinkButton>
              )}
              {last && (
                <LinkButton onPress={() => onSuggestion({ last })}>
                  {t("absence.endOn", { day: weekdayDate(last, language) })}
                </LinkButton>
              )}
            </p>
          )}
        </Notice>
      ))}
      {also_away.length > 0 && (
        <Notice icon="people">
          <p>
            {t("absence.alsoAway")}{" "}
            {also_away.map(({ person, first, last }, index) => (
              <span key={`${person.id}${first}`}>
                {index > 0 && ", "}
                {person.name} <span className="num">({span(first, last)})</span>
              </span>
            ))}
          </p>
        </Notice>
      )}
      {notes.map((note) => (
        <p key={textKey(note)} className="hint">
          <ServerText text={note} />
        </p>
      ))}
    </div>
  );
}
