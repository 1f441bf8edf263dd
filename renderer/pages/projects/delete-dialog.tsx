import { useTranslation } from "react-i18next";
import type { ProjectView } from "#main/ipc/contract/projects";
import { AccountFailure } from "../../features/account-failure";
import { thingsDeleted } from "../../features/things-deleted";
import { useCall } from "../../lib/call";
import { serverSentence } from "../../lib/server-sentence";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { ServerText } from "../../ui/server-text";
import { Wait } from "../../ui/wait";
import type { Look } from "./project-actions";

interface Props {
  accountId: string;
  project: ProjectView;
  /** null: its entries cannot be moved. */
  onMerge: (() => void) | null;
  onClose(): void;
  onDeleted(): void;
}

/** Asks before a project is deleted: what goes with it, counted again, and merging first. */
export function DeleteDialog({ accountId, project, onMerge, onClose, onDeleted }: Props) {
  const { t } = useTranslation();
  const { result: look, busy, failure } = useQuery("projects:look", { accountId, id: project.id });
  const remove = useCall("projects:delete");
  const possible = look?.remove.kind === "possible";
  // Alone it can be brought back; what services delete along with it cannot.
  const isForGood = look?.remove.kind === "possible" && look.remove.with.length > 0;
  return (
    <Confirm
      title={t(isForGood ? "project.deleteTitleForGood" : "project.deleteTitle", { name: project.name })}
      action={t(isForGood ? "project.deleteForGood" : "project.delete")}
      busy={remove.busy}
      isDisabled={!possible || busy}
      onClose={onClose}
      onConfirm={async () => {
        const answer = await remove.run({ accountId, id: project.id });
        if (answer?.ok) onDeleted();
      }}
    >
      <Wait on={busy && !look} label={t("project.counting")} onCancel={onClose} />
      {look && <GoesWithIt look={look} />}
      {look && look.entries > 0 && onMerge && (
        <p className="line">
          <span>{t("project.mergeInstead")}</span>
          <Button size="sm" icon="merge" onPress={onMerge}>
            {t("project.mergeButton")}
          </Button>
        </p>
      )}
      {failure && <AccountFailure failure={failure} />}
      {remove.failure && <AccountFailure failure={remove.failure} write />}
    </Confirm>
  );
}

function GoesWithIt({ look }: { look: Look }) {
  const { t } = useTranslation();
  if (look.remove.kind === "cannot") return <p>{serverSentence(look.remove.message) || t("project.deleteNotNow")}</p>;
  if (look.remove.archives !== undefined)
    return (
      <p>
        <ServerText text={look.remove.archives} />
      </p>
    );
  if (look.remove.with.length === 0) return <p>{t("project.nothingGoes")}</p>;
  return (
    <>
      <p>{t("project.goesWithIt")}</p>
      <ul className="goes">
        {look.remove.with.map((thing) => (
          <li key={thing.what}>{thingsDeleted(thing, t)}</li>
        ))}
      </ul>
    </>
  );
}
