import { clockOf, dayOf, shortDate } from "../../lib/format";
import { serverNow } from "./server-clock";

/** `11:12` of today, else `19 Nov`. @param at milliseconds since the epoch */
export function whenOf(at: number, language: string): string {
  const day = dayOf(at, undefined);
  return day === dayOf(serverNow(), undefined) ? clockOf(at, undefined) : shortDate(day, language);
}
