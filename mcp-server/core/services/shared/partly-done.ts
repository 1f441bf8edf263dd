import type { ServiceError } from "../../domain/errors";
import { reworded } from "../../domain/reworded";

/**
 * The failure of one of several steps after others took effect, which the message names.
 * @param next absent: what the step itself says
 */
export const partlyDone = (error: ServiceError, message: string, next = error.next): ServiceError =>
  reworded(error, message, { saved: error.saved === "unknown" ? "unknown" : "yes", next });
