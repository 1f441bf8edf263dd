import { ServiceError } from "../../domain/errors";
import { reworded } from "../../domain/reworded";

async function readAfter<T>(reading: Promise<T>, words: (reason: string) => string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.saved !== "no") throw error;
    throw reworded(error, words(error.message), {
      saved: "yes",
      next: "Look at get_status and list_time later; do not send it again.",
    });
  }
}

/** Waits for what is read after a stamp. @throws {ServiceError} a failed read, with `saved: "yes"` */
export const readAfterStamp = <T>(reading: Promise<T>): Promise<T> =>
  readAfter(reading, (reason) => `Calamari took the stamp, but its time sheet could not be read: ${reason}`);

/** Waits for what is read after a shift was written. @throws {ServiceError} a failed read, with `saved: "yes"` */
export const readAfterSaving = <T>(reading: Promise<T>): Promise<T> =>
  readAfter(reading, (reason) => `Calamari saved the shift, but its time sheet could not be read: ${reason}`);
