import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import { WorkPicker } from "../../../../features/work/work-picker";
import { clockOf, hoursMinutes, weekdayDate } from "../../../../lib/format";
import { useActiveAccount, useApp } from "../../../../lib/store";
import { missingLevels, workTitle } from "../../../../lib/work";
import { Field } from "../../../../ui/field";
import { Icon } from "../../../../ui/icon";
import type { Edit, Proposal } from "./proposals";

interface Props {
  proposal: Proposal;
  zone: string;
  isDisabled: boolean;
  onEdit: (edit: Edit) => void;
}

/** One event as the entry that it would become. */
export function ProposalRow({ proposal, zone, isDisabled, onEdit }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const account = useActiveAccount();
  const { event, day, from, to, work, why, beside, ticked, isBlocked, source } = proposal;
  const title = event.title || t("ownCalendar.untitled");
  const name = `${title}, ${weekdayDate(day, language)} ${from}–${to}`;
  const isChosen = missingLevels(work, account).length === 0 && Object.keys(work).length > 0;
  const reason =
    why === "overlap" && beside
      ? t("ownCalendar.why.overlap", {
          work: workTitle(beside.work) || t("work.none"),
          span: `${clockOf(beside.begin, zone)}–${beside.end ? clockOf(beside.end, zone) : t("entry.now")}`,
        })
      : why && t(`ownCalendar.why.${why}`);
  return (
    <li className="proposal" data-ticked={ticked || undefined}>
      <Checkbox
        className="check"
        isSelected={ticked}
        isDisabled={isDisabled || isBlocked}
        onChange={(on) => onEdit({ ticked: on })}
      >
        <span className="check__box">
          <Icon name="check" />
        </span>
        <span className="sr">{t("ownCalendar.take", { name })}</span>
      </Checkbox>
      <div className="proposal__what">
        <p className="clip medium" title={title} aria-hidden="true">
          {title}
        </p>
        <p className="hint">
          {weekdayDate(day, language)}
          {event.end > event.begin && (
            <span className="num">
              {" · "}
              {hoursMinutes((Date.parse(event.end) - Date.parse(event.begin)) / 1000)}
            </span>
          )}
          {reason && <span className="proposal__why"> · {reason}</span>}
          {!reason && source && <span> · {t(`ownCalendar.source.${source}`)}</span>}
        </p>
      </div>
      <Field
        small
        className="num"
        label={t("entry.from")}
        aria-label={`${t("entry.from")}, ${name}`}
        maxLength={30}
        disabled={isDisabled}
        value={from}
        onChange={(next) => onEdit({ from: next })}
      />
      <Field
        small
        className="num"
        label={t("entry.to")}
        aria-label={`${t("entry.to")}, ${name}`}
        maxLength={30}
        disabled={isDisabled}
        value={to}
        onChange={(next) => onEdit({ to: next })}
      />
      <div className="field proposal__work">
        <span className="label" aria-hidden="true">
          {t("entry.work")}
        </span>
        <WorkPicker
          small
          value={work}
          isInvalid={!isChosen && ticked}
          onChange={(choice) => onEdit(why === "work" ? { work: choice.work, ticked: true } : { work: choice.work })}
        />
      </div>
    </li>
  );
}
