import type { AbsenceDraft, AbsenceType } from "#core/domain/absences";
import type { CalendarDay, Ref } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { resolveName } from "#core/domain/names";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { clockOf, dayOf, hoursMinutes } from "#core/time/format";
import { dayLength, type WorkCalendar } from "#core/time/leave";
import { parseLeaveDays } from "#core/time/leave-period";
import { parseDuration, parseSpan, type TimeContext } from "#core/time/parse";
import type { WorkResolver } from "../lib/work-resolver";

interface Wanted {
  from: string;
  to?: string;
  half?: "first" | "last" | "both" | "morning" | "afternoon";
  hours?: string;
  comment?: string;
  reason?: string;
}

/**
 * The request that was meant, in days.
 * @throws InputError for days that are none, and for halves and hours that its type or its length does not allow
 */
export function draftOf(wanted: Wanted, type: AbsenceType, context: TimeContext): AbsenceDraft {
  const { half, hours } = wanted;
  const days = parseLeaveDays(wanted.from, wanted.to, context);
  const single = days.first === days.last;
  const name = quote(type.name, 80);
  const refuse = (message: string, next: string): never => {
    throw new InputError("argument", message, { next });
  };
  if (half !== undefined && hours !== undefined) refuse("It takes half or hours, not both.", "Leave one of them out.");
  if (half !== undefined && !type.halfDays)
    refuse(
      `${name} cannot be taken by half days.`,
      type.hours ? "Give hours instead: '9:00-13:00' or '4h'." : "Leave half out, or choose another type.",
    );
  const halfOfDay = half === "morning" || half === "afternoon" ? half : undefined;
  if ((half === "last" || half === "both") && single)
    refuse("For half of one day say half: first.", "Leave half out for the whole day.");
  if (halfOfDay && !single)
    refuse(`${half} is half of one day, and this is more than one.`, "Say half: first, last or both.");
  if (hours !== undefined && !type.hours)
    refuse(`${name} cannot be taken by hours.`, `Leave hours out${type.halfDays ? ", or give half" : ""}.`);
  if (hours !== undefined && !single)
    refuse("Hours are for a part of one day, and this is more than one.", "Ask for that day by itself.");
  const part = hours === undefined ? undefined : hoursOf(hours, days.first, context);
  const [comment, reason] = [wanted.comment?.trim(), wanted.reason?.trim()];
  return {
    typeId: type.id,
    ...days,
    ...((half === "first" || half === "both" || halfOfDay) && { firstHalf: true }),
    ...((half === "last" || half === "both") && { lastHalf: true }),
    ...(halfOfDay && { from: halfOfDay }),
    ...part,
    ...(comment && { comment }),
    ...(reason && { reason }),
  };
}

const range = /\d.*([-–—]|\b(?:to|until|till|bis|do)\b).*\d/i;

/** `2h30`, or from when until when: `9:00–11:30`. @throws InputError */
function hoursOf(hours: string, day: CalendarDay, context: TimeContext): { seconds: number; from?: string } {
  if (!range.test(hours)) return { seconds: parseDuration(hours) };
  const { begin, end } = parseSpan({ day, from: hours }, context);
  const [from, to] = [clockOf(begin, context.zone), clockOf(end, context.zone)];
  // By the clock, as it is sent: a night in which an hour is skipped or comes twice changes nothing of what was said.
  const seconds = secondsInto(to) - secondsInto(from);
  if (dayOf(end, context.zone) !== day)
    throw new InputError("argument", "These hours reach into the next day.", { next: "Ask for each day by itself." });
  return { seconds, from };
}

function secondsInto(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 3600 + minute * 60;
}

type Ask = "reason" | "comment" | "substitute";

/**
 * Holds a request against what its type asks for, where the service has such rules.
 * @returns what is missing, in words
 * @throws InputError for what the type takes not at all, and for a reason that is not on its list
 */
export function checkAsks(draft: AbsenceDraft, type: AbsenceType): { draft: AbsenceDraft; missing: Ask[] } {
  const name = quote(type.name, 80);
  const given: Record<Ask, string | undefined> = {
    reason: draft.reason,
    comment: draft.comment,
    substitute: draft.substituteId,
  };
  const missing: Ask[] = [];
  for (const ask of ["reason", "comment", "substitute"] as const) {
    const rule = ask === "comment" && type.commentNeeded ? "needed" : type.asks?.[ask];
    if (rule === "none" && given[ask] !== undefined)
      throw new InputError("argument", `${name} takes no ${ask}.`, { next: `Leave ${ask} out.` });
    if (rule === "needed" && given[ask] === undefined) missing.push(ask);
  }
  if (draft.reason === undefined || !type.reasons?.length) return { draft, missing };
  const listed = type.reasons.map((reason) => ({ id: reason, name: reason }));
  return { draft: { ...draft, reason: resolveName(draft.reason, listed, "reason").id }, missing };
}

/** Who stands in: an e-mail address as it is, where names of others may not be read; else by name. @throws InputError */
export async function standInOf(name: string, person: Ref, resolver: WorkResolver): Promise<Ref> {
  const address = name.trim().replace(/^#/, "").toLowerCase();
  let found: Ref;
  if (/^\S+@\S+$/.test(address)) found = { id: address, name: address };
  else
    try {
      found = await resolver.person(name, "others_absence.read");
    } catch (error) {
      const refused =
        (error instanceof InputError && error.code === "unknown") ||
        (error instanceof ServiceError && error.kind === "forbidden");
      if (!refused) throw error;
      throw new InputError("unknown", `Who "${cleanText(name, 60)}" is, is not known here.`, {
        next: "Give the e-mail address of who stands in.",
      });
    }
  if (found.id === person.id)
    throw new InputError("argument", "Nobody stands in for themselves.", { next: "Name somebody else." });
  return found;
}

/** @throws InputError for more hours than are worked that day */
export function checkHours({ first, seconds }: AbsenceDraft, calendar: WorkCalendar): void {
  const worked = dayLength(first, calendar);
  if (seconds !== undefined && worked > 0 && seconds > worked)
    throw new InputError("argument", `${hoursMinutes(seconds)} is more than the ${hoursMinutes(worked)} of that day.`, {
      next: "Leave hours out for the whole day.",
    });
}
