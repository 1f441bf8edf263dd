import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "./database";
import { StoreError } from "./store-error";

/**
 * Refuses the outer database inside one of its transactions: on one connection it would wait for itself, and on a pool
 * it would write beside the transaction.
 */
export class TransactionScope {
  private readonly current = new AsyncLocalStorage<{ open: boolean }>();

  enter<T>(work: () => Promise<T>): Promise<T> {
    const scope = { open: true };
    return this.current.run(scope, async () => {
      try {
        return await work();
      } finally {
        scope.open = false;
      }
    });
  }

  /** @throws StoreError `nested` */
  refuseInside(): void {
    if (this.current.getStore()?.open)
      throw new StoreError("nested", "Inside a transaction only its own database may be used.");
  }
}

/** Names of savepoints, which nest. */
export async function withSavepoint<T>(depth: number, run: (sql: string) => Promise<unknown>, work: () => Promise<T>) {
  const name = `s${depth}`;
  await run(`SAVEPOINT ${name}`);
  try {
    const result = await work();
    await run(`RELEASE SAVEPOINT ${name}`);
    return result;
  } catch (error) {
    await run(`ROLLBACK TO SAVEPOINT ${name}`);
    await run(`RELEASE SAVEPOINT ${name}`);
    throw error;
  }
}

/** What both adapters derive from `all`. */
export async function firstOf<Row>(rows: ReturnType<Database["all"]>): Promise<Row | undefined> {
  return (await rows)[0] as Row | undefined;
}
