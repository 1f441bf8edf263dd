/**
 * Hours of a week as a person types them (`40`, `38,5`, `38:30`), spread over Monday to Friday in whole minutes.
 * @returns seconds per weekday; null for nothing or zero (no target); undefined where it cannot be read.
 */
export function spreadHours(text: string): number[] | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed);
  const decimal = /^\d{1,3}([.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(",", ".")) : undefined;
  const hours = clock ? Number(clock[1]) + Number(clock[2]) / 60 : decimal;
  if (hours === undefined || hours > 120) return undefined;
  const minutes = Math.round(hours * 60);
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
