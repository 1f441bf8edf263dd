import type { CapabilityFile } from "#core/access/capability-file";
import type { BreakMemory, RateLimiter } from "#core/domain/ports";
import { createRateLimiter, heldIn } from "#core/platform/rate-limiter";
import type { Clock, Database } from "../store/database";

/** Tries of one request to be counted, each after another replica was first. */
const mostTries = 50;

/** What adapters remember between calls, for all replicas. */
export class ServiceState {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** By account id; accounts of which nothing is known are not in it. */
  async facts(accountIds: readonly string[]): Promise<Map<string, CapabilityFile>> {
    if (accountIds.length === 0) return new Map();
    const rows = await this.database.all<{ account_id: string; facts: string }>(
      `SELECT account_id, facts FROM service_facts WHERE account_id IN (${accountIds.map(() => "?").join(", ")})`,
      accountIds,
    );
    // What cannot be read is asked of the service again.
    return new Map(rows.flatMap(({ account_id, facts }) => (isJson(facts) ? [[account_id, JSON.parse(facts)]] : [])));
  }

  async keepFacts(accountId: string, facts: CapabilityFile): Promise<void> {
    await this.database.run(
      `INSERT INTO service_facts (account_id, facts, updated_at) VALUES (?, ?, ?)
       ON CONFLICT (account_id) DO UPDATE SET facts = excluded.facts, updated_at = excluded.updated_at`,
      [accountId, JSON.stringify(facts), this.clock()],
    );
  }

  breaks(accountId: string): BreakMemory {
    return {
      read: async () => {
        const sql = "SELECT paused FROM service_breaks WHERE account_id = ?";
        const row = await this.database.first<{ paused: string }>(sql, [accountId]);
        return row ? JSON.parse(row.paused) : null;
      },
      write: async (paused) => {
        if (paused === null) {
          await this.database.run("DELETE FROM service_breaks WHERE account_id = ?", [accountId]);
          return;
        }
        await this.database.run(
          `INSERT INTO service_breaks (account_id, paused, updated_at) VALUES (?, ?, ?)
           ON CONFLICT (account_id) DO UPDATE SET paused = excluded.paused, updated_at = excluded.updated_at`,
          [accountId, JSON.stringify(paused), this.clock()],
        );
      },
    };
  }

  /** @param scope who shares the service's limits: an account, or all of a company at one address */
  rateLimiter(scope: string): RateLimiter {
    return createRateLimiter(
      {
        update: async (work, signal) => {
          for (let attempt = 0; attempt < mostTries; attempt++) {
            signal?.throwIfAborted();
            const row = await this.database.first<{ counts: string; version: number }>(
              "SELECT counts, version FROM request_counts WHERE scope = ?",
              [scope],
            );
            const held = work(row ? heldIn(JSON.parse(row.counts)) : {});
            if (held === null || (await this.keepCounts(scope, JSON.stringify(held), row?.version ?? null))) return;
          }
          throw Object.assign(new Error("The count of requests is changed by too many at once."), { code: "EBUSY" });
        },
      },
      this.clock,
    );
  }

  /** Forgets an account that was disconnected. */
  async forget(database: Database, accountId: string): Promise<void> {
    await database.run("DELETE FROM service_facts WHERE account_id = ?", [accountId]);
    await database.run("DELETE FROM service_breaks WHERE account_id = ?", [accountId]);
  }

  /** @param version of what was read; null: there was nothing @returns false: another was first */
  private async keepCounts(scope: string, counts: string, version: number | null): Promise<boolean> {
    const now = this.clock();
    const changed =
      version === null
        ? await this.database.run(
            "INSERT INTO request_counts (scope, counts, version, updated_at) VALUES (?, ?, 1, ?) ON CONFLICT (scope) DO NOTHING",
            [scope, counts, now],
          )
        : await this.database.run(
            "UPDATE request_counts SET counts = ?, version = version + 1, updated_at = ? WHERE scope = ? AND version = ?",
            [counts, now, scope, version],
          );
    return changed === 1;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
