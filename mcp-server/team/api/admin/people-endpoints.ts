import { z } from "zod";
import type { BoundsRepository } from "../../accounts/bounds-repository";
import { groupLimits } from "../../accounts/group-limits";
import type { TokenMaking } from "../../accounts/token-making";
import type { Directory } from "../../people/directory";
import { type Invitations, invitationLimit, invitationLink } from "../../people/invitations";
import type { OffBoarding } from "../../people/off-boarding";
import type { PeopleRepository } from "../../people/people-repository";
import type { Clock } from "../../store/database";
import { parsedQuery } from "../parsed-query";
import { ApiError, type Endpoint, endpoint, type SignedInRequest } from "../router";
import { adminsOnly } from "./admins-only";
import type { AdminPeople, Invited, RemovalView } from "./contract";
import type { AdminLog } from "./log";
import { peopleHead, peopleLines } from "./people-file";

export interface AdminPeopleDeps {
  publicUrl: URL;
  clock: Clock;
  people: PeopleRepository;
  directory: Directory;
  invitations: Invitations;
  offBoarding: OffBoarding;
  bounds: Pick<BoundsRepository, "company" | "group">;
  adminLog: AdminLog;
  /** Absent: no service makes tokens for people. */
  making?: Pick<TokenMaking, "config" | "revokeUnused">;
}

const groupName = z.string().max(500).nullable();
const newcomer = z.strictObject({
  email: z.string().max(320),
  name: z.string().max(500).optional(),
  group: groupName.default(null),
  isAdmin: z.boolean().default(false),
});
const change = z.strictObject({ group: groupName.optional(), isAdmin: z.boolean().optional() });
const removal = z.strictObject({ reason: z.string().trim().max(500).optional() });
const query = z.strictObject({
  q: z.string().max(200).optional(),
  status: z.enum(["active", "invited", "removed"]).optional(),
  group: z.string().max(200).optional(),
  after: z.string().max(400).optional(),
});

const exportQuery = query.omit({ after: true });

/** The people of the company, for admins: list, export, invite, change, remove. */
export function adminPeopleEndpoints(deps: AdminPeopleDeps): Endpoint[] {
  const { people, directory, invitations, offBoarding, adminLog, clock, making } = deps;
  const forAdmins = adminsOnly(people);
  /** The group of this name, made where there is none; null: none. */
  const groupOf = async (name: string | null) => (name === null ? null : (await people.ensureGroup(name)).id);
  const invite = async (id: string): Promise<Invited> => {
    const until = clock() + invitationLimit;
    const link = invitationLink(deps.publicUrl, await invitations.createFor(id));
    const person = await people.find(id);
    const isAddressOfRemoved = person !== undefined && (await people.findRemoved(person.email)) !== undefined;
    return { id, link, until, isAddressOfRemoved };
  };
  return [
    endpoint({
      method: "GET",
      path: "/api/admin/people",
      run: forAdmins(async ({ visit }): Promise<AdminPeople> => {
        const [page, counts, limits] = await Promise.all([
          directory.list(parsedQuery(query, visit.url)),
          directory.counts(),
          groupLimits(deps),
        ]);
        return { ...page, counts, ...limits };
      }),
    }),
    endpoint({
      method: "GET",
      path: "/api/admin/people/export",
      run: forAdmins(async ({ visit, response }) => {
        const asked = parsedQuery(exportQuery, visit.url);
        const limits = await groupLimits(deps);
        let page = await directory.list(asked);
        response.writeHead(200, {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": 'attachment; filename="punchcard-people.csv"',
        });
        response.write(peopleHead);
        for (;;) {
          response.write(peopleLines(page.people, limits));
          if (page.next === null || response.destroyed) break;
          page = await directory.list({ ...asked, after: page.next });
        }
        response.end();
      }),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/people",
      body: newcomer,
      run: forAdmins(async ({ person, body }: SignedInRequest<z.output<typeof newcomer>>): Promise<Invited> => {
        const { email, name = email, isAdmin } = body;
        const added = await people.create({
          ...{ email, name, isAdmin, status: "invited" },
          group: await groupOf(body.group),
        });
        await adminLog(person, "invite_person", added.id);
        return invite(added.id);
      }),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/people/:id/invitation",
      run: forAdmins(async ({ person, params: { id = "" } }): Promise<Invited> => {
        const again = await people.beginAgain(id);
        const invited = await invite(again?.id ?? id);
        await adminLog(person, again ? "invite_removed_person" : "invite_person", invited.id);
        return invited;
      }),
    }),
    endpoint({
      method: "PUT",
      path: "/api/admin/people/:id",
      body: change,
      run: forAdmins(async ({ person, params: { id = "" }, body }: SignedInRequest<z.output<typeof change>>) => {
        if (!(await people.alter(id, body))) throw nobody();
        await adminLog(person, "change_person", id);
      }),
    }),
    endpoint({
      method: "GET",
      path: "/api/admin/people/:id/removal",
      run: forAdmins(async ({ person, params: { id = "" } }): Promise<RemovalView> => {
        const view = await directory.removal(id, person.id, making?.config);
        if (!view) throw nobody();
        return view;
      }),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/people/:id/removal",
      body: removal,
      run: forAdmins(async ({ person, params: { id = "" }, body }: SignedInRequest<z.output<typeof removal>>) => {
        await offBoarding.remove(id, { admin: person.id }, body.reason || undefined);
        void making?.revokeUnused();
        await adminLog(person, "remove_person", id);
      }),
    }),
  ];
}

const nobody = () => new ApiError(404, "unknown", "There is no such person.");
