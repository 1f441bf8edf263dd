import type { PublicHoliday } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import type { Remembered } from "../../http/cache";
import { demand, groundOf } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { holidaysOf } from "../mapping/absence";

export interface Span {
  first: CalendarDay;
  last: CalendarDay;
}

export interface Holidays {
  /** Of one person's calendar, by day; absent: the account's own. */
  of(asked: Span & { personId?: string }, call?: Call): Promise<PublicHoliday[]>;
}

/** Asked for whole years, and held for ten minutes: several checks of one request look at them (calamari-api.md §2.7). */
export function createHolidays(calamari: Calamari): Holidays {
  const kept = new Map<string, Remembered<PublicHoliday[]>>();
  return {
    async of({ first, last, personId }, call) {
      const other = await calamari.other(personId, call);
      // Whoever may read others' leave or time, needs their holidays for it.
      const cell = groundOf(calamari, ["others_absence.read", "others_time.read"]);
      if (other !== undefined) await demand(calamari, cell, call);
      const body = { from: `${first.slice(0, 4)}-01-01`, to: `${last.slice(0, 4)}-12-31` };
      const key = `${other ?? ""} ${body.from} ${body.to}`;
      const known =
        kept.get(key) ??
        calamari.remember(async () => {
          const about = { as: "employee", other, cell } as const;
          const rows = await calamari.client.send(endpoints.holidays, { about, body });
          return rows.flatMap(holidaysOf).sort((a, b) => a.day.localeCompare(b.day));
        });
      kept.set(key, known);
      return (await known.get(call)).filter(({ day }) => day >= first && day <= last);
    },
  };
}
