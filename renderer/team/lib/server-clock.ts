import { useEffect, useState } from "react";

/** Milliseconds that the server's clock is ahead of the browser's. */
let ahead = 0;

/** @param date the `Date` of an answer, to the second */
export function noteServerDate(date: string | null): void {
  const at = Date.parse(date ?? "");
  // Below that it is only the way here.
  if (!Number.isNaN(at)) ahead = Math.abs(at - Date.now()) < 5_000 ? 0 : at - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

/** Whole minutes until a moment of the server's clock, counted up; 0: it is over. Turns with each minute. */
export function useMinutesUntil(moment: number): number {
  const left = () => Math.max(0, Math.ceil((moment - serverNow()) / 60_000));
  const [minutes, setMinutes] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: armed anew for each minute
  useEffect(() => {
    setMinutes(left());
    const rest = moment - serverNow();
    if (rest <= 0) return;
    const timer = setTimeout(() => setMinutes(left()), (rest % 60_000) + 20);
    return () => clearTimeout(timer);
  }, [moment, minutes]);
  return minutes;
}
