import { translate } from "../catalog";
import type { shared as en } from "../en/shared";

export const shared = translate<typeof en, "pl">()({
  answer_not_understood: "Ta wersja Punchcard nie rozumie odpowiedzi {product}.",
  break_not_stored: "Nie udało się zapamiętać przerwy na tym komputerze: aby kontynuować, rozpocznij pracę ponownie.",
  description_changed_by_service: "{product} zapisuje inny opis niż wysłany.",
  duration_counted_by_service: "{product} liczy z tego {duration:duration}.",
  end_moved_by_service: "Reguły w {product} przesunęły koniec z {requested} na {stored}.",
  no_break: "Nie ma przerwy.",
  nothing_running: "Nic nie trwa.",
  record_not_in_service: "Tego nie ma w {product}: {type} #{id}.",
  response_lost_but_saved: "Odpowiedź usługi {product} zaginęła po drodze; Punchcard sprawdził: zapisano.",
  short_work_after_break_dropped: "Od przerwy minęła niecała minuta: nie zapisano wpisu 0:00.",
  short_work_before_break_merged: "Praca przed przerwą trwała mniej niż minutę: od teraz to jeden wpis.",
  start_moved_by_service: "Reguły w {product} przesunęły początek z {requested} na {stored}.",
  stored_values_differ: "{product} zapisuje inne wartości, niż wysłano: {differences}.",
  stored_values_differ_and_undone: "{product} zapisuje inne wartości, niż wysłano: {differences}. {undone}",
  work_already_running: "Praca już trwa.",
});
