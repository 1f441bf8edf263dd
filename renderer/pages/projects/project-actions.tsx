import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import type { ProjectsView, ProjectView } from "#main/ipc/contract/projects";
import { AccountFailure } from "../../features/account-failure";
import { useCall } from "../../lib/call";
import { hoursMinutes } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";

export type Look = Response<"projects:look">;

interface Props {
  accountId: string;
  service: string;
  view: ProjectsView;
  project: ProjectView;
  onChanged(said: string): Promise<void>;
  onMerge(): void;
  onDelete(): void;
}

/** Why it cannot be deleted, in words; null: it can, or is not known yet. */
function useDeleteRefusal(look: Look | null, view: ProjectsView, service: string): string | null {
  const { t } = useTranslation();
  const refused = view.refused.delete;
  if (refused !== undefined) return serverSentence(refused) || t("project.cannot", { service });
  if (look?.remove.kind !== "cannot") return null;
  if (look.remove.why === "exported") return t("project.deleteExported", { count: look.exported + look.locked });
  return look.remove.why === "booked"
    ? t("project.deleteBooked", { count: look.entries })
    : serverSentence(look.remove.message);
}

/** Why its entries cannot be moved; null: they can, or it is not known yet. */
function useMergeRefusal(look: Look | null, view: ProjectsView, service: string): string | null {
  const { t } = useTranslation();
  const refused = view.refused.merge;
  if (refused !== undefined) return serverSentence(refused) || t("project.cannot", { service });
  const closed = look ? look.exported + look.locked : 0;
  return closed > 0 ? t("project.mergeExported", { count: closed }) : null;
}

/** Archive, merge and delete, each with what it does to the entries. */
export function ProjectActions({ accountId, service, view, project, onChanged, onMerge, onDelete }: Props) {
  const { t } = useTranslation();
  const { result: look, failure } = useQuery("projects:look", { accountId, id: project.id });
  const save = useCall("projects:save");
  const noDelete = useDeleteRefusal(look, view, service);
  const noMerge = useMergeRefusal(look, view, service);
  const canArchive = view.change.includes("archived") && view.refused.update === undefined;
  const archive = async () => {
    const values = { archived: !project.archived };
    const answer = await save.run({ accountId, id: project.id, values });
    if (answer?.ok)
      await onChanged(t(project.archived ? "project.saidRestored" : "project.saidArchived", { name: project.name }));
  };
  return (
    <div className="projacts">
      {look && (
        <p className="hint">
          {t(look.whose === "me" ? "project.countedOwn" : "project.counted", {
            entries: t("project.entries", { count: look.entries }),
            time: hoursMinutes(look.seconds),
          })}
        </p>
      )}
      {failure && failure.code !== "cancelled" && <AccountFailure failure={failure} />}
      <div className="projact">
        <Icon name="archive" />
        <p>
          {t(project.archived ? "project.restore" : "project.archive")}
          <span className="hint" id="archive-what">
            {canArchive
              ? t(project.archived ? "project.restoreWhat" : "project.archiveWhat")
              : serverSentence(view.refused.update ?? "") || t("project.noArchive", { service })}
          </span>
        </p>
        <Button
          size="sm"
          busy={save.busy}
          waiting={t("wait.save")}
          isDisabled={!canArchive}
          aria-describedby="archive-what"
          onPress={() => void archive()}
        >
          {t(project.archived ? "project.restore" : "project.archive")}
        </Button>
      </div>
      {save.failure && <AccountFailure failure={save.failure} write />}
      <div className="projact">
        <Icon name="merge" />
        <p>
          {t("project.merge")}
          <span className="hint" id="merge-what">
            {noMerge ?? (look ? t("project.mergeWhat", { count: look.entries }) : t("project.mergeWhatAny"))}
          </span>
        </p>
        <Button size="sm" isDisabled={noMerge !== null} aria-describedby="merge-what" onPress={onMerge}>
          {t("project.mergeButton")}
        </Button>
      </div>
      <div className="projact projact--danger">
        <Icon name="trash" />
        <p>
          {t("project.delete")}
          <span className="hint" id="delete-what">
            {noDelete ??
              (look && look.entries > 0 ? t("project.deleteWhat", { count: look.entries }) : t("project.deleteEmpty"))}
          </span>
        </p>
        <Button
          kind="quiet-danger"
          size="sm"
          isDisabled={noDelete !== null || look === null}
          aria-describedby="delete-what"
          onPress={onDelete}
        >
          {t("project.deleteButton")}
        </Button>
      </div>
    </div>
  );
}
