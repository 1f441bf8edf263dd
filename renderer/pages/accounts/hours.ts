/** Minutes of `40`, `38,5` or `38:30`; undefined where it cannot be read. */
function minutesOf(typed: string): number | undefined {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  return /^\d{1,3}([.,]\d{1,2})?$/.test(typed) ? Math.round(Number(typed.replace(",", ".")) * 60) : undefined;
}

/** Seconds of one day as a person types its hours; nothing is 0. Undefined where it cannot be read, or no day is so long. */
export function dayHours(text: string): number | undefined {
  const typed = text.trim();
  const minutes = typed === "" || typed === "–" || typed === "-" ? 0 : minutesOf(typed);
  return minutes === undefined || minutes > 24 * 60 ? undefined : minutes * 60;
}

/** Seconds of a balance as a person types it: `4:10`, `-4:10`, `+4.5`, `4,5`; null for nothing, undefined where it cannot be read. */
export function balanceHours(text: string): number | null | undefined {
  const [, sign = "", rest = ""] = /^([+\-−–]?)\s*(.*)$/.exec(text.trim()) ?? [];
  if (rest === "") return sign === "" ? null : undefined;
  const minutes = minutesOf(rest);
  if (minutes === undefined) return undefined;
  // Not a negative zero, which nothing else is equal to.
  return sign === "" || sign === "+" || minutes === 0 ? minutes * 60 : -minutes * 60;
}

/**
 * Hours of a week as a person types them (`40`, `38,5`, `38:30`), spread over Monday to Friday in whole minutes.
 * @returns seconds per weekday; null for nothing or zero (no target); undefined where it cannot be read.
 */
export function spreadHours(text: string): number[] | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const minutes = minutesOf(typed);
  if (minutes === undefined || minutes > 120 * 60) return undefined;
  if (minutes === 0) return null;
  // What does not divide by five goes to the first days, so that the week is exactly what was typed.
  return Array.from({ length: 7 }, (_, day) =>
    day < 5 ? (Math.floor(minutes / 5) + (day < minutes % 5 ? 1 : 0)) * 60 : 0,
  );
}

/** `40` or `38:30`, for the field. */
export function hoursText(target: readonly number[] | null): string {
  if (!target) return "";
  const minutes = Math.round(target.reduce((sum, day) => sum + day, 0) / 60);
  return minutes % 60 === 0
    ? String(minutes / 60)
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
