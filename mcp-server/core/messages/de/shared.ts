import { translate } from "../catalog";
import type { shared as en } from "../en/shared";

export const shared = translate<typeof en, "de">()({
  answer_not_understood: "Diese Punchcard-Version versteht die Antwort von {product} nicht.",
  break_not_stored: "Die Pause ließ sich auf diesem Computer nicht vermerken: Stempeln Sie neu ein, um weiterzumachen.",
  description_changed_by_service: "{product} hat einen anderen Text gespeichert als den gesendeten.",
  duration_counted_by_service: "{product} zählt davon {duration:duration}.",
  end_moved_by_service: "Die Regeln von {product} haben das Ende verschoben: von {requested} auf {stored}.",
  no_break: "Es gibt keine Pause.",
  nothing_running: "Es läuft nichts.",
  record_not_in_service: "Das gibt es in {product} nicht: {type} #{id}.",
  response_lost_but_saved:
    "Die Antwort von {product} ging unterwegs verloren; Punchcard hat nachgesehen: Es ist gespeichert.",
  short_work_after_break_dropped:
    "Seit der Pause war es weniger als eine Minute: Ein Eintrag mit 0:00 wird nicht angelegt.",
  short_work_before_break_merged:
    "Vor der Pause lag weniger als eine Minute Arbeit: Sie bildet nun einen Eintrag mit dieser.",
  start_moved_by_service: "Die Regeln von {product} haben den Beginn verschoben: von {requested} auf {stored}.",
  stored_values_differ: "{product} hat andere Werte gespeichert als gesendet: {differences}.",
  stored_values_differ_and_undone: "{product} hat andere Werte gespeichert als gesendet: {differences}. {undone}",
  work_already_running: "Es läuft bereits Arbeit.",
});
