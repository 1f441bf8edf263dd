import { useEffect, useState } from "react";

/** Rows that are drawn at once, and with each further step. */
const atOnce = 120;

/**
 * How many of many rows are drawn: those in sight at once, the others below them step by step, so that a long list does not
 * hold the page up. Not as a transition: the clock of the page would begin it anew each second.
 */
export function useGrowing(total: number): number {
  const [most, setMost] = useState(atOnce);
  useEffect(() => {
    if (most >= total) return;
    const timer = setTimeout(() => setMost((before) => before + atOnce));
    return () => clearTimeout(timer);
  }, [most, total]);
  return most;
}
