import { useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import type { ProjectView } from "#main/ipc/contract/projects";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { hoursMinutes } from "../../lib/format";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { Wait } from "../../ui/wait";

export type Merged = Extract<Response<"projects:merge">, { kind: "done" }>;

interface Props {
  accountId: string;
  project: ProjectView;
  projects: readonly ProjectView[];
  archives: boolean;
  /** Nobody else has entries here. */
  isAlone: boolean;
  onClose(): void;
  onMerged(done: Merged, into: ProjectView): void;
}

const none = "none";

/** Moves all entries of a project to another one, after saying how many and what becomes of the rest. */
export function MergeDialog({ accountId, project, projects, archives, isAlone, onClose, onMerged }: Props) {
  const { t } = useTranslation();
  const [into, setInto] = useState(none);
  const { result: look, busy, failure } = useQuery("projects:look", { accountId, id: project.id });
  const merge = useCall("projects:merge");
  const others = projects.filter(({ id, archived }) => id !== project.id && !archived);
  const target = others.find(({ id }) => id === into);
  const closed = look ? look.exported + look.locked : 0;
  const refused = merge.failure ?? null;
  const [failed, setFailed] = useState<Extract<Response<"projects:merge">, { kind: "failed" }> | null>(null);
  const run = async () => {
    if (!target) return;
    setFailed(null);
    const answer = await merge.run({ accountId, from: project.id, into: target.id });
    if (!answer?.ok) return;
    if (answer.value.kind === "failed") setFailed(answer.value);
    else onMerged(answer.value, target);
  };
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      isDismissable={!merge.busy}
      isKeyboardDismissDisabled={merge.busy}
      onOpenChange={(open) => open || onClose()}
    >
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{t("project.mergeTitle", { name: project.name })}</Heading>
          <Wait on={busy && !look} label={t("project.counting")} onCancel={onClose} />
          {others.length > 0 ? (
            <Choice
              label={t("project.mergeInto")}
              visible
              look="field"
              value={into}
              isDisabled={merge.busy}
              options={[
                ...(target ? [] : [{ id: none, label: t("project.choose") }]),
                ...others.map(({ id, name, customer }) => ({
                  id,
                  label: customer ? `${name} · ${customer.name}` : name,
                })),
              ]}
              onChange={setInto}
            />
          ) : (
            <p>{t("project.noOther")}</p>
          )}
          {look && closed > 0 && <p>{t("project.mergeExported", { count: closed })}</p>}
          {look && closed === 0 && (
            <p>
              {t(look.whose === "me" ? "project.movesOwn" : "project.moves", {
                count: look.entries,
                time: hoursMinutes(look.seconds),
              })}{" "}
              {archives &&
                t(isAlone || look.whose === "everyone" ? "project.mergeArchives" : "project.mergeStays", {
                  name: project.name,
                })}{" "}
              {t("project.mergeUndo")}
            </p>
          )}
          {failure && <AccountFailure failure={failure} />}
          {refused && <AccountFailure failure={refused} write />}
          {failed && <AccountFailure failure={failed.error} write />}
          <p className="line dialog__foot">
            <Button isDisabled={merge.busy} onPress={onClose}>
              {t("app.cancel")}
            </Button>
            <Button
              kind="primary"
              busy={merge.busy}
              waiting={t("project.merging")}
              isDisabled={!target || !look || closed > 0 || busy}
              onPress={() => void run()}
            >
              {t("project.mergeDo")}
            </Button>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
