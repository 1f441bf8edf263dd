import { z } from "zod";

const day = z.iso.date();
/** Seconds per weekday, Monday first. */
const week = z.array(z.number().int().min(0).max(86_400)).length(7);
const accountId = z.string().min(1).max(100);
const place = z.string().max(20).nullable();

const workingTimeView = z.object({
  /** Oldest first: each holds from its day on until the next. */
  targets: z.array(z.object({ id: z.string(), first: day, week })),
  /** What holds before the first of them; null: nothing. */
  before: week.nullable(),
  /** From which on target hours and balance count; null: from the first entry on. */
  firstDay: day.nullable(),
  leaveDays: z.number().nullable(),
  /** Whose public holidays are free: codes as in ISO 3166, `DE` and `HH`. */
  country: place,
  region: place,
  /** Those of the days that were asked for. */
  holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
});
export type WorkingTimeView = z.infer<typeof workingTimeView>;

/** What the page of working time asks, of a time sheet on this computer. */
export const workingTimeChannels = {
  /** With the public holidays of these days. */
  "workingTime:get": { request: z.object({ accountId, from: day, to: day }), response: workingTimeView },
  /** Without an id a new row. */
  "workingTime:saveTarget": {
    request: z.object({ accountId, id: z.string().max(20).optional(), first: day, week }),
    response: z.void(),
  },
  "workingTime:removeTarget": { request: z.object({ accountId, id: z.string().max(20) }), response: z.void() },
  "workingTime:saveFirstDay": { request: z.object({ accountId, firstDay: day.nullable() }), response: z.void() },
  /** The zone that new entries of the time sheet get; entries of before stay in theirs. */
  "workingTime:saveZone": { request: z.object({ accountId, zone: z.string().min(1).max(100) }), response: z.void() },
  "workingTime:saveLeave": {
    request: z.object({ accountId, leaveDays: z.number().min(0).max(366).nullable(), country: place, region: place }),
    response: z.void(),
  },
};
