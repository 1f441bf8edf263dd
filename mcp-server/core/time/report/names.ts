/** Words of a report's arguments; alone in a file, because listing the tools loads it. */

/** By what time can be summed up. */
export const reportKeys = [
  "day",
  "week",
  "month",
  "year",
  "customer",
  "project",
  "subproject",
  "activity",
  "tag",
  "person",
  "billable",
] as const;
export type ReportKey = (typeof reportKeys)[number];
export const isTimeKey = (by: ReportKey) => by === "day" || by === "week" || by === "month" || by === "year";

/** What it can show beside its sums. */
export const reportParts = ["target", "gaps", "overlaps", "missing", "budget", "compare"] as const;
export type ReportPart = (typeof reportParts)[number];

/** How groups are sorted, in place of days by date and others by size. */
export const reportOrders = ["largest", "smallest", "name"] as const;
export type ReportOrder = (typeof reportOrders)[number];
