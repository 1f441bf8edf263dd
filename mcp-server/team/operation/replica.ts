import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { version } from "#core/platform/version";
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
  /** Ids of the keys in its key file. */
  kids: readonly string[];
}

const beatEvery = 20_000;
/** Milliseconds after which a replica that said nothing counts as gone. */
const silence = 60_000;

/** It said within a minute that it is there, and did not say that it stops. */
export const isServing = ({ stopped_at, seen_at }: ReplicaRow, now: number): boolean =>
  stopped_at === null && now - seen_at <= silence;

interface Stored {
  traffic: string;
  kids: string | null;
}

/** This process among those that share the database: it says every 20 s that it is there, and what it served. */
export class Replica {
  private readonly id = randomUUID();
  private readonly startedAt: number;
  private beating: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly traffic: Traffic,
    private readonly keyIds: () => readonly string[],
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
    const rows = await this.database.all<Omit<ReplicaRow, "counts" | "kids"> & Stored>(
      "SELECT * FROM replicas WHERE seen_at > ? ORDER BY name, started_at",
      [this.clock() - hour],
    );
    return rows.map(({ traffic, kids, ...row }) => ({
      ...row,
      counts: JSON.parse(traffic) as Count[],
      // An older program does not say.
      kids: JSON.parse(kids ?? "[]") as string[],
    }));
  }

  private async beat(stoppedAt: number | null = null): Promise<void> {
    const now = this.clock();
    await this.database.run("DELETE FROM replicas WHERE seen_at <= ?", [now - hour]);
    await this.database.run(
      `INSERT INTO replicas (id, name, version, started_at, seen_at, stopped_at, memory, traffic, kids)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, stopped_at = excluded.stopped_at,
         memory = excluded.memory, traffic = excluded.traffic, kids = excluded.kids`,
      [
        ...[this.id, hostname(), version, this.startedAt, now, stoppedAt, process.memoryUsage.rss()],
        ...[JSON.stringify(this.traffic.counts()), JSON.stringify(this.keyIds())],
      ],
    );
  }
}
