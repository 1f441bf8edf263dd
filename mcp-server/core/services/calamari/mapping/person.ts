import type { Ref } from "../../../domain/entities";
import type { WireEmployee, WirePerson, WireWorkingWeek } from "../wire/person";

/**
 * A person of Calamari. The e-mail address is the id: it alone joins the ids of v1, v2 and Calamari's MCP server
 * (calamari-api.md §2.8); upper and lower case are the same there. Who has none goes by their number, which requests take
 * too (§1.2), else by their name, which no request takes.
 */
export function personOf(told: WirePerson | WireEmployee): Ref {
  const name = [told.firstName, told.lastName].filter(Boolean).join(" ");
  const number = "externalId" in told ? told.externalId : "externalNumber" in told ? told.externalNumber : null;
  const id = told.email ? told.email.toLowerCase() : number ? `externalNumber:${number}` : name;
  return { id, name: name || id };
}

/** What Calamari tells by number and name. */
export const refOf = ({ id, name }: { id: number | string; name: string }): Ref => ({ id: String(id), name });

/** Upper and lower case are the same in addresses only, as far as is known. */
export const personKey = (id: string): string => (id.includes("@") ? id.toLowerCase() : id);
/** Neither address, login nor number: nothing can be sent about them. */
export const isNameOnly = (id: string): boolean => /\s/.test(id) && !/^externalNumber:/i.test(id);

const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

const secondsIn = (time: string) => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return hours * 3600 + minutes * 60 + seconds;
};

/** Seconds per weekday, Monday first. A day of a flexible schedule has a duration and no times (§2.7). */
export const secondsOfWeek = ({ workingDays }: WireWorkingWeek): number[] =>
  days.map((name) => {
    const day = workingDays.find(({ dayName }) => dayName === name);
    if (!day?.isWorkingDay) return 0;
    if (day.duration != null) return day.duration;
    return day.startTime && day.finishTime ? Math.max(0, secondsIn(day.finishTime) - secondsIn(day.startTime)) : 0;
  });
