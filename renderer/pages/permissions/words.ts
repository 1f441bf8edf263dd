import type { PermissionsView } from "#main/ipc/contract/permissions";

/** The names that the contract uses; the windows import no values from it. */
export const actions = ["read", "create", "update", "delete", "decide"] as const;
export const levels = ["off", "ask", "allow"] as const;
export type Level = (typeof levels)[number];
export const profiles = [
  "look",
  "track",
  "manage",
  "everything",
] as const satisfies readonly PermissionsView["profile"][];

const kinds = [
  "timer",
  "time",
  "absence",
  "others_time",
  "others_absence",
  "customer",
  "project",
  "subproject",
  "activity",
  "lump_sum_service",
  "tag",
  "favourite",
  "comment",
  "rate",
  "person",
  "preference",
  "team",
  "holiday",
  "month_lock",
  "work_time",
  "target_hours",
  "leave_account",
  "overtime_account",
  "user_report",
  "access",
  "subscription",
  "invoice",
  "expense",
  "task",
  "token",
] as const;
/** Kinds above which a thick line stands: other people's things, then what time is booked on, then people and the rest. */
export const groupStarts: readonly string[] = ["others_time", "customer", "person"];

/** The kind where we have words for it; a newer main may know more. */
export const knownKind = (kind: string) => kinds.find((known) => known === kind);
