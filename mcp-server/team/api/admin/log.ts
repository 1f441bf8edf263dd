import type { AuditLog } from "../../audit/audit-log";
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
