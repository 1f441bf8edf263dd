import { useTranslation } from "react-i18next";
import type { Response } from "../../../../../main/ipc/contract";
import { AccountFailure } from "../../../../features/account-failure";
import { useCall } from "../../../../lib/call";
import { Button } from "../../../../ui/button";
import type { OwnEvent } from "./use-own-calendar";

interface Props {
  result: Response<"calendar:book">;
  events: readonly OwnEvent[];
  onClose: () => void;
}

/** What was booked and what was not, each by name. */
export function Outcome({ result: { rows, failure }, events, onClose }: Props) {
  const { t } = useTranslation();
  const open = useCall("app:openWindow");
  const booked = rows.filter(({ state }) => state === "booked").length;
  const titleOf = (key: string) => events.find((event) => event.key === key)?.title || t("ownCalendar.untitled");
  return (
    <>
      <p role="status">{t("ownCalendar.booked", { done: booked, count: rows.length })}</p>
      {booked < rows.length && (
        <ul className="proposals__left">
          {rows
            .filter(({ state }) => state !== "booked")
            .map(({ key, state, reason }) => (
              <li key={key}>
                <b className="medium">{titleOf(key)}</b>: {t(`ownCalendar.state.${state as "failed" | "unknown"}`)}{" "}
                {reason && (
                  <span className="soft" lang="en">
                    {reason}
                  </span>
                )}
              </li>
            ))}
        </ul>
      )}
      {failure && <AccountFailure failure={failure} />}
      {booked > 0 && <p className="hint">{t("ownCalendar.undoHint")}</p>}
      <p className="line dialog__foot">
        {booked > 0 && (
          <Button icon="history" onPress={() => void open.run({ name: "main", page: "activity" })}>
            {t("nav.activity")}
          </Button>
        )}
        <Button kind="primary" autoFocus onPress={onClose}>
          {t("ownCalendar.close")}
        </Button>
      </p>
    </>
  );
}
