import { useRef, useState } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { WorkingTimeView } from "#main/ipc/contract/working-time";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { isDay } from "../../lib/format";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";

type OwnDay = WorkingTimeView["ownDays"][number];

interface Props {
  accountId: string;
  today: string;
  /** null: a new one. */
  kept: OwnDay | null;
  onClose(): void;
  onSaved(): Promise<void>;
}

/** One free day of the person's own: its name, its date, whether it comes each year, whether it is half. */
export function OwnDayForm({ accountId, today, kept, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const [begin] = useState(() => ({
    name: kept?.name ?? "",
    day: kept?.day ?? today,
    yearly: kept?.yearly ?? false,
    half: kept?.half ?? false,
  }));
  const [typed, setTyped] = useState(begin);
  const save = useCall("workingTime:saveOwnDay");
  const form = useRef<HTMLFormElement>(null);
  const isTyped = JSON.stringify(typed) !== JSON.stringify(begin);
  useEscape(true, { form, isTyped, onClose });
  const wrong = typed.name.trim() === "" || !isDay(typed.day);
  const box = (key: "yearly" | "half", label: string) => (
    <Checkbox className="check" isSelected={typed[key]} onChange={(on) => setTyped({ ...typed, [key]: on })}>
      <span className="check__box">
        <Icon name="check" />
      </span>
      {label}
    </Checkbox>
  );
  return (
    <form
      ref={form}
      className="ownday"
      aria-label={kept ? t("workingTime.ownChange", { name: kept.name }) : t("workingTime.ownAdd")}
      onSubmit={async (event) => {
        event.preventDefault();
        if (wrong || save.busy) return;
        const row = { ...typed, name: typed.name.trim() };
        const answer = await save.run({ accountId, ...(kept && { id: kept.id }), ...row });
        if (!answer?.ok) return;
        await onSaved();
        onClose();
      }}
    >
      <div className="line">
        <Field
          small
          autoFocus
          label={t("workingTime.ownName")}
          maxLength={200}
          value={typed.name}
          onChange={(name) => setTyped({ ...typed, name })}
        />
        <Field
          small
          type="date"
          label={t("workingTime.ownDay")}
          value={typed.day}
          aria-invalid={!isDay(typed.day) || undefined}
          onChange={(day) => setTyped({ ...typed, day })}
        />
      </div>
      {box("yearly", t("workingTime.ownEachYear"))}
      {box("half", t("workingTime.ownHalf"))}
      <div className="line">
        <span className="push" />
        <Button size="sm" onPress={onClose}>
          {t("app.cancel")}
        </Button>
        <Button size="sm" kind="primary" type="submit" busy={save.busy} waiting={t("wait.save")} isDisabled={wrong}>
          {t("app.save")}
        </Button>
      </div>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </form>
  );
}
