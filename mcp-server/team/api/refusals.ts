import { PeopleError } from "../people/person";
import { SignInError } from "../people/sign-in-error";
import { ApiError } from "./router";

const signIn: Record<SignInError["code"], [status: number, code: string]> = {
  refused: [401, "refused"],
  locked: [429, "locked"],
  expired: [410, "gone"],
  invitation_used: [410, "invitation_used"],
  invitation_expired: [410, "invitation_expired"],
  invitation_unknown: [410, "invitation_unknown"],
  not_allowed: [403, "not_allowed"],
  unavailable: [503, "unavailable"],
  clock: [503, "clock"],
};

const people: Record<PeopleError["code"], number> = {
  invalid: 400,
  exists: 409,
  unknown: 404,
  removed: 410,
  last_admin: 409,
  oneself: 409,
  admins_only: 403,
  is_admin: 403,
};

/** What people and sign-in refuse, as answers of the API. @throws ApiError; what is none of theirs as it is */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignInError) {
      const [status, code] = signIn[error.code];
      const seconds = error.retryAfter === undefined ? undefined : Math.ceil(error.retryAfter / 1_000);
      throw new ApiError(status, code, error.message, seconds);
    }
    if (error instanceof PeopleError) throw new ApiError(people[error.code], error.code, error.message);
    throw error;
  }
}
