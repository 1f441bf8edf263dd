/** Whole or half days as a person types them: `28`, `27.5`, `27,5`; null for nothing, undefined where it cannot be read. */
export function leaveNumber(text: string): number | null | undefined {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return null;
  const days = Number(typed);
  return days >= 0 && days <= 366 && Number.isInteger(days * 2) ? days : undefined;
}
