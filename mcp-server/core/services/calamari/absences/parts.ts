import type { AbsenceDraft, AbsenceType } from "../../../domain/absences";
import { InputError, ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { weekday } from "../../../time/civil";
import type { WireWorkingWeek } from "../wire/person";

/** From and until which part of their days a request goes (calamari-api.md §2.5). */
interface Parts {
  fromPart: string;
  toPart: string;
}

const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const shown = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** When work begins on that day by the person's schedule, `09:00`; undefined: it is free or flexible. */
const beginOf = (day: string, week: WireWorkingWeek | null) =>
  week?.workingDays
    .find(({ dayName, isWorkingDay }) => isWorkingDay && dayName === days[weekday(day) - 1])
    ?.startTime?.slice(0, 5);

/**
 * The parts of the first and the last day. A part of a day is never made a whole one: what cannot be said to Calamari is
 * refused here.
 * @param week the schedule that hours without a beginning start with; null: not known
 * @throws InputError
 */
export function partsOf(draft: AbsenceDraft, week: WireWorkingWeek | null): Parts {
  const { first, last, firstHalf, lastHalf, from, seconds } = draft;
  const refuse = (message: string, next: string): never => {
    throw new InputError("argument", message, { next });
  };
  if (seconds !== undefined) {
    if (first !== last || firstHalf || lastHalf)
      refuse("Hours are for a part of one day.", "Ask for that day by itself.");
    if (seconds % 60 !== 0 || seconds <= 0) refuse("Calamari takes whole minutes.", "Give hours as 9:00–11:30.");
    const begin = from ?? beginOf(first, week);
    const [, hour, minute] = clock.exec(begin ?? "") ?? [];
    if (hour === undefined)
      return refuse(
        "Calamari needs to know when these hours begin, and no schedule says when work begins that day.",
        "Give hours as 9:00–11:00.",
      );
    const start = Number(hour) * 60 + Number(minute);
    const end = start + seconds / 60;
    if (end >= 24 * 60) refuse("These hours reach into the next day.", "Ask for each day by itself.");
    return { fromPart: shown(start), toPart: shown(end) };
  }
  if (first === last && (firstHalf || lastHalf))
    return from === "afternoon"
      ? { fromPart: "AFTERNOON", toPart: "END_OF_DAY" }
      : { fromPart: "MORNING", toPart: "AFTERNOON" };
  return { fromPart: firstHalf ? "AFTERNOON" : "MORNING", toPart: lastHalf ? "AFTERNOON" : "END_OF_DAY" };
}

/** With what was left to us: when hours begin, which half of a single day. Who is shown it sees what is asked for. */
export function asItIsSent(draft: AbsenceDraft, { fromPart }: Pick<Parts, "fromPart">): AbsenceDraft {
  if (draft.seconds !== undefined) return { ...draft, from: fromPart };
  if (draft.first !== draft.last || !(draft.firstHalf || draft.lastHalf)) return draft;
  return { ...draft, from: fromPart === "AFTERNOON" ? "afternoon" : "morning" };
}

/** Characters of a reason or a comment. */
export const longest = 1_024;

/** Refuses what Calamari would refuse, by our names, before anything is sent (§2.5). */
export function demandPossible(draft: AbsenceDraft, type: AbsenceType): void {
  const refuse = (field: string, why: string, next: string): never => {
    throw new ServiceError("invalid", why, { fields: { [field]: why }, next });
  };
  if (draft.last < draft.first)
    throw new InputError("argument", `It ends on ${draft.last}, before it begins on ${draft.first}.`);
  for (const field of ["reason", "comment"] as const) {
    const { length } = draft[field] ?? "";
    if (length > longest)
      refuse(field, `The ${field} has ${length} characters; Calamari takes ${longest}.`, "Shorten it.");
  }
  if ((draft.firstHalf || draft.lastHalf) && !type.halfDays)
    refuse(
      "half",
      `${quote(type.name, 80)} is taken in hours in Calamari, not by halves of a day.`,
      "Give hours instead.",
    );
  if (draft.seconds !== undefined && !type.hours)
    refuse("hours", `${quote(type.name, 80)} cannot be taken by hours in Calamari.`, "Take whole or half days.");
}
