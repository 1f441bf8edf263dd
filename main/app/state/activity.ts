import { z } from "zod";
import { activityList, activityMethods, activityUndone } from "#core/domain/results/activity";
import { lostChanges, lostChangesApplied, lostChangesMethods } from "#core/domain/results/lost-changes";
import type { AppRequests } from "../../server";
import { Latest } from "./server-calls";

/** A change of thousands of entries (an import) is read and written one by one. Milliseconds. */
const patience = 60 * 60_000;

/** The journal of what was written, on all accounts, as the bundled server keeps it. */
export class Activity {
  private readonly lists = new Latest();

  constructor(
    private readonly deps: {
      server: AppRequests;
      /** Something was or may have been written: what was read is old. */
      written(): void;
    },
  ) {}

  list({ accountId, ...asked }: { from: string; to: string; accountId?: string; limit: number }, window: number) {
    const params = { ...asked, ...(accountId !== undefined && { account: accountId }) };
    return this.lists.run(window, (signal) =>
      this.deps.server.request(activityMethods.list, params, activityList, { write: false, signal }),
    );
  }

  cancelList(window: number): void {
    this.lists.cancel(window);
  }

  async undo(id: number) {
    try {
      const options = { write: true, timeout: patience };
      return await this.deps.server.request(activityMethods.undo, { id }, activityUndone, options);
    } finally {
      this.deps.written();
    }
  }

  /** What this account lost because its time sheet was put back to an older copy. */
  lost(account: string) {
    return this.deps.server.request(lostChangesMethods.look, { account }, lostChanges, {
      write: false,
      timeout: patience,
    });
  }

  /** Writes again all of it that fits. */
  async applyLost(account: string) {
    try {
      const options = { write: true, timeout: patience };
      return await this.deps.server.request(lostChangesMethods.apply, { account }, lostChangesApplied, options);
    } finally {
      this.deps.written();
    }
  }

  async forgetLost(account: string): Promise<void> {
    await this.deps.server.request(lostChangesMethods.forget, { account }, z.object({}), { write: true });
    this.deps.written();
  }

  async clear(): Promise<void> {
    await this.deps.server.request(activityMethods.clear, {}, z.object({}), { write: true });
    this.deps.written();
  }
}
