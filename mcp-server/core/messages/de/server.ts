import { translate } from "../catalog";
import type { server as en } from "../en/server";

export const server = translate<typeof en, "de">()({
  entry_was_changed: "{id} wurde geändert",
  entry_was_copied: "{id} wurde kopiert",
  entry_was_restarted: "{id} läuft wieder",
  entry_was_saved: "{id} wurde gespeichert",
  entry_was_split: "{id} wurde geteilt",
  failed_after_changes: "{problem:sentence} Vor dem Fehler bereits erledigt: {changes:list}.",
  problem_with_advice: "{problem:sentence} {advice:sentence}",
  see_local_log: "Einzelheiten stehen unter {id} im lokalen Protokoll.",
  activity_not_on_project:
    "Die Tätigkeit „{activity}“ gibt es in diesem Projekt nicht; sie wurde nicht übernommen. Das Projekt hat {others}.",
  project_without_activity: "Die Tätigkeit „{activity}“ gibt es in diesem Projekt nicht; sie wurde nicht übernommen.",
  tag_was_created: "das Schlagwort „{tag}“ wurde angelegt",
  unexpected_server_error: "Im Server von Punchcard ist ein unerwarteter Fehler aufgetreten.",
  work_item_was_created: "{level} „{name}“ wurde angelegt",
});
