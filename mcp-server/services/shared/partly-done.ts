import { ServiceError } from "../../domain/errors";

/**
 * The failure of one of several steps after others took effect, which the message names.
 * @param next absent: what the step itself says
 */
export const partlyDone = (error: ServiceError, message: string, next = error.next): ServiceError =>
  new ServiceError(error.kind, message, {
    saved: error.saved === "unknown" ? "unknown" : "yes",
    next,
    fields: error.fields,
    retryAfter: error.retryAfter,
    requestId: error.requestId,
    detail: error.detail,
    cause: error,
  });
