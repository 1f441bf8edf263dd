import { randomUUID } from "node:crypto";
import type { ServiceId } from "#core/domain/entities";
import type { Clock, Database } from "../store/database";

/** A token that a service made, as far as it is needed to revoke it. */
export interface MadeTokenRow {
  id: string;
  person: string;
  /** Empty: it became no account's. */
  account: string;
  service: ServiceId;
  url: string;
  /** At the service. */
  token: string;
}

/** Milliseconds until the service is asked again after it did not revoke one. */
const againAfter = 3_600_000;

/** Part of keeping an account: those before it are not used any more. @param made the account's; absent: it has none */
export async function replaceMadeToken(
  inside: Database,
  account: string,
  made: Omit<MadeTokenRow, "id"> | undefined,
  now: number,
): Promise<void> {
  await endMadeTokens(inside, "account_id", account);
  if (made) await insert(inside, made, now, null);
}

async function insert(
  inside: Database,
  { person, account, service, url, token }: Omit<MadeTokenRow, "id">,
  now: number,
  revokeFrom: number | null,
): Promise<void> {
  await inside.run(
    `INSERT INTO made_tokens (id, person_id, account_id, service, url, token_id, made_at, revoke_from)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [randomUUID(), person, account, service, url, token, now, revokeFrom],
  );
}

/** Part of disconnecting an account or removing a person: from now on they are to be revoked. */
export async function endMadeTokens(inside: Database, of: "account_id" | "person_id", id: string): Promise<void> {
  await inside.run(`UPDATE made_tokens SET revoke_from = 0 WHERE ${of} = ? AND revoke_from IS NULL`, [id]);
}

/** Those that are not used any more, until the service has revoked them. */
export class MadeTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of a service at an address whose turn it is, oldest first. */
  due(service: ServiceId, url: string): Promise<MadeTokenRow[]> {
    return this.database.all<MadeTokenRow>(
      `SELECT id, person_id AS person, account_id AS account, service, url, token_id AS token FROM made_tokens
       WHERE revoke_from <= ? AND service = ? AND url = ? ORDER BY made_at, id LIMIT 100`,
      [this.clock(), service, url],
    );
  }

  /** One that became no account's credential. */
  unused(made: Omit<MadeTokenRow, "id" | "account">): Promise<void> {
    return insert(this.database, { ...made, account: "" }, this.clock(), 0);
  }

  /** @returns false: another replica was first */
  async revoked(id: string): Promise<boolean> {
    return (await this.database.run("DELETE FROM made_tokens WHERE id = ?", [id])) === 1;
  }

  async failed(id: string): Promise<void> {
    await this.database.run("UPDATE made_tokens SET revoke_from = ? WHERE id = ?", [this.clock() + againAfter, id]);
  }
}
