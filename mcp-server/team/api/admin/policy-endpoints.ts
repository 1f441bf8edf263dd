import { z } from "zod";
import { cells } from "#core/domain/permission-cells";
import { descriptorOf, serviceIds } from "#core/service-catalog/descriptors";
import { AccountError } from "../../accounts/account-error";
import { type BoundsRepository, companyBound, groupBound } from "../../accounts/bounds-repository";
import { cellHolders } from "../../accounts/cell-holders";
import type { CompanyKeys } from "../../accounts/company-keys";
import { groupLimits } from "../../accounts/group-limits";
import { knownClients } from "../../accounts/known-clients";
import type { Directory } from "../../people/directory";
import type { PeopleRepository } from "../../people/people-repository";
import type { Clock, Database } from "../../store/database";
import { told } from "../account-answers";
import { parsedQuery } from "../parsed-query";
import { ApiError, type Endpoint, endpoint, type SignedInRequest } from "../router";
import { adminsOnly } from "./admins-only";
import type { GroupBoundView, HoldersView, PolicyView } from "./contract";
import type { AdminLog } from "./log";

export interface PolicyEndpointDeps {
  database: Database;
  clock: Clock;
  people: Pick<PeopleRepository, "find" | "groups">;
  directory: Pick<Directory, "groupSizes">;
  bounds: BoundsRepository;
  companyKeys: CompanyKeys;
  fixed: PolicyView["fixed"];
  adminLog: AdminLog;
}

const version = z.int().min(0);
const holdersQuery = z.strictObject({
  cells: z
    .string()
    .max(10_000)
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(cells))),
  group: z.string().max(200).optional(),
});
const changed = () => new ApiError(409, "changed", "Somebody else changed this meanwhile. Look at it again.");

/** Upper bounds and company keys, for admins. A change names the version that was read. */
export function policyEndpoints(deps: PolicyEndpointDeps): Endpoint[] {
  const { people, bounds, companyKeys, fixed, adminLog } = deps;
  const forAdmins = adminsOnly(people);
  const view = async (): Promise<PolicyView> => {
    const [company, { groups }] = await Promise.all([bounds.company(), groupLimits(deps)]);
    return { ...company, groups, knownClients, fixed };
  };
  /** A bound of a group that there is not would be nobody's. */
  const groupOf = async (id = "") => {
    if (!(await people.groups()).some((group) => group.id === id))
      throw new ApiError(404, "unknown", "There is no such group.");
    return id;
  };
  return [
    endpoint({ method: "GET", path: "/api/admin/policy", run: forAdmins(view) }),
    endpoint({
      method: "PUT",
      path: "/api/admin/policy",
      body: z.strictObject({ value: companyBound, version }),
      run: forAdmins(
        async ({ person, body }: SignedInRequest<{ value: z.output<typeof companyBound>; version: number }>) => {
          if (!(await bounds.setCompany(body.value, body.version))) throw changed();
          await adminLog(person, "set_policy");
          return view();
        },
      ),
    }),
    endpoint({
      method: "GET",
      path: "/api/admin/groups/:id/bound",
      run: forAdmins(async ({ params }): Promise<GroupBoundView> => bounds.group(await groupOf(params.id))),
    }),
    endpoint({
      method: "PUT",
      path: "/api/admin/groups/:id/bound",
      body: z.strictObject({ value: groupBound, version }),
      run: forAdmins(
        async ({
          person,
          params,
          body,
        }: SignedInRequest<{ value: z.output<typeof groupBound>; version: number }>): Promise<GroupBoundView> => {
          const id = await groupOf(params.id);
          if (!(await bounds.setGroup(id, body.value, body.version))) throw changed();
          await adminLog(person, "set_group_bound", id);
          return bounds.group(id);
        },
      ),
    }),
    endpoint({
      method: "GET",
      path: "/api/admin/policy/holders",
      run: forAdmins(async ({ visit }): Promise<HoldersView> => {
        const asked = parsedQuery(holdersQuery, visit.url);
        const group = asked.group === undefined ? null : await groupOf(asked.group);
        return cellHolders(deps.database, deps.clock(), asked.cells, group);
      }),
    }),
    endpoint({ method: "GET", path: "/api/admin/company-keys", run: forAdmins(() => companyKeys.list()) }),
    endpoint({
      method: "PUT",
      path: "/api/admin/company-keys/:service",
      body: z.strictObject({ url: z.string().max(2_000), secret: z.string().regex(/^[\x21-\x7e]{1,4000}$/) }),
      run: forAdmins(({ person, params, body }: SignedInRequest<{ url: string; secret: string }>) =>
        told(async () => {
          const service = serviceOf(params.service);
          // The address is cleaned as a person's would be; whose account it is comes later.
          const place = descriptorOf(service).credential?.place({ url: body.url, user: "someone@example.org" });
          if (!place || "problem" in place || place.url === undefined)
            throw new AccountError("url", "This is not an address of this service.", "url");
          await companyKeys.set(service, place.url, body.secret);
          await adminLog(person, "set_company_key", service);
          return companyKeys.list();
        }),
      ),
    }),
    endpoint({
      method: "DELETE",
      path: "/api/admin/company-keys/:service",
      run: forAdmins(async ({ person, params }) => {
        const service = serviceOf(params.service);
        if (!(await companyKeys.remove(service))) throw new ApiError(404, "gone", "There is no such key.");
        await adminLog(person, "remove_company_key", service);
      }),
    }),
  ];
}

function serviceOf(text: string | undefined) {
  const service = serviceIds.find((id) => id === text);
  if (!service) throw new ApiError(404, "gone", "There is no such service.");
  return service;
}
