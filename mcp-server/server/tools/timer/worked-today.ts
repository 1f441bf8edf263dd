import type { AccountFacts, Entry } from "#core/domain/entities";
import type { MessageText } from "#core/messages/catalog";
import { dayBounds, dayOfEntry, secondsByDay } from "#core/time/aggregate";
import { addDays } from "#core/time/civil";
import { dayOf, hoursMinutes } from "#core/time/format";
import type { TimeContext } from "#core/time/parse";
import { dayPieces, lookBackDays } from "#core/time/report/day-pieces";
import { Days } from "#core/time/report/keys";
import { targetOf } from "#core/time/target";
import type { ToolCall } from "../lib/define";
import { sumNotes } from "../lib/sum-notes";

export interface WorkedToday {
  /** Seconds, of all of today's entries. */
  seconds: number;
  /** Seconds; null where no target is kept. */
  target: number | null;
  /** What to know of the sum; absent: nothing. */
  notes?: MessageText[];
}

/**
 * What was worked today, to be told with an answer about the timer. The app reads it by itself; who may not read time
 * without being asked is not asked for it; and a reading that fails spoils no answer.
 */
export async function workedToday(
  call: ToolCall,
  facts: AccountFacts,
  { now }: TimeContext,
): Promise<WorkedToday | null> {
  if (call.forApp || call.level("time.read") !== "allow") return null;
  const { service } = call;
  const today = dayOf(now, facts.zone);
  const entries: Entry[] = [];
  try {
    for await (const page of service.time.list(
      {
        ...dayBounds(today, facts.zone),
        from: dayBounds(addDays(today, -lookBackDays), facts.zone).from,
        people: "me",
      },
      { signal: call.signal },
    ))
      entries.push(...page.entries);
  } catch {
    return null;
  }
  // Of an entry over midnight, today's part.
  const days = new Days(facts.zone, facts.weekStartsOn);
  const counted = entries.flatMap((entry) => dayPieces(entry, days, now));
  const seconds = secondsByDay(counted, facts.zone, now).get(today) ?? 0;
  const ofToday = counted.filter((entry) => dayOfEntry(entry, facts.zone) === today);
  const notes = sumNotes(ofToday, { zone: facts.zone, now }, facts.person);
  return { seconds, target: targetOf(today, facts), ...(notes.length > 0 && { notes }) };
}

/** `Today: 6:30 of 8:00.` */
export const todayLine = (today: WorkedToday | null): MessageText[] =>
  today
    ? [
        `Today: ${hoursMinutes(today.seconds)}${today.target ? ` of ${hoursMinutes(today.target)}` : ""}.`,
        ...(today.notes ?? []),
      ]
    : [];
