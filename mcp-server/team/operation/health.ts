import type { HealthView } from "../api/admin/contract";
import type { Clock, Database } from "../store/database";
import { isServing, type Replica, type ReplicaRow } from "./replica";
import { type Count, countLasts, durations, hour, refusalKinds } from "./traffic";

export interface HealthSources {
  database: Database;
  clock: Clock;
  replica: Replica;
}

const slices = hour / countLasts;

/** How the server does: of all replicas, and without anybody's name. */
export async function readHealth({ database, clock, replica }: HealthSources): Promise<HealthView> {
  const now = clock();
  const [rows, about, callers, keys, audit] = await Promise.all([
    replica.all(),
    readDatabase(database),
    readCallers(database, now),
    readKeys(database),
    readAudit(database),
  ]);
  return {
    at: now,
    ...sumUp(rows, now),
    ...callers,
    replicas: rows.filter(({ stopped_at }) => stopped_at === null).map((row) => replicaView(row, now)),
    database: about,
    keys,
    audit,
  };
}

function replicaView(row: ReplicaRow, now: number): HealthView["replicas"][number] {
  const recent = row.counts.filter(({ at }) => at > now - 5 * 60_000 - countLasts);
  const minutes = Math.max(1, (now - (recent[0]?.at ?? now)) / 60_000);
  const requests = recent.reduce((sum, count) => sum + count.requests, 0);
  return {
    ...{ id: row.id, name: row.name, version: row.version, startedAt: row.started_at, seenAt: row.seen_at },
    ...{ perMinute: requests / minutes, memory: row.memory, isReady: isServing(row, now) },
  };
}

/** @param rows also of replicas that stopped: what they served was served */
function sumUp(rows: readonly ReplicaRow[], now: number): Pick<HealthView, "requests" | "refusals" | "answeredWithin"> {
  const last = Math.floor(now / countLasts) * countLasts;
  const first = last - (slices - 1) * countLasts;
  const counts = rows.flatMap((row) => row.counts).filter(({ at }) => at >= first && at <= last);
  const slicesOf = (amount: (count: Count) => number) => {
    const sums = Array<number>(slices).fill(0);
    for (const count of counts) {
      const index = (count.at - first) / countLasts;
      sums[index] = (sums[index] ?? 0) + amount(count);
    }
    return sums;
  };
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  const requests = slicesOf((count) => count.requests);
  const refused = slicesOf(({ refused }) => total(refusalKinds.map((kind) => refused[kind] ?? 0)));
  const byKind = refusalKinds.map((kind) => ({ kind, count: total(counts.map((one) => one.refused[kind] ?? 0)) }));
  const took = [...durations, null].map((_most, index) => total(counts.map((count) => count.took[index] ?? 0)));
  return {
    requests: { since: first, total: total(requests), slices: requests },
    refusals: { total: total(refused), slices: refused, byKind },
    answeredWithin: withinMost(took),
  };
}

/** Milliseconds within which 19 of 20 were answered; null: nothing was, or it took longer than is counted. */
function withinMost(took: readonly number[]): number | null {
  const all = took.reduce((sum, one) => sum + one, 0);
  let seen = 0;
  for (const [index, count] of took.entries()) {
    seen += count;
    if (all > 0 && seen >= all * 0.95) return durations[index] ?? null;
  }
  return null;
}

async function readDatabase(database: Database): Promise<HealthView["database"]> {
  const began = performance.now();
  const isPostgres = database.kind === "postgres";
  const named = await database.first<{ name: string }>(
    isPostgres ? "SELECT current_setting('server_version') AS name" : "SELECT sqlite_version() AS name",
  );
  const milliseconds = performance.now() - began;
  const connections = isPostgres
    ? await database.first<{ used: number; most: number }>(
        `SELECT count(*) AS used, current_setting('max_connections')::BIGINT AS most FROM pg_stat_activity
         WHERE datname = current_database()`,
      )
    : undefined;
  return {
    ...{ kind: database.kind, version: (named?.name ?? "").split(" ")[0] ?? "", milliseconds },
    connections: connections ?? null,
  };
}

async function readCallers(database: Database, now: number): Promise<Pick<HealthView, "people" | "clients">> {
  const row = await database.first<{ people: number; clients: number }>(
    "SELECT count(DISTINCT person) AS people, count(*) AS clients FROM oauth_grants WHERE last_used_at > ?",
    [now - hour],
  );
  return { people: row?.people ?? 0, clients: row?.clients ?? 0 };
}

async function readKeys(database: Database): Promise<HealthView["keys"]> {
  const rows = await database.all<{ kid: string; since: number; secrets: number }>(
    `SELECT k.kid, k.created_at AS since, (SELECT count(*) FROM data_keys d WHERE d.kid = k.kid) AS secrets
     FROM key_ring k ORDER BY k.position DESC`,
  );
  return rows.map((row, index) => ({ ...row, writes: index === 0 }));
}

async function readAudit(database: Database): Promise<HealthView["audit"]> {
  const head = await database.first<{ seq: number; hash: string }>("SELECT seq, hash FROM audit_head WHERE id = 1");
  const last = await database.first<{ at: number }>("SELECT at FROM audit_lines WHERE seq = ?", [head?.seq ?? 0]);
  return { lines: head?.seq ?? 0, lastAt: last?.at ?? null, ends: head?.hash.slice(-4) ?? null };
}
