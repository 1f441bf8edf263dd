import { useTranslation } from "react-i18next";
import type { HealthView } from "#team/api/admin/contract";
import { State } from "./cards";

/** Servers that are silent, versions that differ, and a schema that is not the one of this version. */
function notesOf({ replicas, database: { schema } }: Pick<HealthView, "replicas" | "database">): number {
  const silent = replicas.filter(({ isReady }) => !isReady).length;
  const versions = new Set(replicas.map(({ version }) => version)).size;
  return silent + (versions > 1 ? 1 : 0) + (schema.applied === schema.known ? 0 : 1);
}

/** The whole page in a word. */
export function Summary({ view }: { view: HealthView }) {
  const { t } = useTranslation("team");
  const count = notesOf(view);
  return <State good={count === 0}>{count === 0 ? t("health.fine") : t("health.notes", { count })}</State>;
}
