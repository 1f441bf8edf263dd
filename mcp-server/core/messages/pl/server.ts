import { translate } from "../catalog";
import type { server as en } from "../en/server";

export const server = translate<typeof en, "pl">()({
  entry_was_changed: "zmieniono {id}",
  entry_was_copied: "skopiowano {id}",
  entry_was_restarted: "wznowiono {id}",
  entry_was_saved: "zapisano {id}",
  entry_was_split: "podzielono {id}",
  failed_after_changes: "{problem:sentence} Przed błędem wykonano już: {changes:list}.",
  problem_with_advice: "{problem:sentence} {advice:sentence}",
  see_local_log: "Szczegóły są w lokalnym dzienniku pod {id}.",
  activity_not_on_project: "Czynności „{activity}” nie ma w tym projekcie; nie zachowano jej. Projekt ma: {others}.",
  project_without_activity: "Czynności „{activity}” nie ma w tym projekcie; nie zachowano jej.",
  tag_was_created: "utworzono tag „{tag}”",
  unexpected_server_error: "W serwerze Punchcard wystąpił nieoczekiwany błąd.",
  work_item_was_created: "utworzono: {level} „{name}”",
});
