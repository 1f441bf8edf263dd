import type { RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { useCall } from "../../../lib/call";
import { useActiveAccount } from "../../../lib/store";
import type { DraftSlot } from "../../../lib/use-drafts";
import { workTitle } from "../../../lib/work";
import { Button } from "../../../ui/button";
import type { Entry } from "../analysis";
import type { Draft } from "../draft";
import { changeOf, draftOf, logOf } from "../entry-changes";
import { EntryForm } from "../entry-form";

interface Props {
  /** null: a new one. */
  entry: Entry | null;
  first: Draft;
  slot: DraftSlot;
  zone: string;
  hasBreaks: boolean;
  anchor: RefObject<Element | null>;
  /** Saved or given up: what was typed is no longer needed. */
  onDone: (notes: MessageText[] | null) => void;
  /** Closed with what was typed kept. */
  onHide: () => void;
  onDuplicate: (draft: Draft) => void;
  onDelete: (entry: Entry) => void;
}

/** The form of an entry beside its block. A press outside closes it and keeps what was typed; Esc gives it up. */
export function EntryPopover(props: Props) {
  const { entry, first, slot, zone, hasBreaks, anchor, onDone, onHide, onDuplicate, onDelete } = props;
  const { t } = useTranslation();
  const account = useActiveAccount();
  const update = useCall("entries:update");
  const log = useCall("entries:log");
  const call = entry ? update : log;
  const label = entry ? t("entry.editTitle", { name: workTitle(entry.work) || t("work.none") }) : t("entry.log");
  const save = async (written: Draft, times: Partial<Draft>) => {
    if (!entry) {
      const answer = await log.run({ ...logOf(written, times, account?.fields), draft: slot.ref });
      if (answer?.ok) onDone(answer.value.notes);
      return;
    }
    const request = changeOf(entry, written, times, zone);
    if (request === null) return onDone(null);
    const answer = await update.run({ ...request, draft: slot.ref });
    if (answer?.ok) onDone(answer.value.notes);
  };
  return (
    <Popover
      className="popover popover--entry"
      triggerRef={anchor}
      isOpen
      placement="right top"
      onOpenChange={(open) => open || onHide()}
    >
      <Dialog className="caldialog" aria-label={label}>
        <EntryForm
          label={label}
          first={first}
          slot={slot}
          isNew={entry === null}
          running={entry !== null && entry.end === null}
          hasBreaks={hasBreaks}
          busy={call.busy}
          failure={call.failure}
          save={entry ? t("app.save") : t("entry.log")}
          onSave={(written, times) => void save(written, times)}
          onCancel={() => onDone(null)}
        >
          {entry?.end && (
            <Button kind="plain" size="sm" icon="copy" onPress={() => onDuplicate(draftOf(entry, zone))}>
              {t("entry.duplicate")}
            </Button>
          )}
          {entry && (
            <Button kind="quiet-danger" size="sm" icon="trash" onPress={() => onDelete(entry)}>
              {t("entry.delete")}
            </Button>
          )}
        </EntryForm>
      </Dialog>
    </Popover>
  );
}
