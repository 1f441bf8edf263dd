import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { AccountFailure } from "../../../../features/account-failure";
import { useCall } from "../../../../lib/call";
import { Button } from "../../../../ui/button";
import { ServerText } from "../../../../ui/server-text";
import type { OwnEvent } from "./use-own-calendar";

interface Props {
  result: Response<"calendar:book">;
  events: readonly OwnEvent[];
  /** All of it was taken back. */
  onUndone: () => void;
  onClose: () => void;
}

/** What was booked and what was not, each by name, and the way back. */
export function Outcome({ result: { rows, change, failure }, events, onUndone, onClose }: Props) {
  const { t } = useTranslation();
  const undo = useCall("activity:undo");
  const [said, setSaid] = useState<"undone" | "notUndone" | null>(null);
  const booked = rows.filter(({ state }) => state === "booked").length;
  const titleOf = (key: string) => events.find((event) => event.key === key)?.title || t("ownCalendar.untitled");
  const takeBack = async () => {
    if (change === null) return;
    const answer = await undo.run({ id: change });
    if (!answer?.ok) return;
    const isDone = answer.value.kind === "done";
    setSaid(isDone ? "undone" : "notUndone");
    if (isDone) onUndone();
  };
  return (
    <>
      <p role="status">
        {said ? t(`ownCalendar.${said}`) : t("ownCalendar.booked", { done: booked, count: rows.length })}
      </p>
      {booked < rows.length && (
        <ul className="proposals__left">
          {rows.map(
            ({ key, state, reason }) =>
              state !== "booked" && (
                <li key={key}>
                  <b className="medium">{titleOf(key)}</b>: {t(`ownCalendar.state.${state}`)}{" "}
                  {reason && (
                    <span className="soft">
                      <ServerText text={reason} />
                    </span>
                  )}
                </li>
              ),
          )}
        </ul>
      )}
      {failure && <AccountFailure failure={failure} />}
      {undo.failure && <AccountFailure failure={undo.failure} write />}
      <p className="line dialog__foot">
        {change !== null && booked > 0 && said === null && (
          <Button icon="undo" busy={undo.busy} waiting={t("wait.undo")} onPress={() => void takeBack()}>
            {t("activity.undo")}
          </Button>
        )}
        <Button kind="primary" autoFocus onPress={onClose}>
          {t("ownCalendar.close")}
        </Button>
      </p>
    </>
  );
}
