import { InputError, ServiceError } from "../domain/errors";
import type { Act } from "../domain/question";
import type { ErrorResult } from "../domain/results";
import { cleanText } from "../domain/text";

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
   * @param waiting the app asks its person already; the same call with this token goes on waiting.
   */
  constructor(
    preview: readonly string[],
    told: readonly string[],
    readonly asked: { act: Act; agreed: string[]; at: number },
    readonly waiting?: { token: string; seconds: number },
  ) {
    super("not confirmed");
    this.preview = oneLineEach(preview);
    this.told = oneLineEach(told);
  }
}

/**
 * Trusted words only: our own message and next step. What the service said is in the local log.
 * @returns null for an exception that nobody expected.
 */
export function errorOf(error: unknown): ErrorResult | null {
  if (error instanceof InputError)
    return {
      code: error.code,
      message: cleanText(error.message, 1_000),
      saved: "no",
      next: error.next && cleanText(error.next, 1_000),
      candidates: error.candidates
        ?.slice(0, 20)
        .map(({ id, name }) => ({ id: cleanText(id, 100), name: cleanText(name, 100) })),
    };
  if (error instanceof ServiceError)
    return {
      code: error.kind,
      message: cleanText(error.message, 1_000),
      saved: error.saved,
      next: error.next && cleanText(error.next, 1_000),
      detail: error.detail && cleanText(error.detail, 100),
      retry_after: error.retryAfter,
      fields:
        error.fields &&
        Object.fromEntries(Object.entries(error.fields).map(([name, value]) => [name, cleanText(value, 200)])),
    };
  return null;
}

export function errorText({ message, saved, next, candidates, fields, retry_after, detail }: ErrorResult): string {
  const lines = [detail ? `${message} (${detail})` : message];
  if (saved === "yes") lines.push("It was saved all the same.");
  if (saved === "unknown") lines.push("Whether it was saved is not known: look before you try again.");
  const unsaid = Object.entries(fields ?? {}).filter(([, value]) => !message.includes(value));
  lines.push(...unsaid.map(([name, value]) => `${name}: ${value}`));
  const untold = (candidates ?? []).filter(({ id, name }) => !message.includes(`"${name}" (#${id})`));
  lines.push(...untold.map(({ id, name }) => `- ${name} (#${id})`));
  if (retry_after) lines.push(`Wait ${retry_after} s.`);
  if (next) lines.push(next);
  return lines.join("\n");
}
