import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { version } from "../../platform/version";
import type { Clock, Database } from "../store/database";
import { type Count, hour, type Traffic } from "./traffic";

export interface ReplicaRow {
  id: string;
  name: string;
  version: string;
  started_at: number;
  seen_at: number;
  stopped_at: number | null;
  /** Bytes. */
  memory: number;
  counts: Count[];
}

const beatEvery = 20_000;

/** This process among those that share the database: it says every 20 s that it is there, and what it served. */
export class Replica {
  private readonly id = randomUUID();
  private readonly startedAt: number;
  private beating: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly traffic: Traffic,
    private readonly failed: (error: unknown) => void,
  ) {
    this.startedAt = clock();
  }

  start(): void {
    const beat = () => this.beat().catch(this.failed);
    this.beating = setInterval(beat, beatEvery);
    this.beating.unref();
    void beat();
  }

  async stop(): Promise<void> {
    clearInterval(this.beating);
    await this.beat(this.clock()).catch(this.failed);
  }

  /** All that were there in the last hour, this one just now. */
  async all(): Promise<ReplicaRow[]> {
    await this.beat();
    const rows = await this.database.all<Omit<ReplicaRow, "counts"> & { traffic: string }>(
      "SELECT * FROM replicas WHERE seen_at > ? ORDER BY name, started_at",
      [this.clock() - hour],
    );
    return rows.map(({ traffic, ...row }) => ({ ...row, counts: JSON.parse(traffic) as Count[] }));
  }

  private async beat(stoppedAt: number | null = null): Promise<void> {
    const now = this.clock();
    await this.database.run("DELETE FROM replicas WHERE seen_at <= ?", [now - hour]);
    await this.database.run(
      `INSERT INTO replicas (id, name, version, started_at, seen_at, stopped_at, memory, traffic)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, stopped_at = excluded.stopped_at,
         memory = excluded.memory, traffic = excluded.traffic`,
      [
        ...[this.id, hostname(), version, this.startedAt, now, stoppedAt, process.memoryUsage.rss()],
        JSON.stringify(this.traffic.counts()),
      ],
    );
  }
}
