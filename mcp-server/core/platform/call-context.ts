import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What a running call is told by, and allows to, whoever works for it. Between a tool and a request lie the tool's helpers
 * and an adapter, none of which has to pass this on.
 */
export interface CallContext {
  /** Told of each pause that a limit of the service makes, in seconds, before it begins. */
  waits(seconds: number): void;
  /** Whether the client of this call may do that (a permission cell). */
  may(cell: string): boolean;
}

const current = new AsyncLocalStorage<CallContext>();

export const withCallContext = <T>(context: CallContext, run: () => T): T => current.run(context, run);

export const tellWait = (seconds: number): void => current.getStore()?.waits(seconds);
/** Outside of a call (looking up what an account has, closing it) nothing is allowed. */
export const callMay = (cell: string): boolean => current.getStore()?.may(cell) ?? false;
