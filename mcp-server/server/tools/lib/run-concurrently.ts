import { InputError, ServiceError } from "#core/domain/errors";
import { Interruption } from "#core/domain/interruption";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { ToolCall } from "./define";
import { errorOf, errorText } from "./errors";

export type Outcome<R> = { ok: R } | { error: unknown };

/** Requests that one service gets at the same time. */
const atOnce = 10;
/** Writes to a file of this computer, which wait for its disk together (platform/sqlite.ts). */
const atOnceHere = 250;

/**
 * Runs a write for each item, ten at a time, or 250 to a file of this computer; one failure stops no other. Progress is
 * told after each. A cancelled call starts no further item: those report that they were not sent.
 */
export async function runBulk<T, R>(
  items: readonly T[],
  call: Pick<ToolCall, "signal" | "progress"> & Partial<Pick<ToolCall, "account">>,
  write: (item: T) => Promise<R>,
): Promise<Outcome<R>[]> {
  const outcomes: Outcome<R>[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        if (call.signal.aborted) throw new InputError("cancelled", "Cancelled before it was sent.");
        outcomes[index] = { ok: await write(items[index] as T) };
      } catch (error) {
        if (error instanceof Interruption) throw error;
        outcomes[index] = { error };
      }
      done += 1;
      if (items.length > 1) call.progress(done, items.length);
    }
  };
  const most = call.account && descriptorOf(call.account.service).isLocal ? atOnceHere : atOnce;
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return outcomes;
}

/** Whether a row that failed may have been saved all the same. */
export const maybeSaved = (outcomes: readonly Outcome<unknown>[]): boolean =>
  outcomes.some((one) => "error" in one && one.error instanceof ServiceError && one.error.saved !== "no");

/** One row that failed, in trusted words; what nobody expected goes to the log. */
export function failureText(error: unknown, call: ToolCall): string {
  const known = errorOf(error);
  if (known) return errorText(known);
  call.log("unexpected", { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return "Something unexpected went wrong; the local log has it.";
}
