import type { Explained } from "../../http/errors";

/** What Calamari's codes mean and what a person can do about them (calamari-api.md §2.1, §2.3, §2.5). */
export const advice: Readonly<Record<string, Explained>> = {
  API_TERMINAL_NOT_AVAILABLE: {
    kind: "forbidden",
    message: "Calamari has no API terminal for this person, so programs cannot clock in or out.",
    next: "Ask an administrator to set up an API Terminal in Calamari's Clockin settings and give this person access.",
  },
  INVALID_EMPLOYEE: {
    kind: "not_found",
    message: "Calamari does not know this person.",
    next: "Check the e-mail address with which the person is kept in Calamari.",
  },
  INVALID_PERSON: { kind: "not_found", message: "Calamari does not know this person." },
  INVALID_ABSENCE_ALLOWANCE: {
    kind: "invalid",
    message: "Not enough is left of this type of leave for these days.",
    next: "Look at get_leave_balance, then ask for fewer days or another type.",
  },
  INVALID_ABSENCE_TYPE: {
    kind: "invalid",
    message: "Calamari does not know this type of leave, or this person may not use it.",
  },
  REQUESTING_RULES_VIOLATED: {
    kind: "invalid",
    message: "The company's rules for this type of leave do not allow this request.",
    next: "Look at the rules in Calamari: how early to ask, how many days at once.",
  },
  INVALID_APPROVAL_FLOW: {
    kind: "invalid",
    message: "Calamari has nobody who could approve this request.",
    next: "Ask an administrator to set up the approval process of this person.",
  },
  INVALID_HIRE_DATE: { kind: "invalid", message: "These days are before the person was hired." },
  INVALID_ABSENCE_TIME: {
    kind: "conflict",
    message: "Calamari does not take these days: there may be an absence already, or none of them is a working day.",
    next: "Look at list_absences for these days.",
  },
  INVALID_ATTACHMENTS_REQUIRED: {
    kind: "unsupported",
    message: "This type of leave needs an attached file, which programs cannot send.",
    next: "Ask for it in Calamari's own app.",
  },
  INVALID_REASON: {
    kind: "invalid",
    message: "This type of leave needs a reason, or takes none, or only certain ones.",
    next: "Give `reason`, or leave it out.",
  },
  INVALID_COMMENT: {
    kind: "invalid",
    message: "This type of leave needs a comment, or takes none.",
    next: "Give `comment`, or leave it out.",
  },
  INVALID_SUBSTITUTE: {
    kind: "invalid",
    message: "This type of leave needs somebody who stands in, or takes nobody, or not this person.",
    next: "Give `substitute`, or leave it out.",
  },
  INVALID_TIME_PART: {
    kind: "invalid",
    message: "This type of leave is not taken by such a part of a day.",
    next: "Ask for whole days, or another part.",
  },
  INVALID_TIME: {
    kind: "invalid",
    message: "Calamari does not take this time for a stamp.",
    next: "Check the clock and the time zone: it may be in the future there, or before the shift began.",
  },
  INVALID_PROJECT: {
    kind: "invalid",
    message: "Calamari does not know this project, or this person may not book on it.",
    next: "find_work lists those that can be booked on.",
  },
  INVALID_PROJECT_TYPE: {
    kind: "invalid",
    message: "Calamari does not know this project.",
    next: "find_work lists those that can be booked on.",
  },
  INVALID_PROJECT_FOR_USER: {
    kind: "invalid",
    message: "This person may not book on this project.",
    next: "find_work lists those that can be booked on.",
  },
  INVALID_BREAK_TYPE: { kind: "invalid", message: "Calamari does not know this type of break." },
  INVALID_BREAK_FOR_USER: { kind: "invalid", message: "This person may not take this type of break." },
  INVALID_SHIFT_START: { kind: "invalid", message: "Calamari does not take this begin of a shift." },
  INVALID_SHIFT_END: { kind: "invalid", message: "Calamari does not take this end of a shift." },
  SHIFT_END_BEFORE_START: { kind: "invalid", message: "The shift ends before it begins." },
  SHIFT_TO_SHORT: { kind: "invalid", message: "Calamari keeps no shift shorter than a minute." },
  SHIFT_DESCRIPTION_TOO_LONG: { kind: "invalid", message: "Calamari takes descriptions of up to 4,096 characters." },
  SHIFT_DESCRIPTION_NOT_ALLOWED_FORMATTING: {
    kind: "invalid",
    message: "Calamari takes descriptions without HTML and Markdown only.",
    next: "Write it as plain text.",
  },
  INVALID_BREAK_START: { kind: "invalid", message: "Calamari does not take this begin of a break." },
  INVALID_BREAK_END: { kind: "invalid", message: "Calamari does not take this end of a break." },
  BREAK_END_BEFORE_START: { kind: "invalid", message: "A break ends before it begins." },
  BREAK_IS_NOT_IN_SHIFT_RANGE: { kind: "invalid", message: "A break lies outside of the shift." },
  BREAK_TO_SHORT: { kind: "invalid", message: "Calamari keeps no break shorter than a minute." },
  BREAKS_OVERLAP: { kind: "invalid", message: "Breaks of the shift overlap." },
  INVALID_PROJECT_TIME_ENTRY_START: {
    kind: "invalid",
    message: "Calamari does not take this begin of a project's time.",
  },
  INVALID_PROJECT_TIME_ENTRY_END: { kind: "invalid", message: "Calamari does not take this end of a project's time." },
  PROJECT_TIME_ENTRY_END_BEFORE_START: { kind: "invalid", message: "A project's time ends before it begins." },
  PROJECT_TIME_ENTRY_IS_NOT_IN_SHIFT_RANGE: { kind: "invalid", message: "A project's time lies outside of the shift." },
  PROJECT_TIME_ENTRY_TO_SHORT: { kind: "invalid", message: "Calamari keeps no project's time shorter than a minute." },
  PROJECT_TIME_ENTRIES_OVERLAP: { kind: "invalid", message: "The times of two projects overlap." },
  INVALID_DATE_FROM: { kind: "invalid", message: "Calamari does not take this first day." },
  INVALID_DATE_TO: { kind: "invalid", message: "Calamari does not take this last day." },
  INVALID_NAME: { kind: "invalid", message: "Calamari does not take this name." },
};
