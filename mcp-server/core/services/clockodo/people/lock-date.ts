import type { Instant } from "../../../domain/entities";
import { addDays, startOfDay } from "../../../time/civil";
import { dayOf, toInstant } from "../../../time/format";
import type { Profile } from "../profile";

/**
 * Before when the caller's entries are closed, and why (clockodo-api.md §5). Only where that is certain under every
 * reading: the first day of a lock, and whether it binds administrators, is left to Clockodo itself.
 * @param now milliseconds
 */
export function lockBefore({ user, facts }: Profile, now: number): { before: Instant; why: string } | null {
  if (user.role === "owner") return null;
  const { zone } = facts;
  const date = user.edit_lock?.slice(0, 10);
  const days = user.edit_lock_dyn;
  const locks = [
    ...(date ? [{ before: startOfDay(date, zone), why: `your Clockodo is closed for changes before ${date}.` }] : []),
    ...(days
      ? [
          {
            before: startOfDay(addDays(dayOf(toInstant(now), zone), -days), zone),
            why: `your Clockodo is closed for changes after ${days} ${days === 1 ? "day" : "days"}.`,
          },
        ]
      : []),
  ];
  return locks.sort((a, b) => b.before.localeCompare(a.before))[0] ?? null;
}
