import { z } from "zod";
import type { Passkeys } from "../people/passkeys";
import type { Sessions } from "../people/sessions";
import { ApiError, type Endpoint, endpoint } from "./router";

export interface PeopleDeps {
  sessions: Sessions;
  passkeys: Passkeys;
}

/** A person's own browsers and passkeys. */
export function peopleEndpoints({ sessions, passkeys }: PeopleDeps): Endpoint[] {
  const there = (done: boolean) => {
    if (!done) throw new ApiError(404, "not_found", "That is not there any more.");
  };

  return [
    endpoint({
      method: "GET",
      path: "/api/browsers",
      run: async ({ person, token }) => {
        const own = (await sessions.find(token))?.id;
        return (await sessions.list(person.id)).map((one) => ({ ...one, isThisOne: one.id === own }));
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/api/browsers/:id",
      run: async ({ person, params }) => there(await sessions.endOne(person.id, params.id ?? "")),
    }),
    endpoint({ method: "GET", path: "/api/passkeys", run: ({ person }) => passkeys.list(person.id) }),
    endpoint({
      method: "POST",
      path: "/api/passkeys/forget",
      body: z.strictObject({ id: z.string().max(2_000) }),
      run: async ({ person, body }) => there(await passkeys.forget(person.id, body.id)),
    }),
  ];
}
