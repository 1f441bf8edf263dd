import { useTranslation } from "react-i18next";
import { useEscapeWarning } from "../lib/escape";

/** Says that the next Esc discards what was typed, where the form does not say so itself. */
export function EscapeNotice() {
  const { t } = useTranslation();
  const isWarned = useEscapeWarning();
  return (
    // The mark keeps it for assistive technology beside an open dialog.
    <p className="escnotice" aria-live="polite" data-react-aria-top-layer="true">
      {isWarned && <span>{t("entry.escAgain")}</span>}
    </p>
  );
}
