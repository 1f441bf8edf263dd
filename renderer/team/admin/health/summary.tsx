import { useTranslation } from "react-i18next";
import type { HealthView } from "#team/api/admin/contract";
import { State } from "./cards";

/** Counts servers that do not respond, and whether versions differ. */
function countNotes({ replicas }: Pick<HealthView, "replicas">): number {
  const silent = replicas.filter(({ isReady }) => !isReady).length;
  const versions = new Set(replicas.map(({ version }) => version)).size;
  return silent + (versions > 1 ? 1 : 0);
}

/** The whole page in a word. */
export function Summary({ view }: { view: HealthView }) {
  const { t } = useTranslation("team");
  const count = countNotes(view);
  return <State good={count === 0}>{count === 0 ? t("health.fine") : t("health.notes", { count })}</State>;
}
