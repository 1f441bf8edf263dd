import { hostname, userInfo } from "node:os";
import type { AdminAction } from "#team/api/admin/contract";
import { AuditLog } from "#team/audit/audit-log";
import type { Clock, Database } from "#team/store/database";

/**
 * Notes in the audit log what was done from the command line, so that admins see it on their page.
 * @param id whom or what it is about; absent: the whole server
 * @throws StoreError where it could not be kept
 */
export async function noteCommand(database: Database, clock: Clock, action: AdminAction, id?: string): Promise<void> {
  let failure: unknown;
  const audit = new AuditLog(database, (error) => {
    failure = error;
  });
  await audit.add({
    ...{ at: clock(), person: `cli:${userName()}@${hostname()}`.slice(0, 200), client: "command-line", grant: "" },
    ...{ tool: action, ids: id === undefined ? [] : [id], outcome: "done", milliseconds: 0, byAdmin: true },
  });
  if (failure) throw failure;
}

/** In a container the user may have a number and no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
