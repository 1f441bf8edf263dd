import { InputError, ServiceError } from "#core/domain/errors";
import { quote } from "#core/domain/quote";
import type { ErrorResult } from "#core/domain/results/error";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";

/** Words of a service or user are cleaned; the parameters of a message were cleaned where it was created. */
export const cleanMessage = (text: MessageText, max = 500): MessageText =>
  typeof text === "string" ? cleanText(text, max) : text;

/**
 * Trusted words only: our own message and next step. What the service said is in the local log.
 * @returns null for an exception that nobody expected.
 */
export function errorOf(error: unknown): ErrorResult | null {
  if (error instanceof InputError)
    return {
      code: error.code,
      message: cleanMessage(error.text, 1_000),
      saved: "no",
      next: error.next && cleanMessage(error.next, 1_000),
      candidates: error.candidates
        ?.slice(0, 20)
        .map(({ id, name }) => ({ id: cleanText(id, 100), name: quote(name, 100) })),
    };
  if (error instanceof ServiceError)
    return {
      code: error.kind,
      message: cleanMessage(error.text, 1_000),
      saved: error.saved,
      next: error.next && cleanMessage(error.next, 1_000),
      detail: error.detail && cleanText(error.detail, 100),
      retry_after: error.retryAfter,
      fields:
        error.fields &&
        Object.fromEntries(
          Object.entries(error.fields).map(([name, value]) => [cleanText(name, 60), cleanMessage(value, 200)]),
        ),
    };
  return null;
}

export function errorText({
  message: text,
  saved,
  next,
  candidates,
  fields,
  retry_after,
  detail,
}: ErrorResult): string {
  const message = englishOf(text);
  const lines = [detail ? `${message} (${detail})` : message];
  if (saved === "yes") lines.push("The change itself was saved.");
  if (saved === "unknown") lines.push("It is not known whether it was saved: check before you try again.");
  const unsaid = Object.entries(fields ?? {})
    .map(([name, value]) => [name, englishOf(value)] as const)
    .filter(([, value]) => !message.includes(value));
  lines.push(...unsaid.map(([name, value]) => `${name}: ${value}`));
  const untold = (candidates ?? []).filter(({ id, name }) => !message.includes(`"${name}" (#${id})`));
  lines.push(...untold.map(({ id, name }) => `- ${name} (#${id})`));
  if (retry_after) lines.push(`Wait ${retry_after} s.`);
  if (next) lines.push(englishOf(next));
  return lines.join("\n");
}
