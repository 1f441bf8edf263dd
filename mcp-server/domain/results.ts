import { z } from "zod";

/**
 * What the tools answer in `structuredContent`, as far as the tray and the windows read it. They parse with these
 * schemas, so a tool that changes its answer breaks a test and not a person's day. Unknown members are ignored.
 * Instants carry the account's offset: `2026-11-19T10:07:00+01:00`. Durations are seconds.
 */
const ref = z.object({ id: z.string(), name: z.string() });

export const workView = z.object({
  customer: ref.optional(),
  project: ref.optional(),
  subproject: ref.optional(),
  activity: ref.optional(),
});
export type WorkView = z.infer<typeof workView>;

export const entryView = z.object({
  id: z.string(),
  begin: z.string(),
  /** null while it runs. */
  end: z.string().nullable(),
  /** Worked seconds, net of breaks; while it runs, up to the time of reading. */
  seconds: z.number(),
  breakSeconds: z.number().optional(),
  work: workView,
  person: ref.optional(),
  text: z.string(),
  tags: z.array(z.string()),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  locked: z.string().optional(),
});
export type EntryView = z.infer<typeof entryView>;

/** `get_status` */
export const statusResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  /** Time of reading and the zone of all times in this answer. */
  now: z.string(),
  zone: z.string(),
  state: z.enum(["idle", "working", "break"]),
  running: entryView.nullable(),
  break: z.object({ since: z.string(), entry: entryView }).nullable(),
  /** Worked seconds including the running entry up to `now`; `running` is the part of it that still grows. */
  today: z.object({ day: z.string(), seconds: z.number(), running: z.number(), target: z.number().nullable() }),
  week: z.object({
    first: z.string(),
    /** ISO week number. */
    number: z.number(),
    seconds: z.number(),
    target: z.number().nullable(),
    days: z.array(z.object({ day: z.string(), seconds: z.number(), target: z.number().nullable() })),
  }),
  /** The entry that ended last, for "since when not working" and for clocking in again. */
  last: entryView.nullable(),
});
export type StatusResult = z.infer<typeof statusResult>;

/** `clock_in`, and `take_break` when it resumes */
export const startedResult = z.object({
  entry: entryView,
  stopped: z.array(entryView),
  notes: z.array(z.string()),
});

/** `clock_out` */
export const stoppedResult = z.object({ entries: z.array(entryView), notes: z.array(z.string()) });

/** `take_break` when it pauses */
export const pausedResult = z.object({
  break: z.object({ since: z.string(), entry: entryView }),
  notes: z.array(z.string()),
});

/** `list_time` with `detail: "full"` */
export const entriesResult = z.object({
  zone: z.string(),
  from: z.string(),
  to: z.string(),
  total: z.object({ entries: z.number(), seconds: z.number() }),
  entries: z.array(entryView),
  /** Cursor of the next page; absent on the last. */
  next: z.string().optional(),
});

/** `log_time`, `update_time`: the entries as the service stored them, or as they would be with `dry_run`. */
export const writtenResult = z.object({
  dry_run: z.boolean().optional(),
  entries: z.array(entryView),
  /** Overlaps, duplicates, what the service rounded or cut. */
  notes: z.array(z.string()),
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

/** `get_account` */
export const accountResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  person: z.object({ id: z.string(), name: z.string() }),
  zone: z.string(),
  now: z.string(),
  version: z.string().optional(),
  roles: z.array(z.string()),
  week_starts_on: z.number(),
  target: z.array(z.number()).nullable(),
  booking: z.object({
    levels: z.array(z.string()),
    required: z.array(z.string()),
    free_times: z.boolean(),
    running_limit: z.number(),
  }),
  /** Permission cells that the service refuses, with the reason. */
  refused: z.record(z.string(), z.string()),
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
