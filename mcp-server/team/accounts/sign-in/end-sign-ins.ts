import type { Database } from "../../store/database";

/**
 * Part of disconnecting an account, of signing in again and of removing a person: their sign-ins are to be revoked from now
 * on. Needs no key.
 */
export async function endSignIns(inside: Database, of: "id" | "person_id", id: string, now: number): Promise<void> {
  await inside.run(
    `INSERT INTO ended_sign_ins (id, person_id, account_id, service, mcp_url, secret, ended_at, revoke_from)
     SELECT sign_in, person_id, id, service, mcp_url, secret, CAST(? AS BIGINT), 0 FROM accounts
     WHERE ${of} = ? AND sign_in IS NOT NULL`,
    [now, id],
  );
}
