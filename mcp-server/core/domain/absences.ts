import type { MessageText } from "../messages/catalog";
import type { Call, Noted, Unread } from "./call";
import type { CalendarDay, Ref } from "./entities";

/** Kept but not put up for a decision (new, or sent back: Kimai), waiting for one, decided, or taken back. */
export const absenceStatuses = ["draft", "requested", "approved", "rejected", "cancelled"] as const;
export type AbsenceStatus = (typeof absenceStatuses)[number];

/** What a type is in plain words, whatever the service calls it and in which language. */
export type AbsenceMeaning = "holiday" | "sick" | "sick_child" | "overtime" | "special" | "unpaid" | "parental";

/** A kind of leave as the service keeps it: holiday, sickness, overtime reduction, … */
export interface AbsenceType extends Ref {
  /** Absent where it is none of them. Its common words find it beside its name. */
  meaning?: AbsenceMeaning;
  /** It can be taken by halves of a day. */
  halfDays: boolean;
  /** It can be taken by hours of one day. */
  hours: boolean;
  /** The service refuses a request without words. */
  commentNeeded: boolean;
  /** Where the service has rules for what is told with a request; absent: it does not say. */
  asks?: Partial<Record<"reason" | "comment" | "substitute", "none" | "optional" | "needed">>;
  /** The only reasons it takes, where it has such a list. */
  reasons?: string[];
  /** Days of it are taken from a balance. */
  counted: boolean;
  /** Taken from overtime (time off in lieu): the day stays owed, so that the overtime goes down by it. */
  fromOvertime?: boolean;
  /** Its person works all the same, only elsewhere (home office): not away, and the day stays owed. */
  working?: boolean;
}

/** Days somebody is away, from its first to its last civil day in the account's zone, both included. */
export interface Absence {
  id: string;
  /** Absent for the account's own person where the service does not say. */
  person?: Ref;
  /** Absent where the service hides from the caller why others are away. */
  type?: Ref;
  status: AbsenceStatus;
  first: CalendarDay;
  last: CalendarDay;
  /** As its type says: work elsewhere, not away. */
  working?: boolean;
  /** Only the half of the first (last) day; of a single day `firstHalf`. */
  firstHalf?: boolean;
  lastHalf?: boolean;
  /** Which part of a single day, where the service says: `morning`, `afternoon`, `09:00–11:00`. */
  part?: string;
  /** Working days that the service counts for it; null where it does not say. */
  days: number | null;
  /** Seconds of work that it replaces, where the service counts in time. */
  seconds: number | null;
  /** As stored; people wrote it. */
  comment: string;
}

export interface AbsenceQuery {
  /** Absences that touch these days. */
  first: CalendarDay;
  last: CalendarDay;
  /** Whose: the account's own person, everybody the caller may see, or these ids. */
  people: "me" | "everyone" | string[];
  /** Absent: all. */
  statuses?: AbsenceStatus[];
  typeId?: string;
}

export interface AbsenceList {
  /** By first day. */
  absences: Absence[];
  /** Everybody whose absences were really read; who is not among them is not known to be there. */
  people: Ref[];
  /** People whose absences could not be read. */
  unread: Unread[];
  /** The service does not tell whether they are approved: all are listed as requested. */
  statusUntold?: boolean;
  /** What may be missing as a whole, in words: people of whom the service did not even tell. */
  notes?: MessageText[];
}

export interface AbsenceDraft {
  typeId: string;
  first: CalendarDay;
  last: CalendarDay;
  firstHalf?: boolean;
  lastHalf?: boolean;
  /** Only this many seconds of the (single) day. */
  seconds?: number;
  /** When those seconds begin, `09:00`, or which half a single half day is, `morning` or `afternoon`; absent: the service's usual. */
  from?: string;
  comment?: string;
  reason?: string;
  /** Who stands in, by id. */
  substituteId?: string;
  /** Absent: the account's own person. */
  personId?: string;
}

export interface PublicHoliday {
  id?: string;
  day: CalendarDay;
  name: string;
  half: boolean;
  /** Which half is free, where the service says. */
  part?: "morning" | "afternoon";
}

/** What is left of one type of leave in one year. Days, or hours where `unit` says so; null: the service keeps none. */
export interface LeaveBalance {
  type: Ref;
  year: number;
  unit: "days" | "hours";
  /** With what was carried over. */
  entitled: number | null;
  /** Approved and over. */
  taken: number;
  /** Approved and still to come. */
  planned: number;
  /** Waiting for a decision. */
  requested: number;
  /** `entitled` less taken and planned; requested is not taken off. */
  left: number | null;
  notes: MessageText[];
}

/** `ask`: puts a decided or new request up for decision again. */
export const absenceDecisions = ["approve", "reject", "cancel", "ask"] as const;
export type AbsenceDecision = (typeof absenceDecisions)[number];

/** Leave of people. A service without it (a plugin or module is missing) has no such port at all or refuses the cells. */
export interface AbsencePort {
  types(call?: Call): Promise<AbsenceType[]>;
  list(query: AbsenceQuery, call?: Call): Promise<AbsenceList>;
  get(id: string, call?: Call): Promise<Absence>;
  /** Of one person's calendar; absent: the account's own. */
  holidays(span: { first: CalendarDay; last: CalendarDay; personId?: string }, call?: Call): Promise<PublicHoliday[]>;
  /** By type, for the year of `day`, as of `day`. `typeId`: only that one is needed, where this saves reading. */
  balances(asked: { day: CalendarDay; personId?: string; typeId?: string }, call?: Call): Promise<LeaveBalance[]>;
  /**
   * The pieces in which the service takes it: cut at years, at its longest span, at half days. Together they are exactly
   * the draft. Sends nothing but reads.
   */
  parts(draft: AbsenceDraft, call?: Call): Promise<AbsenceDraft[]>;
  /**
   * What the service itself would say against it, as sentences; sends nothing but reads. Absent where it has no dry run:
   * then only what Punchcard finds out is known.
   */
  check?(part: AbsenceDraft, call?: Call): Promise<string[]>;
  /** Creates one piece. The service may make several absences of it. */
  create(part: AbsenceDraft, call?: Call): Promise<{ absences: Absence[] } & Noted>;
  /** What this service can decide at all. */
  readonly decisions: readonly AbsenceDecision[];
  /** Address at which people decide themselves what is not among `decisions`. */
  readonly decideWhere?: string;
  /** @returns as it is now; null where it is gone (some services delete what is cancelled) */
  decide(id: string, decision: AbsenceDecision, comment: string | undefined, call?: Call): Promise<Absence | null>;
  /** Writes a comment below one. Absent where the service keeps none apart from the request. */
  comment?(id: string, text: string, call?: Call): Promise<void>;
  /** Takes back what `create` made, when a later piece failed. */
  undo(id: string, call?: Call): Promise<void>;
}
