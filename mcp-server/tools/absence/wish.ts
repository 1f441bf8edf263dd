import type { AbsenceDraft, AbsenceType } from "../../domain/absences";
import { InputError } from "../../domain/errors";
import { cleanText } from "../../domain/text";
import { hoursMinutes } from "../../time/format";
import { dayLength, type WorkCalendar } from "../../time/leave";
import { parseLeaveDays } from "../../time/leave-period";
import { parseDuration, type TimeContext } from "../../time/parse";

interface Wanted {
  from: string;
  to?: string;
  half?: "first" | "last" | "both";
  hours?: string;
  comment?: string;
}

/**
 * The request that was meant, in days.
 * @throws InputError for days that are none, and for halves and hours that its type or its length does not allow
 */
export function draftOf(wanted: Wanted, type: AbsenceType, context: TimeContext): AbsenceDraft {
  const { half, hours } = wanted;
  const days = parseLeaveDays(wanted.from, wanted.to, context);
  const single = days.first === days.last;
  const name = cleanText(type.name, 80);
  const refuse = (message: string, next: string): never => {
    throw new InputError("argument", message, { next });
  };
  if (half !== undefined && hours !== undefined) refuse("It takes half or hours, not both.", "Leave one of them out.");
  if (half !== undefined && !type.halfDays)
    refuse(`${name} cannot be taken by half days.`, "Leave half out, or choose another type.");
  if (half !== undefined && half !== "first" && single)
    refuse("For half of one day say half: first.", "Leave half out for the whole day.");
  if (hours !== undefined && !type.hours)
    refuse(`${name} cannot be taken by hours.`, `Leave hours out${type.halfDays ? ", or give half" : ""}.`);
  if (hours !== undefined && !single)
    refuse("Hours are for a part of one day, and this is more than one.", "Ask for that day by itself.");
  const seconds = hours === undefined ? undefined : parseDuration(hours);
  const comment = wanted.comment?.trim();
  return {
    typeId: type.id,
    ...days,
    ...((half === "first" || half === "both") && { firstHalf: true }),
    ...((half === "last" || half === "both") && { lastHalf: true }),
    ...(seconds !== undefined && { seconds }),
    ...(comment && { comment }),
  };
}

/** @throws InputError for more hours than are worked that day */
export function checkHours({ first, seconds }: AbsenceDraft, calendar: WorkCalendar): void {
  const worked = dayLength(first, calendar);
  if (seconds !== undefined && worked > 0 && seconds > worked)
    throw new InputError("argument", `${hoursMinutes(seconds)} is more than the ${hoursMinutes(worked)} of that day.`, {
      next: "Leave hours out for the whole day.",
    });
}
