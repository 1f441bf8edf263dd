import { z } from "zod";
import type { PublicHoliday } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay } from "../../../domain/entities";
import { explained, reworded } from "../../../domain/reworded";
import type { Query } from "../../http/path";
import { demand } from "../capabilities/require-capability";
import { publicHoliday, type WirePublicHoliday } from "../client/plugin-wire";
import type { Kimai } from "../context";
import { holidayGroupOf, readProfile } from "../people/contracts";
import { holidayOf } from "./mapping";

interface Span {
  first: CalendarDay;
  last: CalendarDay;
}

/** @param group absent: Kimai's default one */
export async function readHolidays(
  kimai: Kimai,
  { first, last }: Span,
  group: number | undefined,
  call?: Call,
): Promise<WirePublicHoliday[]> {
  const query: Query = [
    ...(group === undefined ? [] : [["group", group] as const]),
    ["begin", `${first}T00:00:00`],
    ["end", `${last}T23:59:59`],
  ];
  const rows = await kimai.client.get(z.array(publicHoliday), ["public-holidays"], query, call?.signal);
  return rows.sort((a, b) => a.date.localeCompare(b.date));
}

/**
 * Public holidays of the group that the person's profile names.
 * @throws ServiceError `forbidden` for somebody whose profile may not be seen: another group's days would be a guess
 */
export async function holidaysOf(
  kimai: Kimai,
  asked: Span & { personId?: string },
  call?: Call,
): Promise<PublicHoliday[]> {
  await demand(kimai, "holiday.read", call);
  const profile = await explained(readProfile(kimai, asked.personId, call), "forbidden", (error) =>
    reworded(error, "Your Kimai role has no right to see which public holidays this person has.", {
      next: "Ask the administrator of your Kimai.",
    }),
  );
  return (await readHolidays(kimai, asked, holidayGroupOf(profile), call)).map(holidayOf);
}
