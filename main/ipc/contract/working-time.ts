import { z } from "zod";
import { day } from "./fields";

/** Seconds per weekday, Monday first. */
const week = z.array(z.number().int().min(0).max(86_400)).length(7);
/** As long as the page can read; the sheet itself takes more. Seconds. */
const mostOpening = 1_000 * 3600;
const accountId = z.string().min(1).max(100);
const id = z.string().max(20);
/** Seconds, below zero too. */
const balance = z.number().int();
const place = z.string().max(20).nullable();

const workingTimeView = z.object({
  /** Oldest first: each holds from its day on until the next. */
  targets: z.array(z.object({ id: z.string(), first: day, week })),
  /** What holds before the first of them; null: nothing. */
  before: week.nullable(),
  /** From which on target hours and balance count; null: from the first entry on. */
  firstDay: day.nullable(),
  /** What the balance is at the begin of that day; null: it begins with nothing. */
  opening: balance.nullable(),
  /** Today's; null: none is kept, or it could not be read. */
  balance: balance.nullable(),
  /** Days that were carried over into the year of `from`. */
  carry: z.object({ id, days: z.number(), until: day.nullable() }).nullable(),
  /** Days of leave that are left of that year; null: not known. */
  leaveLeft: z.number().nullable(),
  leaveDays: z.number().nullable(),
  /** Whose public holidays are free: codes as in ISO 3166, `DE` and `HH`. */
  country: place,
  region: place,
  /** Those of the days that were asked for. */
  holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
  /** Free days of the person's own, oldest first; of a yearly one the first. */
  ownDays: z.array(
    z.object({ id: z.string(), name: z.string(), day: z.string(), yearly: z.boolean(), half: z.boolean() }),
  ),
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
  /** An opening balance needs its day. */
  "workingTime:saveFirstDay": {
    request: z
      .object({ accountId, firstDay: day.nullable(), opening: balance.min(-mostOpening).max(mostOpening).nullable() })
      .refine(({ firstDay, opening }) => firstDay !== null || opening === null),
    response: z.void(),
  },
  /** Days without an id are a new record of the year; null takes away the one with the id. */
  "workingTime:saveCarry": {
    request: z.object({
      accountId,
      id: id.optional(),
      year: z.number().int().min(1970).max(9999),
      days: z.number().min(0).max(366).nullable(),
      until: day.nullable(),
    }),
    response: z.void(),
  },
  /** Today's balance as it is, and as it would be with this row: without an id a new one, null without the one that has it. */
  "workingTime:foresee": {
    request: z.object({ accountId, today: day, id: id.optional(), row: z.object({ first: day, week }).nullable() }),
    response: z.object({ before: balance, after: balance.nullable() }).nullable(),
  },
  /** The zone that new entries of the time sheet get; entries of before stay in theirs. */
  "workingTime:saveZone": { request: z.object({ accountId, zone: z.string().min(1).max(100) }), response: z.void() },
  /** A free day beside the public holidays; without an id a new one. */
  "workingTime:saveOwnDay": {
    request: z.object({
      accountId,
      id: id.optional(),
      name: z.string().trim().min(1).max(200),
      day,
      yearly: z.boolean(),
      half: z.boolean(),
    }),
    response: z.void(),
  },
  "workingTime:removeOwnDay": { request: z.object({ accountId, id }), response: z.void() },
  "workingTime:saveLeave": {
    request: z.object({ accountId, leaveDays: z.number().min(0).max(366).nullable(), country: place, region: place }),
    response: z.void(),
  },
};
