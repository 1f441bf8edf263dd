import type { Clock, Database } from "./database";

/** Milliseconds between two looks at the database's clock. */
const lookEvery = 60_000;
/** Milliseconds that the way of an answer explains. */
const usual = 1_000;

/**
 * The database's clock, for everything that replicas decide by one moment: their own clocks may be minutes apart. A file
 * is used by one machine, whose own clock it is. Without an answer the last known difference holds.
 */
export class SharedClock {
  /** Milliseconds that the database is ahead of this machine. */
  private ahead = 0;
  private looking: NodeJS.Timeout | undefined;

  private constructor(
    private readonly database: Database,
    private readonly own: Clock,
  ) {}

  /** @throws StoreError */
  static async of(database: Database, own: Clock = Date.now): Promise<SharedClock> {
    const clock = new SharedClock(database, own);
    await clock.look();
    return clock;
  }

  readonly now: Clock = () => this.own() + this.ahead;

  /** Follows clocks that are set while the server runs. */
  start(failed: (error: unknown) => void): void {
    if (this.database.kind === "libsql") return;
    this.looking = setInterval(() => void this.look().catch(failed), lookEvery).unref();
  }

  stop(): void {
    clearInterval(this.looking);
  }

  /** Seconds by which the two differ, for the log; 0 where the way of an answer explains it. */
  get secondsAhead(): number {
    return Math.round(this.ahead / 1_000);
  }

  async look(): Promise<void> {
    if (this.database.kind === "libsql") return;
    const asked = this.own();
    const row = await this.database.first<{ at: number }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::BIGINT AS at",
    );
    const answered = this.own();
    const ahead = Math.round((row?.at ?? answered) - (asked + answered) / 2);
    this.ahead = Math.abs(ahead) <= usual ? 0 : ahead;
  }
}
