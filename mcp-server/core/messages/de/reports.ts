import { translate } from "../catalog";
import type { reports as en } from "../en/reports";

export const reports = translate<typeof en, "de">()({
  absences_of_user_unreadable: "Abwesenheiten ließen sich nicht lesen ({name}): {reason}",
  target_unreadable: "Das Soll ließ sich nicht lesen ({name}): {reason}",
});
