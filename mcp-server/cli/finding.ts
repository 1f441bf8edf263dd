/** What a check found. */
export interface Finding {
  ok: boolean;
  what: string;
  says: string;
  /** What works less than it could, or should be known; nothing of it is wrong by itself. */
  notes?: readonly string[];
}

/** One line each, as the commands that check something print them. */
export function findingLines({ ok, what, says, notes = [] }: Finding): string[] {
  const line = (how: string, text: string) => `${how.padEnd(7)} ${what}: ${text.replaceAll(/\s*\n\s*/g, "; ")}`;
  return [line(ok ? "ok" : "PROBLEM", says), ...notes.map((note) => line("note", note))];
}
