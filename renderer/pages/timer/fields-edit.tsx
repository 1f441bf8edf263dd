import { useEffect, useId, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { RunningChange, TimerView } from "#main/ipc/contract/timer/timer";
import { AccountFailure } from "../../features/account-failure";
import { TagsField } from "../../features/work/tags-field";
import { WorkPicker } from "../../features/work/work-picker";
import { useTimerCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { useActiveAccount } from "../../lib/store";
import type { DraftFields } from "../../lib/use-drafts";
import { isNew, missingLevels, sameWork } from "../../lib/work";
import { Button as PlainButton } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import { DraftFrom, useReturnFocus } from "./edits";
import type { RunningDraft } from "./use-running-draft";

type Entry = NonNullable<NonNullable<TimerView["status"]>["running"]>;
type Fields = Pick<DraftFields, "work" | "tags" | "billable">;

const names = ["work", "tags", "billable"] as const;
const fieldsOf = ({ work, tags, billable }: Entry) => ({
  work,
  tags,
  billable: billable === undefined ? ("" as const) : billable ? ("yes" as const) : ("no" as const),
});

/** Only what was changed: the rest may have been changed elsewhere. */
function changesOf(entry: Entry, { work, tags, billable }: Fields): Fields {
  const first = fieldsOf(entry);
  return {
    ...(work && !sameWork(work, first.work) && { work }),
    ...(tags && tags.join("\n") !== first.tags.join("\n") && { tags }),
    ...(billable && billable !== first.billable && { billable }),
  };
}

function requestOf(entry: Entry, changes: Fields): RunningChange {
  const { work, tags, billable } = changes;
  const makes = (work && isNew(work)) || tags?.some((tag) => !entry.tags.includes(tag));
  return {
    ...(work && { work }),
    ...(tags && { tags }),
    ...(billable && { billable: billable === "yes" }),
    ...(makes && { createMissing: true }),
  };
}

interface Props {
  entry: Entry;
  draft: RunningDraft;
  isDisabled: boolean;
}

/** Work, tags and billing of what runs, as far as this account can set them. */
export function FieldsEdit({ entry, draft, isDisabled }: Props) {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const [asked, setAsked] = useState(false);
  const isOpen = asked || names.some((name) => draft.fields[name] !== undefined);
  const button = useReturnFocus(isOpen);
  const has = {
    work: account?.refused?.["project.read"] === undefined,
    tags: account?.fields?.includes("tags") === true,
    billable: account?.fields?.includes("billable") === true,
  };
  if (!has.work && !has.tags && !has.billable) return null;
  if (isOpen)
    return (
      <FieldsForm
        entry={entry}
        draft={draft}
        has={has}
        onClose={() => {
          setAsked(false);
          draft.forget(...names);
        }}
      />
    );
  const billing = entry.billable === undefined ? "" : t(entry.billable ? "timer.billable" : "timer.notBillable");
  const what = [...entry.tags, has.billable && billing].filter(Boolean).join(" · ") || t("timer.fields");
  return (
    <div className="state__text">
      <Button
        ref={button}
        className="editable soft"
        aria-label={t("timer.fieldsButton", { what })}
        isDisabled={isDisabled}
        onPress={() => setAsked(true)}
      >
        <Clip text={what} />
        <Icon name="edit" />
      </Button>
    </div>
  );
}

interface FormProps extends Pick<Props, "entry" | "draft"> {
  has: Record<(typeof names)[number], boolean>;
  onClose: () => void;
}

function FieldsForm({ entry, draft, has, onClose }: FormProps) {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const edit = useTimerCall("timer:edit");
  const [restored] = useState(names.some((name) => draft.fields[name] !== undefined) ? draft.at : null);
  const [value, setValue] = useState(() => {
    const { work, tags, billable } = draft.fields;
    const first = fieldsOf(entry);
    return { work: work ?? first.work, tags: tags ?? first.tags, billable: billable ?? first.billable };
  });
  const form = useRef<HTMLFormElement>(null);
  const aboutDraft = useId();
  // What was asked for gets the focus; what is there from before takes it from nobody.
  useEffect(() => {
    if (restored === null) form.current?.querySelector<HTMLElement>("button, input")?.focus();
  }, [restored]);
  const put = (part: Partial<typeof value>) => {
    const next = { ...value, ...part };
    setValue(next);
    const { work: _work, tags: _tags, billable: _billable, ...others } = draft.fields;
    const changes = changesOf(entry, next);
    draft.forget(...names);
    if (Object.keys(changes).length > 0) draft.put({ ...others, ...changes });
  };
  const changes = changesOf(entry, value);
  useEscape(true, { form, isTyped: Object.keys(changes).length > 0, onClose });
  const missing = missingLevels(value.work, account)[0];
  const save = async () => {
    if (Object.keys(changes).length === 0) return onClose();
    const answer = await edit.run(requestOf(entry, changes));
    if (answer?.ok && answer.value.failed === null) onClose();
  };
  return (
    <form
      ref={form}
      className="fieldsedit"
      aria-label={t("timer.change")}
      aria-describedby={restored === null ? undefined : aboutDraft}
      onSubmit={(event) => {
        event.preventDefault();
        if (!edit.busy) void save();
      }}
    >
      {restored !== null && <DraftFrom id={aboutDraft} at={restored} onDiscard={onClose} />}
      {has.work && (
        <WorkPicker small value={value.work} isInvalid={missing !== undefined} onChange={({ work }) => put({ work })} />
      )}
      {has.tags && <TagsField tags={value.tags} onChange={(tags) => put({ tags })} />}
      {has.billable && (
        <Choice
          visible
          label={t("filter.billable")}
          value={value.billable}
          options={[
            ...(value.billable === "" ? [{ id: "" as const, label: t("bulk.asIs") }] : []),
            { id: "yes", label: t("filter.yes") },
            { id: "no", label: t("filter.no") },
          ]}
          onChange={(billable) => put({ billable })}
        />
      )}
      {edit.failure && <AccountFailure failure={edit.failure} title={t("timer.fieldsFailed")} write />}
      <p className="line">
        <PlainButton kind="primary" size="sm" type="submit" busy={edit.busy} waiting={t("wait.save")}>
          {t("app.save")}
        </PlainButton>
        <PlainButton size="sm" onPress={onClose}>
          {t("app.cancel")}
        </PlainButton>
      </p>
    </form>
  );
}

/** Nothing of what runs can be changed now, and why. */
export function EditsOff({ why }: { why: string }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <p className="state__text">
      <Button className="editable soft" isDisabled aria-describedby={id}>
        {t("timer.change")}
        <Icon name="edit" />
      </Button>
      <span id={id} className="hint">
        {why}
      </span>
    </p>
  );
}
