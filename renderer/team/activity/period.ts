/** Days that the list shows, today among them. */
export const periods = ["1", "7", "30", "90"] as const;
export type Period = (typeof periods)[number];

/** From the first day's midnight to the end of today, as the browser's clock has days. */
export function boundsOf(period: Period, now: Date): { from: string; to: string } {
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  return { from: midnight(1 - Number(period)), to: midnight(1) };
}

/** What one choice of the outcome asks for. */
export const outcomes = {
  done: "done",
  partly: "partly",
  undone: "undone",
  waiting: "waiting",
  denied: "denied,expired,withdrawn",
  refused: "refused",
  failed: "failed,unknown",
} as const;
export type OutcomeChoice = keyof typeof outcomes;
