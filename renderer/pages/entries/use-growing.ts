import { useEffect, useState } from "react";

/** Rows that are drawn at once. */
const atOnce = 120;
/** Rows of a further step at most: each lays the page out again, and a key must not wait long for it. */
const mostOfStep = 480;

/**
 * How many of many rows are drawn: those in sight at once, the others below them step by step, so that a long list does not
 * hold the page up. Not as a transition: the clock of the page would begin it anew each minute.
 */
export function useGrowing(total: number): number {
  const [most, setMost] = useState(atOnce);
  // A list that a search made short grows again by steps.
  const limit = Math.max(atOnce, total);
  if (most > limit) setMost(limit);
  useEffect(() => {
    if (most >= total) return;
    const timer = setTimeout(() => setMost((before) => Math.min(total, before + Math.min(before, mostOfStep))));
    return () => clearTimeout(timer);
  }, [most, total]);
  return most;
}
