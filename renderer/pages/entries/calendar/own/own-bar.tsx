import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import { useCall } from "../../../../lib/call";
import { clockOf } from "../../../../lib/format";
import { putState, useApp } from "../../../../lib/store";
import { Button, LinkButton } from "../../../../ui/button";
import { FailureNotice } from "../../../../ui/failure";
import { Icon } from "../../../../ui/icon";
import { Wait } from "../../../../ui/wait";
import type { useOwnCalendar } from "./use-own-calendar";

interface Props {
  own: ReturnType<typeof useOwnCalendar>;
  onMake: () => void;
}

/** Shows and hides the own calendar, and leads to entries made of it. Without one it leads to where it is chosen. */
export function OwnBar({ own, onMake }: Props) {
  const { t } = useTranslation();
  const { ownCalendar, ui } = useApp();
  const settings = useCall("settings:update");
  const open = useCall("app:openWindow");
  if (!ownCalendar)
    return (
      <span className="calown">
        <LinkButton onPress={() => void open.run({ name: "main", page: "general" })}>{t("ownCalendar.add")}</LinkButton>
      </span>
    );
  const show = async (ownCalendarShown: boolean) => {
    const answer = await settings.run({ ownCalendarShown });
    if (answer?.ok) putState(answer.value);
  };
  const count = own.view?.timed.length ?? 0;
  return (
    <span className="calown">
      <Checkbox className="check" isSelected={ui.ownCalendarShown} onChange={(on) => void show(on)}>
        <span className="check__box">
          <Icon name="check" />
        </span>
        {t("ownCalendar.mine")} <i className="calown__swatch" aria-hidden="true" />
      </Checkbox>
      {own.isOn && (
        <Button size="sm" isDisabled={count === 0} onPress={onMake}>
          {t("ownCalendar.make", { count })}
        </Button>
      )}
      {own.view?.incomplete && <span className="hint">{t("ownCalendar.incomplete")}</span>}
    </span>
  );
}

/** Why the calendar could not be read, where it is switched on. */
export function OwnProblem({ own }: Pick<Props, "own">) {
  const { t } = useTranslation();
  const { ownCalendar } = useApp();
  const { view, busy } = own;
  const failure = view?.failure;
  return (
    <>
      <Wait of="computer" on={busy && !view} label={t("ownCalendar.reading")} onCancel={own.cancel} />
      {failure && (
        <FailureNotice failure={failure} place={ownCalendar?.name} title={t("ownCalendar.notRead")}>
          {view.readAt && <p className="plain">{t("ownCalendar.asOf", { time: clockOf(view.readAt, undefined) })}</p>}
          <p className="line">
            <Button size="sm" icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={() => void own.reload()}>
              {t("timer.refresh")}
            </Button>
          </p>
        </FailureNotice>
      )}
    </>
  );
}
