import { translate } from "../catalog";
import type { absences as en } from "../en/absences";

export const absences = translate<typeof en, "de">()({
  own_absences_unreadable: "Ihre Abwesenheiten ließen sich nicht lesen: {reason}",
});
