import type { PeopleRepository } from "../../people/people-repository";
import { refusing } from "../refusals";
import { ApiError, type SignedInRequest } from "../router";

/** Wraps what an address does for admins. Asked at each request: the right may have been taken a moment ago. */
export const adminsOnly =
  (people: Pick<PeopleRepository, "find">) =>
  <Body, Answer>(run: (call: SignedInRequest<Body>) => Promise<Answer>) =>
  async (call: SignedInRequest<Body>): Promise<Answer> => {
    const found = await people.find(call.person.id);
    if (found?.status !== "active") throw new ApiError(401, "signed_out", "Sign in first.");
    if (!found.isAdmin) throw new ApiError(403, "admins_only", "Only admins may do this.");
    return refusing(() => run(call));
  };
