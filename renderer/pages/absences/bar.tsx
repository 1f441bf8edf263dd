import { Button as RacButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger, Heading } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { dayCount, weekdayDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import type { Absence, Piece } from "./calendar";
import { typeName } from "./type-name";

export type Decision = "approve" | "reject" | "cancel" | "ask";

interface Props {
  piece: Piece;
  /** What stands in it. */
  text: string;
  /** The whole of it in words. */
  words: string;
  /** What this person can do with it; none: it is only shown. */
  can: readonly Decision[];
  onDecide: (absence: Absence, decision: Decision) => void;
}

/** Somebody's days in the calendar. Where something can be done with them it opens what exactly they are. */
export function AbsenceBar({ piece, text, words, can, onDecide }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const { bar, start, end, lane, from, to } = piece;
  const { absence } = bar;
  const className = ["away", `away--${bar.look}`, from && "away--from", to && "away--to"].filter(Boolean).join(" ");
  const style = { gridArea: `${lane + 2} / ${start} / ${lane + 3} / ${end}` };
  // The day's own name tells assistive technology of it.
  if (!absence || (!absence.mine && can.length === 0))
    return (
      <span className={className} style={style} title={words} aria-hidden="true">
        <span className="away__text">{text}</span>
      </span>
    );
  const { type, person, mine, status, first, last, days, comment } = absence;
  const span =
    first === last ? weekdayDate(first, language) : `${weekdayDate(first, language)} – ${weekdayDate(last, language)}`;
  return (
    <DialogTrigger>
      <RacButton className={className} style={style} aria-label={words}>
        <span className="away__text" title={words}>
          {text}
        </span>
      </RacButton>
      <Popover className="popover popover--away" placement="bottom start">
        <Dialog className="dialog dialog--small">
          {({ close }) => (
            <>
              <Heading slot="title" className="strong">
                {[!mine && person?.name, type && typeName(type)].filter(Boolean).join(" · ") || t("absence.someType")}
              </Heading>
              <p className="num">
                {span}
                {days !== null && <> · {t("absence.days", { days: dayCount(days, language), count: days })}</>}
              </p>
              <p className="soft">{t(`absence.status.${status}`)}</p>
              {comment && <p className="quote">{comment}</p>}
              {can.length > 0 && (
                <p className="line">
                  {can.map((decision) => (
                    <Button
                      key={decision}
                      size="sm"
                      kind={decision === "approve" ? "primary" : undefined}
                      onPress={() => {
                        close();
                        onDecide(absence, decision);
                      }}
                    >
                      {t(`absence.do.${decision}`)}
                    </Button>
                  ))}
                </p>
              )}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
