import { z } from "zod";
import { type Invitations, invitationLink } from "../people/invitations";
import type { OffBoarding } from "../people/off-boarding";
import type { Passkeys } from "../people/passkeys";
import type { PeopleRepository } from "../people/people-repository";
import type { Sessions } from "../people/sessions";
import type { PersonView } from "./contract";
import { refusing } from "./refusals";
import { ApiError, type Endpoint, endpoint } from "./router";

export interface PeopleDeps {
  publicUrl: URL;
  people: PeopleRepository;
  sessions: Sessions;
  passkeys: Passkeys;
  invitations: Invitations;
  offBoarding: OffBoarding;
}

const newcomer = z.strictObject({
  email: z.string().max(320),
  name: z.string().max(500).optional(),
  group: z.string().max(500).optional(),
  isAdmin: z.boolean().default(false),
});

/** A person's own browsers and passkeys, and for admins the people of the company. */
export function peopleEndpoints(deps: PeopleDeps): Endpoint[] {
  const { sessions, passkeys, people, invitations, offBoarding } = deps;

  /** Asked at each request: the right may have been taken a moment ago. */
  async function asAdmin<T>({ id }: PersonView, work: () => Promise<T>): Promise<T> {
    const found = await people.find(id);
    if (!found?.isAdmin || found.status !== "active") throw new ApiError(403, "not_admin", "This is for admins.");
    return refusing(work);
  }
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
    endpoint({
      method: "GET",
      path: "/api/admin/people",
      run: ({ person, visit }) =>
        asAdmin(person, async () => ({
          people: await people.list({ after: visit.url.searchParams.get("after") ?? "" }),
          groups: await people.groups(),
        })),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/people",
      body: newcomer,
      run: ({ person, body }) =>
        asAdmin(person, async () => {
          const group = body.group === undefined ? null : (await people.ensureGroup(body.group)).id;
          const { email, name = email, isAdmin } = body;
          const added = await people.create({ email, name, group, isAdmin, status: "invited" });
          return { person: added, link: invitationLink(deps.publicUrl, await invitations.create(added.id)) };
        }),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/people/:id/invitation",
      run: ({ person, params }) =>
        asAdmin(person, async () => ({
          link: invitationLink(deps.publicUrl, await invitations.create(params.id ?? "")),
        })),
    }),
    endpoint({
      method: "DELETE",
      path: "/api/admin/people/:id",
      run: ({ person, params }) => asAdmin(person, () => offBoarding.remove(params.id ?? "", { admin: person.id })),
    }),
  ];
}
