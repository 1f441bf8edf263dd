import type { Entry } from "../../domain/entities";
import { message } from "../../messages/message";

/** Whether it is under a minute, also where a new one began meanwhile: people see 0:00. */
export const isBrief = ({ begin, end }: Pick<Entry, "begin" | "end">): boolean =>
  end !== null && Date.parse(end) - Date.parse(begin) < 60_000;

/** Whether nobody changed it since it was begun like the other one. */
export const isLike = (one: Entry, other: Entry): boolean => {
  const told = ({ work, text, tags, billable }: Entry) =>
    JSON.stringify([Object.entries(work).map(([level, { id }]) => [level, id]), text, [...tags].sort(), billable]);
  return told(one) === told(other);
};

/** Said where the entry before the break was under a minute, and goes on as the one after it. */
export const joinedNote = message("short_work_before_break_merged");
/** Said where work was resumed and ended within a minute. */
export const droppedNote = message("short_work_after_break_dropped");
