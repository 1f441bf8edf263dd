import type { PermissionsView } from "../../main/ipc/contract";

/** The names that the contract uses; the windows import no values from it. */
export const actions = ["read", "create", "update", "delete"] as const;
export const levels = ["off", "ask", "allow"] as const;
export type Level = (typeof levels)[number];
export const profiles = [
  "look",
  "track",
  "manage",
  "everything",
] as const satisfies readonly PermissionsView["profile"][];

const kinds = ["timer", "time", "others_time", "customer", "project", "activity", "tag", "person"] as const;
/** The kind where we have words for it; a newer main may know more. */
export const knownKind = (kind: string) => kinds.find((known) => known === kind);
