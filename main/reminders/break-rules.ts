/** How long a break the law of a country asks for, by the length of a workday of an adult (docs/reference/break-rules.md). */
const rules: Record<string, readonly { over: number; minutes: number }[]> = {
  DE: [
    { over: 6 * 60, minutes: 30 },
    { over: 9 * 60, minutes: 45 },
  ],
  AT: [{ over: 6 * 60, minutes: 30 }],
  CH: [
    { over: 5.5 * 60, minutes: 15 },
    { over: 7 * 60, minutes: 30 },
    { over: 9 * 60, minutes: 60 },
  ],
  PL: [
    { over: 6 * 60, minutes: 15 },
    { over: 9 * 60, minutes: 30 },
    { over: 16 * 60, minutes: 45 },
  ],
  NL: [
    { over: 5.5 * 60, minutes: 30 },
    { over: 10 * 60, minutes: 45 },
  ],
  FR: [{ over: 6 * 60, minutes: 20 }],
  ES: [{ over: 6 * 60, minutes: 15 }],
  IT: [{ over: 6 * 60, minutes: 10 }],
  GB: [{ over: 6 * 60, minutes: 20 }],
};

/**
 * Minutes of break that are due after so many minutes of work; null: no rule of that country is known here.
 * @param country ISO 3166 code
 */
export function breakDue(country: string | null, worked: number): number | null {
  const known = country === null ? undefined : rules[country];
  // Whoever has reached a bound goes over it with the next minute.
  return known?.findLast(({ over }) => worked >= over)?.minutes ?? null;
}
