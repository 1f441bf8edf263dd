import type { MessageText } from "../messages/catalog";
import { ServiceError, type ServiceErrorKind } from "./errors";

type More = NonNullable<ConstructorParameters<typeof ServiceError>[2]>;

/** A failure in other words, with everything else that it tells. @param more what differs, its kind too */
export const reworded = (error: ServiceError, message: MessageText, more: More & { kind?: ServiceErrorKind } = {}) =>
  new ServiceError(more.kind ?? error.kind, message, {
    saved: error.saved,
    next: error.next,
    fields: error.fields,
    retryAfter: error.retryAfter,
    requestId: error.requestId,
    detail: error.detail,
    ...more,
    cause: error,
  });

/** What is asked; a failure of one kind becomes another. */
export async function explained<T>(
  asked: Promise<T>,
  kind: ServiceErrorKind,
  explain: (error: ServiceError) => unknown,
): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof ServiceError && error.kind === kind ? await explain(error) : error;
  }
}
