import type { PublicHoliday } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { type Remembered, remembered } from "../../http/cache";
import { demand, ifAllowed } from "../capabilities/require-capability";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { many } from "../records/shared";
import { holiday, holidaysOfUser } from "../wire/absence";
import { holidayOf } from "./mapping";

interface Span {
  first: CalendarDay;
  last: CalendarDay;
}

export interface Holidays {
  /**
   * Of one person's calendar, by day.
   * @throws ServiceError `unsupported` where Clockodo tells none of this person: without a word it is not known whether
   * there are none
   */
  of(asked: Span & { personId?: string }, call?: Call): Promise<PublicHoliday[]>;
  /** Whether a day is half a public holiday of a person, as far as that can be seen. */
  isHalf(personId: string, day: CalendarDay, call?: Call): Promise<boolean>;
}

const held = 10 * 60_000;
const yearOf = (day: CalendarDay) => Number(day.slice(0, 4));
/** Years that Clockodo takes in questions (clockodo-api.md §1.8); in others it keeps nothing. */
const [firstYear, lastYear] = [2000, 2037];
export function yearsOf({ first, last }: Span): number[] {
  const begin = Math.max(firstYear, yearOf(first));
  return Array.from({ length: Math.max(0, Math.min(lastYear, yearOf(last)) - begin + 1) }, (_, index) => begin + index);
}

/** Asked by person and year, and held for ten minutes. */
export function createHolidays(clockodo: Clockodo): Holidays {
  const { client, env } = clockodo;
  const kept = new Map<string, Remembered<PublicHoliday[] | null>>();
  const halves = new Map<number, Remembered<ReadonlySet<CalendarDay>>>();

  function ofYear(person: number, year: number): Remembered<PublicHoliday[] | null> {
    const key = `${person} ${year}`;
    const known = kept.get(key);
    if (known) return known;
    const asked = remembered(held, env.now, async () => {
      const query = [
        ["year", year],
        ["filter[users_id]", person],
      ] as const;
      const rows = await client.list(holidaysOfUser, pathOf("usersNonbusinessDays"), { perPage: 100, query });
      const own = rows.find((row) => row.users_id === person);
      return own ? own.days.flatMap(holidayOf).sort((a, b) => a.day.localeCompare(b.day)) : null;
    });
    kept.set(key, asked);
    return asked;
  }

  /** Half holidays of any group: only on these days it matters whose calendar it is. */
  function halvesOf(year: number) {
    const known = halves.get(year);
    if (known) return known;
    const asked = remembered(held, env.now, async () => {
      const query = [["year", year]] as const;
      const read = await ifAllowed(client.get(many(holiday), pathOf("nonbusinessDays"), { query }));
      return new Set((read?.data ?? []).flatMap(holidayOf).flatMap(({ day, half }) => (half ? [day] : [])));
    });
    halves.set(year, asked);
    return asked;
  }

  return {
    async of({ first, last, personId }, call) {
      const { person: self } = await demand(clockodo, "holiday.read", call);
      const id = wireId(personId ?? self.id, "a person");
      const years = await Promise.all(
        yearsOf({ first, last }).map((year) => ofYear(id, year).get({ signal: call?.signal })),
      );
      if (years.length === 0 || years.some((year) => year === null))
        throw new ServiceError(
          "unsupported",
          `Clockodo tells no public holidays for ${personId === undefined || personId === self.id ? "you" : "this person"}.`,
          { next: "A group of public holidays has to be assigned in Clockodo, and you need the right to see it." },
        );
      return years.flatMap((year) => year ?? []).filter(({ day }) => day >= first && day <= last);
    },
    async isHalf(personId, day, call) {
      const signal = call?.signal;
      if (!(await halvesOf(yearOf(day)).get({ signal })).has(day)) return false;
      const own = await ifAllowed(ofYear(wireId(personId, "a person"), yearOf(day)).get({ signal }));
      return own?.some((one) => one.day === day && one.half) ?? false;
    },
  };
}
