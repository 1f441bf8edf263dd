import { errorResult } from "#core/domain/results/error";

/** A failure in words for a person. `code` is stable: windows translate by it and show `message` where they know none. */
export const failure = errorResult.shape.error;
