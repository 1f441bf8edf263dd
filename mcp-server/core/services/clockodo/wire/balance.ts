import { z } from "zod";
import { numbers, texts } from "./wrap";

/** What balances are made of (clockodo-api.md §2.10, §2.12, §2.13). Notes are there with rights only. */

const note = z.string().nullish();

/** Days of leave each year; `year_until` null: from then on. */
export const quota = z.object({
  id: z.number(),
  users_id: z.number(),
  year_since: z.number(),
  year_until: z.number().nullish(),
  count: z.number(),
  note,
});
export type WireQuota = z.infer<typeof quota>;

export const leaveCarry = z.object({ id: z.number(), users_id: z.number(), year: z.number(), count: z.number(), note });

/** In hours. */
export const overtimeCarry = z.object({
  id: z.number(),
  users_id: z.number(),
  year: z.number(),
  hours: z.number(),
  note,
});

/** Overtime that somebody struck off by hand; in hours. */
export const overtimeReduction = z.object({
  id: z.number(),
  users_id: z.number(),
  date: z.string(),
  hours: z.number(),
  note,
  added_at: z.string().nullish(),
  added_by_users_id: z.number().nullish(),
});

const seconds = z.number().nullish();
const days = z.record(z.string(), z.number().nullish().catch(null)).nullish().catch(null);

const reportDay = z.object({
  date: z.string(),
  nonbusiness: z.union([z.boolean(), z.number()]).nullish(),
  target: seconds,
  hours: seconds,
  /** Absent for days to come. */
  diff: seconds,
  count_absence: days,
  count_reduction_used: seconds,
  work_start: z.string().nullish(),
  work_end: z.string().nullish(),
  breaks: z
    .array(z.object({ since: z.string(), until: z.string().nullish() }))
    .nullish()
    .catch(null),
});
export type WireReportDay = z.infer<typeof reportDay>;

const sums = { sum_target: seconds, sum_hours: seconds, sum_reduction_used: seconds, diff: seconds };
const reportWeek = z.object({ nr: z.number(), ...sums, day_details: z.array(reportDay).nullish() });

const reportMonth = z.object({
  nr: z.number(),
  ...sums,
  sum_overtime_reduced: seconds,
  week_details: z.array(reportWeek).nullish(),
});
export type WireReportMonth = z.infer<typeof reportMonth>;

/** A year of somebody; durations in seconds, absences in days. */
const report = z.object({
  users_id: z.number(),
  ...texts("users_name", "users_number"),
  ...numbers("holidays_quota", "holidays_carry", "workdays"),
  ...sums,
  sum_reduction_planned: seconds,
  overtime_carryover: seconds,
  overtime_reduced: seconds,
  sum_absence: days,
  surcharges: days,
  month_details: z.array(reportMonth).nullish(),
});
export type WireReport = z.infer<typeof report>;
export const oneReport = z.object({ userreport: report });
export const reports = z.object({ userreports: z.array(report) });
