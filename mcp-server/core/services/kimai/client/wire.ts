import { z } from "zod";

/**
 * What Kimai sends, as far as we read it (kimai-api.md §3.11). Tolerant: unknown members are dropped, members that old
 * versions lack or that rights hide (rates, billable) are optional, and only what we cannot do without is required.
 */
const name = z.string().catch("");
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish().catch([]);

export const version = z.object({ version: z.string().min(1), versionId: z.number().optional() });

const metaFields = list(z.object({ name: z.string(), value: z.unknown() }));

export const customer = z.object({
  id: z.number(),
  name,
  number: z.string().nullish(),
  visible: z.boolean().nullish(),
});
export type WireCustomer = z.infer<typeof customer>;

export const project = z.object({
  id: z.number(),
  name,
  customer: z.number(),
  parentTitle: z.string().nullish(),
  number: z.string().nullish(),
  visible: z.boolean().nullish(),
  globalActivities: z.boolean().nullish(),
  /** Civil days, `2026-01-31`. */
  start: z.string().nullish(),
  end: z.string().nullish(),
});
export type WireProject = z.infer<typeof project>;

export const activity = z.object({
  id: z.number(),
  name,
  /** null: a global activity. */
  project: z.number().nullish(),
  parentTitle: z.string().nullish(),
  number: z.string().nullish(),
  visible: z.boolean().nullish(),
});
export type WireActivity = z.infer<typeof activity>;

export const user = z.object({
  id: z.number(),
  username: z.string(),
  alias: z.string().nullish(),
  email: z.string().nullish(),
  enabled: z.boolean().nullish(),
});
export type WireUser = z.infer<typeof user>;

export const me = user.extend({
  timezone: z.string().min(1),
  roles: list(z.string()),
  teams: list(z.object({ id: z.number(), name })),
  memberships: list(z.object({ team: z.object({ id: z.number() }).nullish(), teamlead: z.boolean().nullish() })),
  supervisor: user.nullish().catch(null),
  preferences: list(z.object({ name: z.string(), value: z.unknown() })),
});

const timesheet = z.object({
  id: z.number(),
  /** `2026-03-02T09:00:00+0100`: the zone is the record's own. */
  begin: z.string(),
  end: z.string().nullish(),
  /** Seconds without the break; 0 while it runs. */
  duration: z.number().nullish(),
  break: z.number().nullish(),
  description: z.string().nullish(),
  tags: list(z.string()),
  exported: z.boolean().nullish(),
  billable: z.boolean().nullish(),
  /** What it is worth; absent where the caller may not see it, 0 while it runs (§3.7, §3.11). */
  rate: z.number().nullish().catch(null),
  metaFields,
});

/** A record as a write or a single read answers it: ids only. */
export const entity = timesheet.extend({ user: z.number(), project: z.number(), activity: z.number() });
export type WireEntity = z.infer<typeof entity>;

const nested = { id: z.number(), name, visible: z.boolean().nullish() };
/** A record of a list with `full=1`, of `active` and `recent`: everything that it names is inside. */
export const expanded = timesheet.extend({
  user,
  project: z.object({ ...nested, customer: z.object(nested) }),
  activity: z.object(nested),
});
export type WireExpanded = z.infer<typeof expanded>;

export const timesheetConfig = z.object({
  trackingMode: z.string().catch("default"),
  activeEntriesHardLimit: z.number().catch(1),
  isAllowFutureTimes: z.boolean().catch(true),
  isAllowOverlapping: z.boolean().catch(true),
});

export const plugins = z.array(z.object({ name: z.string(), version: z.string().catch("") }));
export const tag = z.object({ id: z.number(), name: z.string(), visible: z.boolean().nullish() });
export const team = z.object({ id: z.number(), members: list(z.object({ user })) });

/** Every 400 of a form: `children` lists all fields that this caller may send, with or without errors (§3.2). */
export const formError = z.object({
  errors: z.object({
    errors: z.array(z.string()).optional(),
    children: z.record(z.string(), z.object({ errors: z.array(z.string()).optional() }).catch({})),
  }),
});
