import { z } from "zod";
import { ServiceError } from "../../domain/errors";
import { profileNames } from "../../domain/permission-profiles";
import { serviceIds } from "../../services/descriptors";
import { AccountError } from "../accounts/account-error";
import { type AccountRepository, permissionsSchema, type TeamAccount } from "../accounts/account-repository";
import { combinedBound } from "../accounts/bounds";
import type { BoundsRepository } from "../accounts/bounds-repository";
import { type ConnectDeps, connectAccount } from "../accounts/connect";
import type { PeopleRepository } from "../people/people-repository";
import type { Person } from "../people/person";
import type { AccountView, ConnectedView } from "./contract";
import { ApiError, type Endpoint, endpoint } from "./router";

/** Milliseconds that connecting may take. */
const patience = 60_000;

const connectInput = z.strictObject({
  service: z.enum(serviceIds),
  url: z.string().max(2_000).optional(),
  user: z.string().max(254).optional(),
  secret: z.string().max(10_000).optional(),
  consent: z.boolean().optional(),
  profile: z.enum(profileNames).optional(),
});

interface AccountEndpointDeps {
  people: Pick<PeopleRepository, "find">;
  accounts: AccountRepository;
  bounds: Pick<BoundsRepository, "company" | "group">;
  connect: ConnectDeps;
}

/** A person's own accounts: connect, what an AI may do, disconnect. No answer holds a credential. */
export function accountEndpoints({ people, accounts, bounds, connect }: AccountEndpointDeps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/api/accounts",
      run: async ({ person }): Promise<AccountView[]> => (await accounts.of(person.id)).map(viewOf),
    }),
    endpoint({
      method: "POST",
      path: "/api/accounts",
      body: connectInput,
      async run({ person: { id }, body }): Promise<ConnectedView> {
        const person = await demandPerson(people, id);
        const [company, group] = await Promise.all([bounds.company(), bounds.group(person.group)]);
        const bound = combinedBound(company.value, group.value);
        return told(async () => {
          const signal = AbortSignal.timeout(patience);
          const { account, facts } = await connectAccount(person, body, bound, connect, signal);
          return { account: viewOf(account), person: facts.person.name, zone: facts.zone };
        });
      },
    }),
    endpoint({
      method: "PUT",
      path: "/api/accounts/:id/permissions",
      body: permissionsSchema,
      async run({ person, params, body }) {
        if (!(await accounts.setPermissions(person.id, params.id ?? "", body))) throw gone();
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/api/accounts/:id",
      async run({ person, params }) {
        if (!(await accounts.remove(person.id, params.id ?? ""))) throw gone();
      },
    }),
  ];
}

/** @throws ApiError `signed_out` for somebody who was removed since */
export async function demandPerson(people: Pick<PeopleRepository, "find">, id: string): Promise<Person> {
  const person = await people.find(id);
  if (person?.status !== "active") throw new ApiError(401, "signed_out", "Sign in first.");
  return person;
}

/** Refusals of accounts and services as the pages know them. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AccountError) {
      const code = error.field === undefined ? error.code : `${error.code}.${error.field}`;
      throw new ApiError(error.code === "conflict" ? 409 : 400, code, error.message);
    }
    if (error instanceof ServiceError)
      throw new ApiError(422, error.kind, [error.message, error.next].filter(Boolean).join(" "), error.retryAfter);
    throw error;
  }
}

const gone = () => new ApiError(404, "gone", "This account is not connected any more.");

const viewOf = ({ settings, sealed }: TeamAccount): AccountView => ({
  id: settings.id,
  service: settings.service,
  label: settings.label,
  url: settings.url ?? null,
  user: settings.user ?? null,
  isCompanyKey: sealed === null,
  permissions: permissionsSchema.parse(settings.permissions),
});
