import type { PublicHoliday } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import { type Remembered, remembered } from "../../http/cache";
import { demand, groundOf } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { holidaysOf } from "../mapping/absence";
import { holidays } from "../wire/absence";

interface Span {
  first: CalendarDay;
  last: CalendarDay;
}

export interface Holidays {
  /** Of one person's calendar, by day; absent: the account's own. */
  of(asked: Span & { personId?: string }, call?: Call): Promise<PublicHoliday[]>;
}

const held = 10 * 60_000;

/** Asked for whole years, and held for ten minutes: several checks of one request look at them (calamari-api.md §2.7). */
export function createHolidays(calamari: Calamari): Holidays {
  const { client, env } = calamari;
  const kept = new Map<string, Remembered<PublicHoliday[]>>();
  return {
    async of({ first, last, personId }, call) {
      const { person } = await calamari.facts.get({ signal: call?.signal });
      const others = personId !== undefined && personId !== person.id;
      // Whoever may read others' leave or time, needs their holidays for it.
      const cell = groundOf(calamari, ["others_absence.read", "others_time.read"]);
      if (others) await demand(calamari, cell, call);
      const from = `${first.slice(0, 4)}-01-01`;
      const to = `${last.slice(0, 4)}-12-31`;
      const key = `${others ? personId : ""} ${from} ${to}`;
      const known =
        kept.get(key) ??
        remembered(held, env.now, async () => {
          const body = { from, to, ...(others && { employee: personId }) };
          const about = others ? { beyond: cell } : ({ as: "employee" } as const);
          const rows = await client.send(holidays, endpoints.holidays, { about, body });
          return rows.flatMap(holidaysOf).sort((a, b) => a.day.localeCompare(b.day));
        });
      kept.set(key, known);
      return (await known.get({ signal: call?.signal })).filter(({ day }) => day >= first && day <= last);
    },
  };
}
