import { holdPerson } from "../people/hold-person";
import type { Clock, Database } from "../store/database";
import { hashedId } from "./hashed-id";
import type { Level } from "./levels";

/** What a person let a client do. */
export interface Grant {
  id: string;
  person: string;
  client: GrantedClient;
  level: Level;
  /** Ids of accounts; null: all that the person has. */
  accounts: string[] | null;
  /** Milliseconds since the epoch, as all moments here. */
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
}

interface GrantedClient {
  /** The URL of its identity document, or the id it got when it registered. */
  id: string;
  name: string;
  /** Host of the redirect, or the custom scheme with its colon. */
  redirectHost: string;
}

export interface GrantRow {
  id: string;
  person: string;
  client_id: string;
  client_name: string;
  redirect_host: string;
  level: Level;
  accounts: string | null;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
}

/** How long a client that registered itself is kept after its last grant ended. */
const keptAfterGrant = 30 * 86_400_000;
/** Uses are noted at most this often. */
const useInterval = 60_000;

/** Of the provider's own id of a grant, which is a secret. */
export const grantIdOf = (providerId: string) => hashedId("Grant", providerId);

export const grantOf = (row: GrantRow): Grant => ({
  id: row.id,
  person: row.person,
  client: { id: row.client_id, name: row.client_name, redirectHost: row.redirect_host },
  level: row.level,
  accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});

/** Grants that hold: neither revoked nor expired. */
export class GrantRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Once for each id. Also keeps the client's registration for as long as the grant is worth anything.
   * @returns false: the person was removed, and nothing is granted
   */
  add(grant: Omit<Grant, "createdAt" | "lastUsedAt">): Promise<boolean> {
    const { id, person, client, level, accounts, expiresAt } = grant;
    return this.database.transaction(async (inside) => {
      if (!(await holdPerson(inside, person))) return false;
      await inside.run(
        `INSERT INTO oauth_grants (id, person, client_id, client_name, redirect_host, level, accounts, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
        [
          id,
          person,
          client.id,
          client.name,
          client.redirectHost,
          level,
          accounts === null ? null : JSON.stringify(accounts),
          this.clock(),
          expiresAt,
        ],
      );
      const until = expiresAt + keptAfterGrant;
      await inside.run("UPDATE oauth_items SET expires_at = ? WHERE model = 'Client' AND id = ? AND expires_at < ?", [
        until,
        hashedId("Client", client.id),
        until,
      ]);
      return true;
    });
  }

  async of(person: string): Promise<Grant[]> {
    const rows = await this.database.all<GrantRow>(
      "SELECT * FROM oauth_grants WHERE person = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY created_at DESC",
      [person, this.clock()],
    );
    return rows.map(grantOf);
  }

  /** What a person's clients call themselves, by the id of the grant; also of grants that ended. */
  async clientNames(person: string): Promise<Map<string, string>> {
    const sql = "SELECT id, client_name FROM oauth_grants WHERE person = ?";
    const rows = await this.database.all<{ id: string; client_name: string }>(sql, [person]);
    return new Map(rows.map(({ id, client_name }) => [id, client_name]));
  }

  /** Whether the person ever let this client in. */
  async knows(person: string, clientId: string): Promise<boolean> {
    const row = await this.database.first(
      "SELECT 1 AS known FROM oauth_grants WHERE person = ? AND client_id = ? LIMIT 1",
      [person, clientId],
    );
    return row !== undefined;
  }

  /** Lowers what a client may do, from its next call on. @returns false: not a lower level, or no such grant of this person */
  async lowerTo(person: string, id: string, level: Level, higher: readonly Level[]): Promise<boolean> {
    const marks = higher.map(() => "?").join(", ");
    const changed = await this.database.run(
      `UPDATE oauth_grants SET level = ? WHERE id = ? AND person = ? AND revoked_at IS NULL AND level IN (${marks})`,
      [level, id, person, ...higher],
    );
    return changed > 0;
  }

  /** Notes a use, at most once a minute. */
  async used(grant: Grant): Promise<void> {
    const now = this.clock();
    if (grant.lastUsedAt !== null && now - grant.lastUsedAt < useInterval) return;
    await this.database.run("UPDATE oauth_grants SET last_used_at = ? WHERE id = ?", [now, grant.id]);
  }

  /** Ends a grant with all its tokens and codes at once. @returns whether there was one of this person */
  async revoke(person: string, id: string): Promise<boolean> {
    return (await endGrants(this.database, this.clock(), "person = ? AND id = ?", [person, id])) > 0;
  }

  /** Ends everything that a person granted, for off-boarding. */
  async revokeAllOf(person: string): Promise<void> {
    await endGrants(this.database, this.clock(), "person = ?", [person]);
  }
}

/** @param which a condition on oauth_grants that holds for those to end */
export function endGrants(database: Database, now: number, which: string, values: string[]): Promise<number> {
  return database.transaction(async (inside) => {
    const rows = await inside.all<{ id: string }>(
      `UPDATE oauth_grants SET revoked_at = ? WHERE revoked_at IS NULL AND ${which} RETURNING id`,
      [now, ...values],
    );
    for (const { id } of rows) {
      await inside.run("DELETE FROM oauth_items WHERE grant_id = ?", [id]);
      await inside.run("DELETE FROM oauth_items WHERE model = 'Grant' AND id = ?", [id]);
    }
    return rows.length;
  });
}
