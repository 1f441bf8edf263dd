import type { MessageText } from "../messages/catalog";
/**
 * The things that every time service has, in our words (docs/architecture.md).
 * Only an adapter knows what its service calls them.
 */

/** A service by the id of its descriptor (mcp-server/core/services); settings and requests are checked against that list. */
export type ServiceId = string;

/** A moment in UTC with whole seconds: `2026-11-19T09:07:00Z`. Strings of this form sort by time. */
export type Instant = string;

/** A civil day in the account's zone: `2026-11-19`. */
export type CalendarDay = string;

/** Something of the service with its name. Ids are strings everywhere, also where the service counts. */
export interface Ref {
  id: string;
  name: string;
}

/**
 * The levels on which time can be booked. Kimai: customer, project, activity. Clockodo: customer, project,
 * subproject, activity (its "service"). Calamari: project. Which of them are needed: `AccountFacts.booking`.
 */
export const workLevels = ["customer", "project", "subproject", "activity"] as const;
export type WorkLevel = (typeof workLevels)[number];

/** What an entry is booked on, by name. */
export type Work = Partial<Record<WorkLevel, Ref>>;

/** What an entry shall be booked on, by id. */
export type WorkIds = Partial<Record<WorkLevel, string>>;

/** One customer, project, subproject or activity that can be found and booked on. */
export interface WorkItem {
  level: WorkLevel;
  id: string;
  name: string;
  /** The levels above it; an activity without a project is global. */
  parents: Work;
  /** false: hidden, ended, completed or archived in the service; it is listed only when asked for. */
  bookable: boolean;
  /** Why it cannot be booked on, where `bookable` is false. */
  whyNot?: string;
  number?: string;
}

/** A span of worked time. */
export interface Entry {
  id: string;
  work: Work;
  /** Whose time it is; absent for the account's own person where the service does not say. */
  person?: Ref;
  begin: Instant;
  /** null while it runs. */
  end: Instant | null;
  /** Worked seconds net of breaks as the service counts them; null while it runs. */
  seconds: number | null;
  /** Seconds of breaks inside the entry, already taken off `seconds`. */
  breakSeconds: number;
  /** The service's description, note or text, exactly as stored: other people may have written it. */
  text: string;
  tags: string[];
  billable?: boolean;
  /** Exported (Kimai) or billed (Clockodo). */
  exported?: boolean;
  /** IANA zone in which it was recorded, where that is not the account's: its clock times and its day are of that one. */
  zone?: string;
  /** Why the service will not let the person change it, where that is known. */
  locked?: string;
  /** It runs, and the service changes only what has ended: why. It can be ended and deleted. */
  fixed?: string;
  /** It is a part of the entry with this id, which alone can be changed (a Calamari shift with several projects). */
  partOf?: string;
  /** It was worked on several things, which `meta` tells: one with all of them cannot be made anew. */
  mixed?: true;
  /** A fixed amount instead of a span (Clockodo's lump sums); `seconds` is 0 then. */
  amount?: number;
  /** What it is worth in money; absent where the caller may not see it. */
  rate?: number;
  /** Custom fields by name. */
  meta?: Record<string, string>;
}

/** Not one that stands for several, for an amount, or for a part of a shift: services make these in their own ways. */
export const canBeMadeAgain = ({ mixed, amount, partOf }: Pick<Entry, "mixed" | "amount" | "partOf">): boolean =>
  mixed !== true && amount === undefined && partOf === undefined;

/** From a day on so much is to be worked per weekday, Monday first; null: nothing is kept from then on. */
export interface TargetChange {
  first: CalendarDay;
  targetSeconds: number[] | null;
}

export interface TargetHours {
  /** Seconds to work per weekday today, Monday first; null where no target is kept. */
  targetSeconds: readonly number[] | null;
  /** Where the service tells them: all there ever were, oldest first. Each day has what holds on it, none before the first. */
  targetChanges?: readonly TargetChange[];
  /** Nothing is due before it; absent: not known, or for ever. */
  firstDay?: CalendarDay;
}

/** What somebody has to work, as the service keeps it. */
export interface WorkContract extends TargetHours {
  person: Ref;
  targetSeconds: number[] | null;
  /** First and last day of the contract, where kept. */
  first?: CalendarDay;
  last?: CalendarDay;
  /** Seconds of overtime on `first`, before its work; the balance then runs from there on, not from the year's begin. */
  openingBalance?: number;
  /** Days of leave per year, where kept. */
  leaveDays?: number;
}

/** How much may be spent on a work item. `null`: no such limit. */
export interface Budget {
  level: WorkLevel;
  item: Ref;
  parents: Work;
  seconds: number | null;
  money: number | null;
  currency?: string;
  /** It begins anew each month. */
  monthly: boolean;
  /** What is used, where the service itself tells; else it has to be summed up from entries. */
  usedSeconds?: number;
  usedMoney?: number;
  /** Only billable time and money use it up. Absent: all does. */
  billableOnly?: true;
  /** What else must be known to read it, as sentences: another interval than a month, whose time is counted. */
  note?: string;
}

/** A pause in work: nothing runs, and `resume` goes on with the same work. */
export interface Break {
  since: Instant;
  /** The entry that was running before, ended at `since` or (Calamari) still open. */
  entry: Entry;
}

/** Who the person is and what the service will let them do. Read from the service, never assumed. */
export interface AccountFacts extends TargetHours {
  service: ServiceId;
  person: Ref & { email?: string };
  /** IANA zone in which the service reads and shows this person's civil times. */
  zone: string;
  /** 1 Monday … 7 Sunday. */
  weekStartsOn: number;
  /** Version of the service, where it tells. */
  version?: string;
  roles: string[];
  teams: Ref[];
  /** Who the person reports to, where the service tells. */
  supervisor?: Ref;
  targetSeconds: number[] | null;
  booking: {
    levels: WorkLevel[];
    required: WorkLevel[];
    /** false: begin and end are stamped by the service and cannot be given (Kimai's punch mode). */
    freeTimes: boolean;
    allowsFuture: boolean;
    allowsOverlap: boolean;
    /** A break within an entry has its own begin and end; absent: only a length, or none at all. */
    placesBreaks?: true;
    /** How many entries may run at once; starting one more ends the oldest. */
    runningLimit: number;
  };
  /** Optional fields of an entry that this caller may send. */
  fields: EntryField[];
  /**
   * What the service refuses this caller, with the reason in words: by permission cell (`others_time.read`), or by tool
   * (`take_break`) where it refuses only a part of what a cell allows.
   */
  refused: Record<string, string>;
  /** Installed plugins or modules by name. */
  modules: Record<string, string>;
  /** What else a person should know of how far the account reaches, as sentences. */
  notes?: MessageText[];
  /** Seconds by which the service's clock is ahead of ours, where it tells. */
  clockSkew?: number;
}

export type EntryField =
  | "text"
  | "tags"
  | "billable"
  | "exported"
  | "person"
  | "break"
  | "rate"
  | "meta"
  | "begin"
  | "end";
