import type { AuditLog } from "../../audit/audit-log";
import type { DirectoryLog } from "../../people/scim/scim";
import type { Clock } from "../../store/database";
import type { PersonView } from "../contract";
import type { AdminAction } from "./contract";

/** Notes what an admin did on their page: what and to whom, without any text. */
export type AdminLog = (admin: PersonView, action: AdminAction, id?: string) => Promise<void>;

export const adminLog =
  (audit: Pick<AuditLog, "add">, clock: Clock): AdminLog =>
  ({ id: person }, action, id) =>
    audit.add({
      ...{ at: clock(), person, client: "admin-page", grant: "", tool: action },
      ...{ ids: id === undefined ? [] : [id], outcome: "done", milliseconds: 0 },
      byAdmin: true,
    });

/** Who did it, where the company's directory did. */
export const directoryActor = "directory";

/** Notes what the company's directory did by SCIM: what and to whom, without any text. */
export const directoryLog =
  (audit: Pick<AuditLog, "add">, clock: Clock): DirectoryLog =>
  (action, about, refused) =>
    audit.add({
      ...{ at: clock(), person: directoryActor, client: "scim", grant: "", tool: action },
      ...{ ids: about === undefined ? [] : [about], milliseconds: 0, byAdmin: true },
      ...(refused === undefined ? { outcome: "done" } : { outcome: "refused", code: String(refused) }),
    });
