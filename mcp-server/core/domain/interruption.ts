import type { PendingAction } from "./question/question";

/** Ends a run of a tool from inside: neither a row of it nor a reading that may fail takes this for its own failure. */
export abstract class Interruption extends Error {}

/** The person agreed while the call waited: it runs again, on what is there now. */
export class ReadAgain extends Interruption {
  override readonly name = "ReadAgain";
}

/** Each on one line: no text in it can pretend to be a further line of ours. */
const oneLineEach = (lines: readonly string[]) => lines.map((line) => line.replace(/\s*[\n\r\u2028\u2029]\s*/g, " "));

/** The person has to be asked before the call may act; nothing was sent. */
export class NotConfirmed extends Interruption {
  override readonly name = "NotConfirmed";
  readonly preview: string[];
  readonly told: string[];
  /**
   * @param preview for the person
   * @param told for the model
   * @param asked the question, what was agreed to before it, and when the call was made first
   * @param waiting the person is asked already, in the app or at `url`; the same call with this token goes on waiting.
   */
  constructor(
    preview: readonly string[],
    told: readonly string[],
    readonly asked: { action: PendingAction; agreed: string[]; at: number },
    readonly waiting?: { token: string; seconds: number; url?: string },
  ) {
    super("not confirmed");
    this.preview = oneLineEach(preview);
    this.told = oneLineEach(told);
  }
}

/** Waits for an answer that others wait for too: an ended call stops waiting, the question goes on. */
export function until<T>(value: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return value;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
