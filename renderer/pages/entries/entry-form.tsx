import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import { AccountFailure } from "../../features/account-failure";
import { typedSpan } from "../../lib/entry-span";
import { useEscape } from "../../lib/escape";
import { momentOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import type { DraftSlot } from "../../lib/use-drafts";
import { Button } from "../../ui/button";
import { between, changedFields, type Draft, restored } from "./draft";
import { EntryFields } from "./entry-fields";
import { MoreFields } from "./more-fields";

interface Props {
  label: string;
  first: Draft;
  /** Where what is typed is kept until it is saved or given up. */
  slot: DraftSlot;
  /** A new entry, of which all that the form holds is meant; of a change only what was changed. */
  isNew?: boolean;
  /** The running entry has no end yet. */
  running?: boolean;
  /** The service keeps breaks within an entry. */
  hasBreaks?: boolean;
  /** There is something that time can be booked on. */
  hasWork?: boolean;
  busy: boolean;
  failure: Failure | null;
  save: string;
  onSave: (draft: Draft, times: Pick<Draft, "from"> & Partial<Draft>) => void;
  onCancel: () => void;
  children?: ReactNode;
}

export function EntryForm(props: Props) {
  const [round, setRound] = useState(0);
  const discard = () => {
    props.slot.drop();
    setRound((before) => before + 1);
  };
  return <Form key={round} {...props} kept={round === 0 ? props.slot.kept : null} onDiscard={discard} />;
}

function Form(props: Props & { kept: DraftSlot["kept"]; onDiscard: () => void }) {
  const { label, slot, isNew = false, running = false, hasBreaks = false, hasWork = true, busy, failure } = props;
  const { save, onSave, onCancel, onDiscard, children } = props;
  const { t } = useTranslation();
  const app = useApp();
  const zone = zoneOf(app) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [first] = useState(props.first);
  const [kept] = useState(props.kept);
  const [draft, setDraft] = useState(() => (kept ? restored(first, kept.fields, zone) : first));
  const aboutDraft = useId();
  const form = useRef<HTMLFormElement>(null);
  // Its first field gets the focus: the line about the draft above it shall be in sight, too.
  useEffect(() => {
    void form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const span = draft.byDuration || running ? null : typedSpan(draft.day, draft.from, draft.to, zone);
  const isChanged = changedFields(first, draft) !== null;

  const hold = (next: Draft) => {
    setDraft(next);
    const changed = changedFields(first, next);
    if (changed) slot.keep(isNew ? next : changed);
    else slot.drop();
  };
  const put = (part: Partial<Draft>) => hold({ ...draft, ...part });
  const putClock = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    hold(next.byDuration ? next : { ...next, duration: between(next, zone) || next.duration });
  };
  const submit = () => {
    const end = draft.byDuration ? { duration: draft.duration } : { to: span?.to ?? draft.to };
    onSave(draft, running ? { from: draft.from } : { from: draft.from, ...end });
  };
  const cancel = () => {
    slot.drop();
    onCancel();
  };
  const { isWarned, onKeyDown } = useEscape(true, { form, isTyped: isChanged, saysItself: true, onClose: cancel });

  return (
    <form
      ref={form}
      className="entry entry--edit"
      aria-label={label}
      aria-describedby={kept ? aboutDraft : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) submit();
      }}
      onKeyDown={onKeyDown}
    >
      {kept && (
        <p className="line">
          <span id={aboutDraft} className="hint">
            {t("entry.draftFrom", { time: momentOf(kept.at, zone, app.now, app.language) })}
          </span>
          <Button kind="plain" size="sm" onPress={onDiscard}>
            {t("entry.discardDraft")}
          </Button>
        </p>
      )}
      <EntryFields
        draft={draft}
        running={running}
        hasBreaks={hasBreaks}
        hasWork={hasWork}
        failure={failure}
        isNextDay={span?.nextDay === true}
        onChange={put}
        onClock={putClock}
      />
      <MoreFields draft={draft} isNew={isNew} onChange={put} />
      {span?.problem && (
        <p className="hint" role="status">
          {t(`entry.${span.problem}`)}
        </p>
      )}
      {failure && <AccountFailure failure={failure} write />}
      <div className="line entry__foot">
        <Button kind="primary" size="sm" type="submit" busy={busy} waiting={t("wait.save")}>
          {save}
        </Button>
        <Button size="sm" onPress={cancel}>
          {t("app.cancel")}
        </Button>
        <span className="hint" data-warned={isWarned || undefined} role="status">
          {isWarned ? t("entry.escAgain") : t("entry.keys")}
        </span>
        <span className="push" />
        {children}
      </div>
    </form>
  );
}
