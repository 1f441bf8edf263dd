import { keptDays } from "#core/domain/results/activity-terms";
import type { ActivityJournal } from "#core/journal/journal-store";
import type { LocalLog } from "#core/platform/log";
import type { Clock, Database } from "../store/database";
import { ActivityStore } from "./activity-store";

/** Bytes of one person; the oldest changes go first. */
const mostBytes = 5_000_000;
/** Writes between two looks at age and size. */
const pruneEvery = 50;

/** The journal of one person of a team. */
export class PersonJournal implements ActivityJournal {
  private readonly opened: ActivityStore;
  private writes = 0;

  constructor(
    database: Database,
    clock: Clock,
    person: string,
    private readonly log: LocalLog,
  ) {
    this.opened = new ActivityStore(database, clock, person, (text) => log.clean(text));
  }

  async store(): Promise<ActivityStore> {
    return this.opened;
  }

  async pruneSometimes(): Promise<void> {
    this.writes += 1;
    if (this.writes % pruneEvery !== 1) return;
    try {
      await this.opened.prune(keptDays * 86_400_000, mostBytes);
    } catch (error) {
      this.note(error);
    }
  }

  note(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    this.log.write("journal", { error: message });
    return message;
  }

  /** The database is the server's. */
  async close(): Promise<void> {}
}
