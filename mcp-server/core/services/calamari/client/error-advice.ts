import type { Explained } from "../../http/errors";

type Advice = string | readonly [message: string, next: string | undefined, kind?: Explained["kind"]];

const bookable = "find_work lists those that can be booked on.";

/**
 * What Calamari's codes mean, what a person can do about them where that is known, and the kind of error where it is not
 * `invalid` (calamari-api.md §2.1, §2.3, §2.5).
 */
const advice: Readonly<Record<string, Advice>> = {
  API_TERMINAL_NOT_AVAILABLE: [
    "Calamari has no API terminal for this person, so programs cannot clock in or out.",
    "Ask an administrator to set up an API Terminal in Calamari's Clockin settings and give this person access.",
    "forbidden",
  ],
  INVALID_EMPLOYEE: [
    "Calamari does not know this person.",
    "Check the e-mail address with which the person is kept in Calamari.",
    "not_found",
  ],
  INVALID_PERSON: ["Calamari does not know this person.", undefined, "not_found"],
  INVALID_ABSENCE_ALLOWANCE: [
    "Not enough is left of this type of leave for these days.",
    "Look at get_leave_balance, then ask for fewer days or another type.",
  ],
  INVALID_ABSENCE_TYPE: "Calamari does not know this type of leave, or this person may not use it.",
  REQUESTING_RULES_VIOLATED: [
    "The company's rules for this type of leave do not allow this request.",
    "Look at the rules in Calamari: how early to ask, how many days at once.",
  ],
  INVALID_APPROVAL_FLOW: [
    "Calamari has nobody who could approve this request.",
    "Ask an administrator to set up the approval process of this person.",
  ],
  INVALID_HIRE_DATE: "These days are before the person was hired.",
  INVALID_ABSENCE_TIME: [
    "Calamari does not take these days: there may be an absence already, or none of them is a working day.",
    "Look at list_absences for these days.",
    "conflict",
  ],
  INVALID_ATTACHMENTS_REQUIRED: [
    "This type of leave needs an attached file, which programs cannot send.",
    "Ask for it in Calamari's own app.",
    "unsupported",
  ],
  INVALID_REASON: [
    "This type of leave needs a reason, or takes none, or only certain ones.",
    "Give `reason`, or leave it out.",
  ],
  INVALID_COMMENT: ["This type of leave needs a comment, or takes none.", "Give `comment`, or leave it out."],
  INVALID_SUBSTITUTE: [
    "This type of leave needs somebody who stands in, or takes nobody, or not this person.",
    "Give `substitute`, or leave it out.",
  ],
  INVALID_TIME_PART: [
    "This type of leave is not taken by such a part of a day.",
    "Ask for whole days, or for half of the working hours ('4h'): some types take halves or quarters only.",
  ],
  INVALID_TIME: [
    "Calamari does not take this time for a stamp.",
    "Check the clock and the time zone: it may be in the future there, or before the shift began.",
  ],
  INVALID_PROJECT: ["Calamari does not know this project, or this person may not book on it.", bookable],
  INVALID_PROJECT_TYPE: ["Calamari does not know this project.", bookable],
  INVALID_PROJECT_FOR_USER: ["This person may not book on this project.", bookable],
  INVALID_BREAK_TYPE: "Calamari does not know this type of break.",
  INVALID_BREAK_FOR_USER: "This person may not take this type of break.",
  INVALID_SHIFT_START: "Calamari does not take this begin of a shift.",
  INVALID_SHIFT_END: "Calamari does not take this end of a shift.",
  SHIFT_END_BEFORE_START: "The shift ends before it begins.",
  SHIFT_TO_SHORT: "Calamari keeps no shift shorter than a minute.",
  SHIFT_DESCRIPTION_TOO_LONG: "Calamari takes descriptions of up to 4,096 characters.",
  SHIFT_DESCRIPTION_NOT_ALLOWED_FORMATTING: [
    "Calamari takes descriptions without HTML and Markdown only.",
    "Write it as plain text.",
  ],
  INVALID_BREAK_START: "Calamari does not take this begin of a break.",
  INVALID_BREAK_END: "Calamari does not take this end of a break.",
  BREAK_END_BEFORE_START: "A break ends before it begins.",
  BREAK_IS_NOT_IN_SHIFT_RANGE: "A break lies outside of the shift.",
  BREAK_TO_SHORT: "Calamari keeps no break shorter than a minute.",
  BREAKS_OVERLAP: "Breaks of the shift overlap.",
  INVALID_PROJECT_TIME_ENTRY_START: "Calamari does not take this begin of a project's time.",
  INVALID_PROJECT_TIME_ENTRY_END: "Calamari does not take this end of a project's time.",
  PROJECT_TIME_ENTRY_END_BEFORE_START: "A project's time ends before it begins.",
  PROJECT_TIME_ENTRY_IS_NOT_IN_SHIFT_RANGE: "A project's time lies outside of the shift.",
  PROJECT_TIME_ENTRY_TO_SHORT: "Calamari keeps no project's time shorter than a minute.",
  PROJECT_TIME_ENTRIES_OVERLAP: "The times of two projects overlap.",
  INVALID_DATE_FROM: "Calamari does not take this first day.",
  INVALID_DATE_TO: "Calamari does not take this last day.",
  INVALID_NAME: "Calamari does not take this name.",
};

/** What a code of Calamari's errors means; undefined: it is not known. */
export function adviceFor(code: string): (Explained & { message: string }) | undefined {
  const known = Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (known === undefined) return undefined;
  const [message, next, kind = "invalid"] = typeof known === "string" ? [known] : known;
  return { kind, message, next };
}
