import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { dayRange, isDay, shortDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { Button, IconButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { OwnDayForm } from "./own-day-form";

type OwnDay = WorkingTimeView["ownDays"][number];

interface Props {
  accountId: string;
  today: string;
  days: readonly OwnDay[];
  onSaved(): Promise<void>;
}

/** Free days that the country and region do not have: each can be changed and taken away. */
export function OwnDays({ accountId, today, days, onSaved }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const [open, setOpen] = useState<OwnDay | "new" | null>(null);
  const remove = useCall("workingTime:removeOwnDay");
  const add = useRef<HTMLButtonElement>(null);
  const close = () => {
    // It can take the focus only once it is drawn again.
    flushSync(() => setOpen(null));
    add.current?.focus();
  };
  /** A day that is none (another program wrote it) is shown as it is. */
  const when = ({ day, yearly }: OwnDay) => {
    if (!isDay(day)) return day;
    return yearly ? t("workingTime.ownYearly", { date: shortDate(day, language) }) : dayRange(day, day, language);
  };
  return (
    <>
      {days.length > 0 && (
        <ul className="holidaylist owndays" aria-label={t("workingTime.own")}>
          {days.map((one) => (
            <li key={one.id}>
              <span className="num soft">{when(one)}</span>
              <button
                type="button"
                className="link"
                aria-label={t("workingTime.ownChange", { name: one.name })}
                disabled={open !== null}
                onClick={() => setOpen(one)}
              >
                {one.half ? t("workingTime.half", { name: one.name }) : one.name}
              </button>
              <IconButton
                name="close"
                size="sm"
                label={t("workingTime.ownRemove", { name: one.name })}
                isDisabled={open !== null || remove.busy}
                onPress={async () => {
                  const answer = await remove.run({ accountId, id: one.id });
                  if (!answer?.ok) return;
                  await onSaved();
                  add.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {remove.failure && <FailureNotice failure={remove.failure} write />}
      {open === null ? (
        <div className="line">
          <Button size="sm" icon="plus" ref={add} onPress={() => setOpen("new")}>
            {t("workingTime.ownAdd")}
          </Button>
        </div>
      ) : (
        <OwnDayForm
          accountId={accountId}
          today={today}
          kept={open === "new" ? null : open}
          onClose={close}
          onSaved={onSaved}
        />
      )}
    </>
  );
}
