import { translate } from "../catalog";
import type { absences as en } from "../en/absences";

export const absences = translate<typeof en, "pl">()({
  own_absences_unreadable: "Nie udało się odczytać twoich nieobecności: {reason}",
});
