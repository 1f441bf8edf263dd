import { useEffect, useId, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../features/account-failure";
import { useTimerCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { momentOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import type { RunningDraft } from "./use-running-draft";

interface FieldProps {
  label: string;
  value: string;
  /** What was typed before the window or the app was gone. */
  kept: string | undefined;
  keptAt: string | null;
  className: string;
  busy: boolean;
  onType: (value: string) => void;
  onSave: (value: string) => void;
  onCancel: () => void;
}

/** Enter and leaving save, Esc does not and asks once. What could not be saved stays in the field, to be corrected. */
function InlineField({ label, value, kept, keptAt, className, busy, onType, onSave, onCancel }: FieldProps) {
  const [restored] = useState(kept === undefined ? null : keptAt);
  const [draft, setDraft] = useState(kept ?? value);
  const [left, setLeft] = useState(false);
  const aboutDraft = useId();
  const save = () => {
    if (left || busy) return;
    if (draft.trim() === value) return onCancel();
    setLeft(true);
    onSave(draft.trim());
  };
  const field = useRef<HTMLInputElement>(null);
  useEscape(true, {
    form: field,
    isTyped: draft !== value,
    onClose: () => {
      setLeft(true);
      onCancel();
    },
  });
  return (
    <>
      <input
        ref={field}
        className={`input input--sm ${className}`}
        aria-label={label}
        aria-describedby={restored === null ? undefined : aboutDraft}
        // biome-ignore lint/a11y/noAutofocus: the person asked for this field by pressing its button
        autoFocus={restored === null}
        value={draft}
        readOnly={busy}
        maxLength={10_000}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          onType(event.target.value);
          setLeft(false);
        }}
        onBlur={save}
        onKeyDown={(event) => event.key === "Enter" && save()}
      />
      {restored !== null && <DraftFrom id={aboutDraft} at={restored} onDiscard={onCancel} />}
    </>
  );
}

/** What is in the field was typed before, and was not saved. */
export function DraftFrom({ id, at, onDiscard }: { id: string; at: string; onDiscard: () => void }) {
  const { t } = useTranslation();
  const app = useApp();
  return (
    <span className="state__draft">
      <span id={id} className="hint">
        {t("entry.draftFrom", { time: momentOf(at, zoneOf(app), app.now, app.language) })}
      </span>
      <Button className="link" onPress={onDiscard}>
        {t("entry.discardDraft")}
      </Button>
    </span>
  );
}

/** Gives the focus back to the button that opened what is closed now, unless it has moved on. */
export function useReturnFocus(isOpen: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const was = useRef(isOpen);
  useEffect(() => {
    if (was.current && !isOpen && document.activeElement === document.body) button.current?.focus();
    was.current = isOpen;
  }, [isOpen]);
  return button;
}

interface EditProps {
  draft: RunningDraft;
  isDisabled: boolean;
}

export function TextEdit({ text, draft, isDisabled }: EditProps & { text: string }) {
  const { t } = useTranslation();
  const edit = useTimerCall("timer:edit");
  const [asked, setAsked] = useState(false);
  const kept = draft.fields.text;
  const isOpen = asked || kept !== undefined;
  const button = useReturnFocus(isOpen);
  const close = () => {
    setAsked(false);
    draft.forget("text");
  };
  const save = async (value: string) => {
    const answer = await edit.run({ text: value });
    if (answer?.ok && answer.value.failed === null) close();
  };
  return (
    <div className="state__text">
      {isOpen ? (
        <InlineField
          label={t("timer.text")}
          className="grow"
          value={text}
          kept={kept}
          keptAt={draft.at}
          busy={edit.busy}
          onType={(value) => draft.put({ text: value })}
          onSave={(value) => void save(value)}
          onCancel={close}
        />
      ) : (
        <Button
          ref={button}
          className="editable soft"
          data-edit-text
          aria-label={t("timer.textButton", { text: text || t("timer.noText") })}
          aria-keyshortcuts="F2"
          isDisabled={isDisabled}
          onPress={() => setAsked(true)}
        >
          <Clip text={text || t("timer.noText")} />
          <Icon name="edit" />
        </Button>
      )}
      {edit.failure && <AccountFailure failure={edit.failure} title={t("timer.textFailed")} write />}
    </div>
  );
}

interface StartProps extends EditProps {
  begin: string;
  /** The begin as it is shown: of another day with its date. */
  since: string;
  /** The day of the begin, with which its draft is kept. */
  day: string;
}

export function StartEdit({ begin, since, day, draft, isDisabled }: StartProps) {
  const { t } = useTranslation();
  const edit = useTimerCall("timer:edit");
  const [asked, setAsked] = useState(false);
  const kept = draft.fields.from;
  const isOpen = asked || kept !== undefined;
  const button = useReturnFocus(isOpen);
  const close = () => {
    setAsked(false);
    draft.forget("from", "day");
  };
  const save = async (value: string) => {
    const answer = await edit.run({ begin: value });
    if (answer?.ok && answer.value.failed === null) close();
  };
  return (
    <>
      {isOpen ? (
        <InlineField
          label={t("timer.begin")}
          className="time"
          value={begin}
          kept={kept}
          keptAt={draft.at}
          busy={edit.busy}
          onType={(value) => draft.put({ day, from: value.slice(0, 60) })}
          onSave={(value) => void save(value)}
          onCancel={close}
        />
      ) : (
        <Button
          ref={button}
          className="inline-edit num"
          aria-label={t("timer.beginButton", { since: t("state.since", { time: since }) })}
          isDisabled={isDisabled}
          onPress={() => setAsked(true)}
        >
          {t("state.since", { time: since })}
        </Button>
      )}
      {edit.failure && <AccountFailure failure={edit.failure} title={t("timer.beginFailed")} write />}
    </>
  );
}
