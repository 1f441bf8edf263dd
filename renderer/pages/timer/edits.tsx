import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../features/account-failure";
import { useTimerCall } from "../../lib/call";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";

interface FieldProps {
  label: string;
  value: string;
  className: string;
  busy: boolean;
  onSave: (value: string) => void;
  onCancel: () => void;
}

/** Enter and leaving save, Esc does not. What could not be saved stays in the field, to be corrected. */
function InlineField({ label, value, className, busy, onSave, onCancel }: FieldProps) {
  const [draft, setDraft] = useState(value);
  const [left, setLeft] = useState(false);
  const save = () => {
    if (left || busy) return;
    if (draft.trim() === value) return onCancel();
    setLeft(true);
    onSave(draft.trim());
  };
  return (
    <input
      className={`input input--sm ${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noAutofocus: the person asked for this field by pressing its button
      autoFocus
      value={draft}
      disabled={busy}
      maxLength={10_000}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setDraft(event.target.value);
        setLeft(false);
      }}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") save();
        if (event.key === "Escape") {
          event.preventDefault();
          setLeft(true);
          onCancel();
        }
      }}
    />
  );
}

export function TextEdit({ text, isDisabled }: { text: string; isDisabled: boolean }) {
  const { t } = useTranslation();
  const edit = useTimerCall("timer:edit");
  const [open, setOpen] = useState(false);
  const save = async (value: string) => {
    const answer = await edit.run({ text: value });
    if (answer?.ok && answer.value.failed === null) setOpen(false);
  };
  return (
    <div className="state__text">
      {open ? (
        <InlineField
          label={t("timer.text")}
          className="grow"
          value={text}
          busy={edit.busy}
          onSave={(value) => void save(value)}
          onCancel={() => setOpen(false)}
        />
      ) : (
        <Button
          className="editable soft"
          data-edit-text
          aria-label={t("timer.textButton", { text: text || t("timer.noText") })}
          aria-keyshortcuts="F2"
          isDisabled={isDisabled}
          onPress={() => setOpen(true)}
        >
          <Clip text={text || t("timer.noText")} />
          <Icon name="edit" />
        </Button>
      )}
      {edit.failure && <AccountFailure failure={edit.failure} title={t("timer.textFailed")} write />}
    </div>
  );
}

/** @param since the begin as it is shown: of another day with its date */
export function StartEdit({ begin, since, isDisabled }: { begin: string; since: string; isDisabled: boolean }) {
  const { t } = useTranslation();
  const edit = useTimerCall("timer:edit");
  const [open, setOpen] = useState(false);
  const save = async (value: string) => {
    const answer = await edit.run({ begin: value });
    if (answer?.ok && answer.value.failed === null) setOpen(false);
  };
  return (
    <>
      {open ? (
        <InlineField
          label={t("timer.begin")}
          className="time"
          value={begin}
          busy={edit.busy}
          onSave={(value) => void save(value)}
          onCancel={() => setOpen(false)}
        />
      ) : (
        <Button
          className="inline-edit num"
          aria-label={t("timer.beginButton", { since: t("state.since", { time: since }) })}
          isDisabled={isDisabled}
          onPress={() => setOpen(true)}
        >
          {t("state.since", { time: since })}
        </Button>
      )}
      {edit.failure && <AccountFailure failure={edit.failure} title={t("timer.beginFailed")} write />}
    </>
  );
}
