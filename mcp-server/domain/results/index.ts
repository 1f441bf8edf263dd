import { z } from "zod";
import { absenceDecisions, absenceStatuses } from "../absences";

/**
 * What the tools answer in `structuredContent`, as far as the tray and the windows read it. They parse with these
 * schemas, so a tool that changes its answer breaks a test and not a person's day. Unknown members are ignored.
 * Instants carry the account's offset: `2026-11-19T10:07:00+01:00`. Durations are seconds.
 */
export const ref = z.object({ id: z.string(), name: z.string() });
export const seconds = z.number().describe("Seconds");
const moment = z.string().describe("ISO 8601 with the offset of the account's zone");
export const day = z.string().describe("YYYY-MM-DD, in the account's zone");
export const notes = z.array(z.string()).describe("What to know of this answer, as sentences");

export const workView = z.object({
  customer: ref.optional(),
  project: ref.optional(),
  subproject: ref.optional(),
  activity: ref.optional(),
});
export type WorkView = z.infer<typeof workView>;

export const entryView = z.object({
  id: z.string(),
  begin: moment,
  /** null while it runs. */
  end: moment.nullable(),
  zone: z.string().describe("Zone in which it was recorded, where that is not the account's").optional(),
  /** Worked seconds, net of breaks; while it runs, up to the time of reading. */
  seconds: z.number().describe("Worked seconds, without breaks; of what runs: until now"),
  /** Logged ahead of its time. */
  planned: z.boolean().describe("It ends in the future: not worked yet").optional(),
  breakSeconds: seconds.optional(),
  work: workView,
  person: ref.optional(),
  text: z.string(),
  tags: z.array(z.string()),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  locked: z.string().describe("Why it cannot be changed").optional(),
  /** Why it cannot be changed while it runs. */
  fixed: z.string().optional(),
  /** A fixed amount instead of a duration. */
  amount: z.number().describe("Pieces of a lump sum, in place of a duration").optional(),
  /** What it is worth in money; absent where the caller may not see it. */
  rate: z.number().describe("Worth of the entry, in the account's currency").optional(),
  /** Custom fields by name. */
  meta: z.record(z.string(), z.string()).optional(),
  mixed: z.literal(true).describe("Worked on several things, told in `meta`").optional(),
});
export type EntryView = z.infer<typeof entryView>;

/** `get_status` */
export const statusResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  /** Time of reading and the zone of all times in this answer. */
  now: moment,
  zone: z.string(),
  state: z.enum(["idle", "working", "break"]),
  running: entryView.nullable(),
  break: z.object({ since: moment, entry: entryView }).nullable(),
  /** Worked seconds including the running entry up to `now`; `running` is the part of it that still grows. */
  today: z.object({ day, seconds, running: seconds, target: seconds.nullable() }),
  week: z.object({
    first: day,
    /** ISO week number. */
    number: z.number().describe("ISO week"),
    seconds,
    target: seconds.nullable(),
    days: z.array(z.object({ day, seconds, target: seconds.nullable() })),
  }),
  /** The entry that ended last, for "since when not working" and for clocking in again. */
  last: entryView.nullable(),
});
export type StatusResult = z.infer<typeof statusResult>;

/** `clock_in`, and `take_break` when it resumes */
export const startedResult = z.object({
  entry: entryView,
  stopped: z.array(entryView),
  notes,
});

/** `clock_out` */
export const stoppedResult = z.object({ entries: z.array(entryView), notes });

/** `take_break` when it pauses */
export const pausedResult = z.object({
  break: z.object({ since: moment, entry: entryView }),
  notes,
});

/** `list_time` with `detail: "full"` */
export const entriesResult = z.object({
  zone: z.string(),
  period: z.string(),
  from: moment,
  to: moment.describe("The first moment after the period"),
  total: z.object({ entries: z.number(), seconds }),
  entries: z.array(entryView),
  /** Cursor of the next page; absent on the last. */
  next: z.string().optional(),
});

/** `log_time`, `update_time`: the entries as the service stored them, or as they would be with `dry_run`. */
export const writtenResult = z.object({
  dry_run: z.boolean().optional(),
  entries: z.array(entryView),
  /** Overlaps, duplicates, what the service rounded or cut. */
  notes,
  failed: z
    .array(z.object({ index: z.number().optional(), id: z.string().optional(), message: z.string() }))
    .optional(),
});

/** `delete_time` */
export const deletedResult = z.object({
  deleted: z.array(z.string()),
  failed: z.array(z.object({ id: z.string(), message: z.string() })),
});

/** `find_work` */
export const workResult = z.object({
  items: z.array(
    z.object({
      level: z.enum(["customer", "project", "subproject", "activity"]),
      id: z.string(),
      name: z.string(),
      parents: workView,
      bookable: z.boolean(),
    }),
  ),
  recent: z.array(z.object({ work: workView, text: z.string(), tags: z.array(z.string()) })),
  more: z.number(),
});

/** Sums of some entries. Money is absent where the caller may not see what all of them are worth. */
export const share = z.object({
  seconds,
  /** Absent in answers of older servers. */
  hours: z.string().describe("The seconds as H:MM").optional(),
  entries: z.number(),
  billable: seconds,
  exported: seconds.describe("Seconds that are exported or billed already").optional(),
  money: z.number().describe("Worth, where all is in one currency").optional(),
  currency: z.string().optional(),
  by_currency: z.array(z.object({ currency: z.string(), money: z.number() })).optional(),
});
export const reportKey = z.object({
  /** `day`, `week`, `project`, … : what this group is one of. */
  by: z.string(),
  /** Id of a work item, person or tag; first day of a day, week, month or year. */
  id: z.string(),
  name: z.string(),
  /** Levels above a work item. */
  parents: workView.optional(),
});
const groupPart = share.extend({ id: z.string(), parents: workView.optional() });
export interface ReportGroup extends z.infer<typeof share> {
  by: string;
  id: string;
  name: string;
  parents?: WorkView;
  /** Part of the whole, 0 to 1. */
  share: number;
  /** Part of the group above it. */
  share_above?: number;
  /** The single things of this name, where there are several: an activity of several projects. */
  parts?: z.infer<typeof groupPart>[];
  more_parts?: number;
  groups?: ReportGroup[];
  /** Groups below this one that did not fit in. */
  more?: number;
}
const reportGroup: z.ZodType<ReportGroup> = z.lazy(() =>
  z.object({
    ...reportKey.shape,
    ...share.shape,
    share: z.number(),
    share_above: z.number().optional(),
    parts: z.array(groupPart).optional(),
    more_parts: z.number().optional(),
    groups: z.array(reportGroup).optional(),
    more: z.number().optional(),
  }),
);
/** Worked against owed, for one stretch of days. Seconds. */
const owed = z.object({
  first: day,
  last: day,
  seconds,
  /** What had to be worked, without holidays and absences; null: no target is kept. */
  target: seconds.nullable(),
  difference: seconds.nullable(),
  /** Sum of differences since `balance_since`. */
  balance: seconds.nullable(),
  /** "sick on 14 Oct", "0:40 gap on 22 Oct": in words, for people. */
  notes,
});
const spent = z.object({ budget: z.number(), used: z.number(), left: z.number() });

/** `report_time`. Money in the account's currency, as the service gives it; absent where the caller may not see it. */
export const reportResult = z.object({
  zone: z.string(),
  /** `9–15 Nov 2026`, `16–22 Nov 2026, so far` */
  period: z.string(),
  from: moment,
  to: moment.describe("The first moment after the period"),
  now: moment,
  /** By name; absent: the account's own person only. */
  whose: z.string().optional(),
  /** `running`: the part of `seconds` that still grows. `days`: with any work. */
  total: z.object({
    ...share.shape,
    running: seconds,
    ahead: seconds.describe("Seconds that lie in the future and are counted all the same").optional(),
    days: z.number(),
    longest_day: z.object({ day, seconds, person: ref.optional() }).optional(),
  }),
  groups: z.array(reportGroup),
  /** Groups that did not fit in. */
  more: z.number(),
  more_seconds: seconds.describe("Seconds of the groups that did not fit in").optional(),
  target: z
    .object({
      ...owed.shape,
      /** Up to which day it is owed: not the future. */
      until: day,
      balance_since: day.nullable(),
      days: z.number(),
      absences: z.array(z.object({ name: z.string(), days: z.number(), seconds: seconds.nullable() })),
      holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
      weeks: z.array(owed.extend({ number: z.number() })),
      /** What each day owes, where the groups are by day; days that owe nothing are left out. */
      by_day: z.array(z.object({ day, target: seconds })).optional(),
      /** Where the numbers come from, in words. */
      source: z.string(),
    })
    .optional(),
  /** In place of `target`, where it is about several people. */
  targets: z
    .array(
      z.object({
        person: ref,
        seconds,
        target: seconds.nullable(),
        difference: seconds.nullable(),
        balance: seconds.nullable(),
        balance_since: day.nullable(),
        until: day,
        days: z.number(),
        absences: z.array(z.object({ name: z.string(), days: z.number(), seconds: seconds.nullable() })),
      }),
    )
    .optional(),
  gaps: z
    .array(
      z.object({
        day,
        from: moment,
        to: moment,
        seconds,
        /** Absent where the report is about one person. */
        person: ref.optional(),
      }),
    )
    .optional(),
  overlaps: z
    .array(
      z.object({
        from: moment,
        to: moment.nullable(),
        seconds: seconds.nullable(),
        ids: z.array(z.string()),
        person: ref.optional(),
      }),
    )
    .optional(),
  missing: z
    .array(
      z.object({
        day,
        target: seconds.describe("null: none is kept, and nothing was logged").nullable(),
        seconds,
        why: z.string().describe("What was logged of the target, and what lowered that").optional(),
        person: ref.optional(),
      }),
    )
    .optional(),
  budgets: z
    .array(
      z.object({
        by: z.string(),
        id: z.string(),
        name: z.string(),
        parents: workView.optional(),
        /** `2026-11`, or null for the whole time. */
        month: z.string().nullable(),
        time: spent.optional(),
        money: spent.extend({ currency: z.string().optional() }).optional(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  compare: z
    .array(
      z.object({
        what: z.string().describe("This period, the period before, a year before").optional(),
        period: z.string().optional(),
        from: moment,
        to: moment,
        ...share.shape,
        change: z.number().describe("Part by which this period is more, -1 and up").nullable(),
        groups: z
          .array(
            z.object({
              ...reportKey.shape,
              seconds,
              hours: z.string(),
              change: z.number().describe("Part by which the group is more in this period").nullable(),
            }),
          )
          .optional(),
        more: z.number().optional(),
      }),
    )
    .optional(),
  /** How to read the numbers: an entry with two tags counts in both, … */
  notes: notes.optional(),
  /** What was read, and what was left out and why; empty: nothing. */
  read: z.object({ at: moment, entries: z.number(), left_out: z.array(z.string()) }),
});
export type ReportResult = z.infer<typeof reportResult>;

export const absenceView = z.object({
  id: z.string(),
  person: ref.optional(),
  /** The account's own person. */
  mine: z.boolean(),
  type: ref.optional(),
  status: z.enum(absenceStatuses),
  first: day,
  last: day,
  first_half: z.boolean().optional(),
  last_half: z.boolean().optional(),
  /** Of a single day: `morning`, `09:00–11:00`. */
  part: z.string().optional(),
  days: z.number().describe("Working days that it takes").nullable(),
  seconds: seconds.nullable().optional(),
  comment: z.string(),
});
export type AbsenceView = z.infer<typeof absenceView>;

/** `list_absences` */
export const absencesResult = z.object({
  zone: z.string(),
  first: day,
  last: day,
  absences: z.array(absenceView),
  holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
  /** The service does not tell whether they are approved: all are listed as requested. */
  status_untold: z.boolean().optional(),
  /** Whose absences were read, and whose could not be: those may be away too. */
  people: z.object({ read: z.number(), unread: z.array(ref.extend({ why: z.string() })) }),
  /** With `show: away`: by day, who is away, who is not, who is not known. */
  away: z.array(z.object({ day, away: z.array(ref), here: z.array(ref), unknown: z.array(ref) })).optional(),
  /** With `show: statistics`. */
  statistics: z
    .array(
      z.object({
        by: z.enum(["type", "status", "person", "month"]),
        id: z.string(),
        name: z.string(),
        days: z.number(),
        absences: z.number(),
      }),
    )
    .optional(),
  types: z
    .array(
      ref.extend({
        half_days: z.boolean(),
        /** Of half a day it is asked which one. */
        which_half: z.boolean().optional(),
        hours: z.boolean(),
        comment_needed: z.boolean(),
        counted: z.boolean(),
        /** What a request for it tells beside its days; a member that is absent is not asked for. */
        asks: z
          .partialRecord(z.enum(["reason", "comment", "substitute"]), z.enum(["none", "optional", "needed"]))
          .optional(),
        /** The only reasons that it takes. */
        reasons: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  decisions: z.array(z.enum(absenceDecisions)).optional(),
  /** Address at which people decide themselves what is not among `decisions`. */
  decide_where: z.string().optional(),
  more: z.number(),
  next: z.string().optional(),
});
export type AbsencesResult = z.infer<typeof absencesResult>;

/** `get_leave_balance` */
export const balanceResult = z.object({
  zone: z.string(),
  as_of: day,
  person: ref,
  balances: z.array(
    z.object({
      type: ref,
      year: z.number(),
      unit: z.enum(["days", "hours"]),
      entitled: z.number().nullable(),
      taken: z.number(),
      planned: z.number(),
      requested: z.number(),
      left: z.number().nullable(),
      notes,
    }),
  ),
});

/** `request_absence`; with `dry_run` nothing was sent and `absences` are the parts as they would be. */
export const requestedResult = z.object({
  dry_run: z.boolean().optional(),
  absences: z.array(absenceView),
  /** Working days that it takes, and its days that are none. */
  days: z.number(),
  skipped: z.array(z.object({ day, why: z.string() })),
  warnings: z.array(
    z.object({
      code: z.enum([
        "balance",
        "overlap",
        "no_working_day",
        "past",
        "time_booked",
        "comment",
        "needed",
        "service",
        "not_known",
      ]),
      message: z.string(),
      /** A first or last day with which this warning would be gone. */
      first: z.string().optional(),
      last: z.string().optional(),
      days: z.number().optional(),
    }),
  ),
  /** Others who are away on some of these days, where the caller may know. */
  also_away: z.array(z.object({ person: ref, first: day, last: day })),
  left_after: z.number().nullable(),
  /** Of `left_after`; absent: days. */
  left_unit: z.literal("hours").optional(),
  checked_at: moment,
  notes,
});
export type RequestedResult = z.infer<typeof requestedResult>;

/** `update_absence` */
export const decidedResult = z.object({
  absences: z.array(absenceView),
  done: z.array(z.string()),
  failed: z.array(z.object({ id: z.string(), message: z.string() })),
  notes,
});

/** `get_account` */
export const accountResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  /** A sentence where a `.env` file of the current folder named the account. */
  source: z.string().optional(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string().optional() }),
  zone: z.string(),
  now: moment,
  version: z.string().optional(),
  roles: z.array(z.string()),
  week_starts_on: z.number(),
  target: z.array(seconds).describe("Seconds to work, Monday to Sunday").nullable(),
  booking: z.object({
    levels: z.array(z.string()),
    required: z.array(z.string()),
    free_times: z.boolean(),
    running_limit: z.number(),
  }),
  /** With `show: ["rights"]`: optional parts of an entry that this caller may set (`break`, `tags`, …). */
  fields: z.array(z.string()).optional(),
  /** With `show: ["rights"]`: kinds of break that this person may take, where the service has kinds. */
  break_types: z.array(ref).optional(),
  /** Permission cells that the service refuses, with the reason; told with `show: ["rights"]`. */
  refused: z.record(z.string(), z.string()).default({}),
});

/** Every failed call: `isError` with this in `structuredContent`. */
export const errorResult = z.object({
  error: z.object({
    /** A `ServiceErrorKind`, an `InputError` code, or `internal`. */
    code: z.string(),
    message: z.string(),
    /** Whether the write took effect. */
    saved: z.enum(["no", "yes", "unknown"]),
    next: z.string().optional(),
    detail: z.string().optional(),
    retry_after: z.number().optional(),
    fields: z.record(z.string(), z.string()).optional(),
    candidates: z.array(ref).optional(),
  }),
});
export type ErrorResult = z.infer<typeof errorResult>["error"];
