import { z } from "zod";

/**
 * What paid plugins of Kimai send, as far as we read it (kimai-api.md §3.13). No test could observe them: names come from
 * the official PHP client, so everything but ids and days may be missing or of another form.
 */
const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const metaFields = z
  .array(z.object({ name: z.string(), value: z.unknown() }))
  .nullish()
  .catch(null);

/** Older versions nest what newer ones name by id, and the other way round. */
const linked = z
  .union([
    z.number().transform((id) => ({ id, name: null, username: null, alias: null })),
    z.object({ id: z.number(), name: text, username: text, alias: text }),
  ])
  .nullish()
  .catch(null);
export type WireLinked = NonNullable<z.infer<typeof linked>>;

export const absence = z.object({
  id: z.number(),
  user: linked,
  /** Midnight of a civil day in its person's zone. */
  date: z.string().min(10),
  endDate: text,
  duration: number,
  type: z.string().catch("other"),
  status: z.string().catch("new"),
  halfDay: flag,
  comment: text,
});
export type WireAbsence = z.infer<typeof absence>;

/** A span can become several. */
export const created = z.union([z.array(absence), absence.transform((one) => [one])]);

/** Names by type. */
export const absenceTypes = z.record(z.string(), z.string());

export const publicHoliday = z.object({
  id: z.number().nullish(),
  date: z.string().min(10),
  name: z.string().catch(""),
  halfDay: flag,
  publicHolidayGroup: linked,
});
export type WirePublicHoliday = z.infer<typeof publicHoliday>;

export const expense = z.object({
  id: z.number(),
  user: linked,
  project: linked,
  activity: linked,
  category: linked,
  begin: z.string().min(10),
  description: text,
  cost: number,
  multiplier: number,
  total: number,
  exported: flag,
  refundable: flag,
  metaFields,
});
export type WireExpense = z.infer<typeof expense>;

export const category = z.object({ id: z.number(), name: z.string().catch("") });

export const task = z.object({
  id: z.number(),
  title: z.string().catch(""),
  status: z.string().catch("pending"),
  todo: text,
  description: text,
  project: linked,
  activity: linked,
  user: linked,
  team: linked,
  end: text,
  estimation: number,
  tags: z.array(z.string()).nullish().catch(null),
  activeTimesheets: z
    .array(z.object({ id: z.number() }))
    .nullish()
    .catch(null),
  metaFields,
});
export type WireTask = z.infer<typeof task>;
