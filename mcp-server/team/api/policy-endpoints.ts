import { z } from "zod";
import { descriptorOf, serviceIds } from "../../services/descriptors";
import { AccountError } from "../accounts/account-error";
import { type BoundsRepository, companyBound, groupBound } from "../accounts/bounds-repository";
import type { CompanyKeys } from "../accounts/company-keys";
import type { PeopleRepository } from "../people/people-repository";
import { demandPerson, told } from "./account-endpoints";
import { ApiError, type Endpoint, endpoint, type SignedInRequest } from "./router";

interface PolicyEndpointDeps {
  people: Pick<PeopleRepository, "find">;
  bounds: BoundsRepository;
  companyKeys: CompanyKeys;
}

const version = z.int().min(0);
const changed = () => new ApiError(409, "changed", "Somebody else changed this meanwhile. Look at it again.");

/** Upper bounds and company keys, for admins. A change names the version that was read. */
export function policyEndpoints({ people, bounds, companyKeys }: PolicyEndpointDeps): Endpoint[] {
  const forAdmins =
    <Body, Answer>(run: (call: SignedInRequest<Body>) => Promise<Answer>) =>
    async (call: SignedInRequest<Body>): Promise<Answer> => {
      if (!(await demandPerson(people, call.person.id)).isAdmin)
        throw new ApiError(403, "admins_only", "Only admins may do this.");
      return run(call);
    };
  return [
    endpoint({ method: "GET", path: "/api/admin/policy", run: forAdmins(() => bounds.company()) }),
    endpoint({
      method: "PUT",
      path: "/api/admin/policy",
      body: z.strictObject({ value: companyBound, version }),
      run: forAdmins(async ({ body }: SignedInRequest<{ value: z.output<typeof companyBound>; version: number }>) => {
        if (!(await bounds.setCompany(body.value, body.version))) throw changed();
        return bounds.company();
      }),
    }),
    endpoint({
      method: "GET",
      path: "/api/admin/groups/:id/bound",
      run: forAdmins(({ params }) => bounds.group(params.id ?? "")),
    }),
    endpoint({
      method: "PUT",
      path: "/api/admin/groups/:id/bound",
      body: z.strictObject({ value: groupBound, version }),
      run: forAdmins(
        async ({ params, body }: SignedInRequest<{ value: z.output<typeof groupBound>; version: number }>) => {
          if (!(await bounds.setGroup(params.id ?? "", body.value, body.version))) throw changed();
          return bounds.group(params.id ?? "");
        },
      ),
    }),
    endpoint({ method: "GET", path: "/api/admin/company-keys", run: forAdmins(() => companyKeys.list()) }),
    endpoint({
      method: "PUT",
      path: "/api/admin/company-keys/:service",
      body: z.strictObject({ url: z.string().max(2_000), secret: z.string().regex(/^[\x21-\x7e]{1,4000}$/) }),
      run: forAdmins(({ params, body }: SignedInRequest<{ url: string; secret: string }>) =>
        told(async () => {
          const service = serviceOf(params.service);
          // The address is cleaned as a person's would be; whose account it is comes later.
          const place = descriptorOf(service).credential?.place({ url: body.url, user: "someone@example.org" });
          if (!place || "problem" in place || place.url === undefined)
            throw new AccountError("url", "This is not an address of this service.", "url");
          await companyKeys.set(service, place.url, body.secret);
          return companyKeys.list();
        }),
      ),
    }),
    endpoint({
      method: "DELETE",
      path: "/api/admin/company-keys/:service",
      run: forAdmins(async ({ params }) => {
        if (!(await companyKeys.remove(serviceOf(params.service))))
          throw new ApiError(404, "gone", "There is no such key.");
      }),
    }),
  ];
}

function serviceOf(text: string | undefined) {
  const service = serviceIds.find((id) => id === text);
  if (!service) throw new ApiError(404, "gone", "There is no such service.");
  return service;
}
