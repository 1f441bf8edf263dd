import { useEffect, useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { AccountFailure } from "../../../features/account-failure";
import { useCall } from "../../../lib/call";
import { serverSentence } from "../../../lib/server-sentence";
import { Button } from "../../../ui/button";
import { Wait } from "../../../ui/wait";
import type { Entry } from "../analysis";
import { type BulkChange, type BulkDraft, blankBulk, changeOfBulk } from "./bulk";
import { BulkFields } from "./bulk-fields";
import { BulkPreview } from "./bulk-preview";
import { BulkProgress } from "./bulk-progress";
import type { LeftOut } from "./row-names";
import type { Bulk } from "./use-bulk";

interface Props {
  able: readonly Entry[];
  out: readonly LeftOut[];
  zone: string;
  bulk: Bulk;
  onClose: () => void;
}

/** Changes several entries together: what each gets, then what becomes of each, then the writing. */
export function BulkDialog({ able, out, zone, bulk, onClose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<BulkDraft>(blankBulk);
  /** What the preview shows; null: the form is shown. */
  const [previewed, setPreviewed] = useState<BulkChange | null>(null);
  const preview = useCall("entries:previewMany");
  const [shown, setShown] = useState<{ entries: Entry[]; out: LeftOut[]; notes: MessageText[] } | null>(null);
  const change = changeOfBulk(draft);
  /** The next Esc gives up what was typed. */
  const [isWarned, setWarned] = useState(false);
  const { busy } = bulk;

  const look = async () => {
    if (!change || able.length === 0) return;
    const answer = await preview.run({ ids: able.map(({ id }) => id), change });
    if (!answer?.ok) return;
    const { entries, failed, notes } = answer.value;
    const refused = failed.flatMap(({ id, message }) => {
      const entry = able.find((one) => one.id === id);
      return entry ? [{ entry, why: serverSentence(message) }] : [];
    });
    setShown({ entries, out: [...out, ...refused], notes });
    setPreviewed(change);
  };
  const ready = able.filter(({ id }) => shown?.entries.some((one) => one.id === id));
  // Ended with the dialog: its answer would be of a form that is gone.
  useEffect(() => () => void preview.forget(), [preview.forget]);

  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={!busy && change === null}
      isKeyboardDismissDisabled={busy}
      onOpenChange={(open) => open || (change !== null && !isWarned ? setWarned(true) : onClose())}
    >
      <Modal className="modal modal--wide">
        <Dialog className="dialog bulkdialog">
          <Heading slot="title">{t("bulk.changeTitle", { count: able.length })}</Heading>
          {previewed === null ? (
            <BulkFields
              draft={draft}
              out={out}
              zone={zone}
              onChange={(part) => {
                setDraft({ ...draft, ...part });
                setWarned(false);
              }}
              onSubmit={() => void look()}
            />
          ) : (
            shown && <BulkPreview before={able} {...shown} zone={zone} />
          )}
          <Wait on={preview.busy} label={t("bulk.previewing")} onCancel={bulk.cancel} />
          {preview.failure && preview.failure.code !== "cancelled" && <AccountFailure failure={preview.failure} />}
          <BulkProgress bulk={bulk} />
          {bulk.failure && <AccountFailure failure={bulk.failure} write />}
          <p className="line dialog__foot">
            <span className="hint" role="status">
              {isWarned && t("entry.escAgain")}
            </span>
            {previewed !== null && (
              <Button isDisabled={busy} onPress={() => setPreviewed(null)}>
                {t("app.back")}
              </Button>
            )}
            <Button isDisabled={busy} onPress={onClose}>
              {t("app.cancel")}
            </Button>
            {previewed === null ? (
              <Button
                key="preview"
                autoFocus={shown !== null}
                kind="primary"
                busy={preview.busy}
                isDisabled={change === null || able.length === 0}
                onPress={() => void look()}
              >
                {t("bulk.preview")}
              </Button>
            ) : (
              <Button
                key="run"
                autoFocus
                kind="primary"
                busy={busy}
                waiting={t("wait.save")}
                isDisabled={ready.length === 0}
                onPress={() => void bulk.run(ready, previewed)}
              >
                {t("bulk.changeNow", { count: ready.length })}
              </Button>
            )}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
