import { ServiceError, type ServiceErrorKind } from "../../domain/errors";

/** What the service gives, or null where it refuses it in one of these ways; every other failure stays one. */
export async function nullWhere<T>(kinds: readonly ServiceErrorKind[], asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServiceError && kinds.includes(error.kind)) return null;
    throw error;
  }
}

/** true: what is asked for is not there (any more); null: it still is. */
export async function isGone(asked: Promise<unknown>): Promise<true | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === "not_found") return true;
    throw error;
  }
}

/** One part of an answer, or why it cannot be read; a credential that is no good any more fails the whole. */
export async function orFailed<T>(asked: Promise<T>): Promise<T | { failed: string }> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind === "unauthorized") throw error;
    return { failed: error.message };
  }
}
