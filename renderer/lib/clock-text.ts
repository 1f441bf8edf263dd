/** Minutes since midnight of a clock time as people type it (`9`, `9:30`, `9.30`, `9h30`, up to `24:00`); null: it is none. */
export function parseClock(text: string): number | null {
  const match = /^\s*(\d{1,2})(?:[:.h](\d{2}))?\s*$/.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  const value = hours * 60 + minutes;
  return minutes < 60 && value <= 24 * 60 ? value : null;
}
