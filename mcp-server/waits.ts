import { AsyncLocalStorage } from "node:async_hooks";

const told = new AsyncLocalStorage<(seconds: number) => void>();

/**
 * Runs a call, and tells it of each pause that a limit of its service makes before one of its requests. Between a tool and
 * the request lie the tool's helpers and an adapter, none of which has to pass this on.
 */
export const tellingWaits = <T>(tell: (seconds: number) => void, run: () => T): T => told.run(tell, run);

export const tellWait = (seconds: number): void => told.getStore()?.(seconds);
