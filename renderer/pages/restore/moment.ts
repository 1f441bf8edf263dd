import { useTranslation } from "react-i18next";
import { clockOf, dayOf, weekdayDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";

/** `Wed Nov 18 18:02`, in the zone of the account where that is known. */
export function useMoment(): (instant: string) => string {
  const { i18n } = useTranslation();
  const zone = zoneOf(useApp());
  return (instant) => `${weekdayDate(dayOf(instant, zone), i18n.language)} ${clockOf(instant, zone)}`;
}
