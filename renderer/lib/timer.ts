import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import { useNow } from "./clock";
import { figuresAt, type TimerFigures } from "./elapsed";
import { clockOf, dayOf, weekdayDate } from "./format";
import { useApp } from "./store";

/** The moment from which the shown minutes are counted, in milliseconds. */
function phaseOf({ timer }: AppState): number {
  const { status } = timer;
  if (!status) return 0;
  if (status.break) return Date.parse(status.break.since);
  return status.running ? Date.parse(status.now) - status.running.seconds * 1000 : 0;
}

export function useFigures(): TimerFigures {
  const app = useApp();
  return figuresAt(app.timer, useNow(phaseOf(app)));
}

/** The zone in which the active account's times are told. */
export function zoneOf(app: AppState): string | undefined {
  const account = app.accounts.find(({ id }) => id === app.activeAccount);
  return app.timer.status?.zone ?? account?.zone ?? undefined;
}

/** `Wed Nov 18 18:02`, in the zone of the account where that is known. */
export function useMoment(): (instant: string) => string {
  const { i18n } = useTranslation();
  const zone = zoneOf(useApp());
  return (instant) => `${weekdayDate(dayOf(instant, zone), i18n.language)} ${clockOf(instant, zone)}`;
}
