import { z } from "zod";
import { type EntryView, entryView, workView } from "#core/domain/results/entries";

/** What the timer was taken to show when a command was clicked, and so what it must still show when it is sent. */
export const expectation = z.object({
  state: z.enum(["idle", "working", "break"]),
  /** What runs, or what the break is from; without an id it was not sent itself yet. */
  entry: z.object({ id: z.string().optional(), begin: z.string(), work: workView }).optional(),
  /** What had ended last: a later end than the click's time is new unless it is this one. */
  last: entryView.pick({ id: true, end: true }).optional(),
});
export type Expectation = z.infer<typeof expectation>;

/** What the timer stands at, or will once everything that waits is sent. */
export interface AssumedState {
  phase: "idle" | "working" | "break";
  /** What runs, or what the break is from. */
  entry?: NonNullable<Expectation["entry"]> & { text: string };
  /** Since when the phase holds, where that is known. */
  since?: string;
  last?: EntryView;
}

/** @param before the state from which the person clicked; null where nobody knew it */
export function expectationOf(before: AssumedState | null): Expectation | undefined {
  if (!before) return undefined;
  const { phase, entry, last } = before;
  return {
    state: phase,
    ...(entry && { entry: { id: entry.id, begin: entry.begin, work: entry.work } }),
    ...(last && { last: { id: last.id, end: last.end } }),
  };
}
