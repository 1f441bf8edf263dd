import { InputError, ServiceError } from "../domain/errors";
import { cleanText } from "../domain/text";

/** Why a write failed, in our own words; what a service said is in the local log. */
export const errorWords = (error: unknown): string =>
  error instanceof ServiceError || error instanceof InputError
    ? cleanText(error.message, 500)
    : "Something unexpected went wrong.";
