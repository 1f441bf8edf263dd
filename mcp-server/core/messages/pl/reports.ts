import { translate } from "../catalog";
import type { reports as en } from "../en/reports";

export const reports = translate<typeof en, "pl">()({
  absences_of_user_unreadable: "Nie udało się odczytać nieobecności ({name}): {reason}",
  target_unreadable: "Nie udało się odczytać normy ({name}): {reason}",
});
