import { useTranslation } from "react-i18next";
import { clockOf, dayOf, weekdayDate } from "./format";
import { useApp } from "./store";
import { zoneOf } from "./timer";

/** `Wed Nov 18 18:02`, in the zone of the account where that is known. */
export function useMoment(): (instant: string) => string {
  const { i18n } = useTranslation();
  const zone = zoneOf(useApp());
  return (instant) => `${weekdayDate(dayOf(instant, zone), i18n.language)} ${clockOf(instant, zone)}`;
}
