import { z } from "zod";
import { accountPermissionsView } from "#core/access/permission-view";
import { profileNames } from "#core/domain/permission-profiles";
import { descriptorOf, serviceIds } from "#core/service-catalog/descriptors";
import type { AccountRepository } from "../accounts/account-repository";
import { permissionsSchema } from "../accounts/account-row";
import { combinedBound } from "../accounts/bounds";
import type { BoundsRepository } from "../accounts/bounds-repository";
import { type ConnectDeps, connectAccount } from "../accounts/connect";
import type { AccountSignIn } from "../accounts/sign-in/account-sign-in";
import type { EndedSignIns } from "../accounts/sign-in/ended-sign-ins";
import type { TokenMaking, TokenMakingConfig } from "../accounts/token-making";
import type { PeopleRepository } from "../people/people-repository";
import type { Person } from "../people/person";
import { told, viewOf } from "./account-answers";
import type {
  AccountPermissionsView,
  AccountView,
  ConnectedView,
  ServiceOffer,
  UnreadableAccountView,
} from "./contract";
import { madeAccountEndpoint } from "./made-account-endpoint";
import { ApiError, type Endpoint, endpoint } from "./router";
import { signInAccountEndpoints } from "./sign-in-account-endpoints";

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
  /** Absent: no service makes tokens for people. */
  making?: TokenMaking;
  /** Accounts of the person that cannot be used as they are stored. */
  unreadableOf(person: string): Promise<UnreadableAccountView[]>;
  signIn: AccountSignIn;
  ended: Pick<EndedSignIns, "revokeDue">;
  origin: string;
  /** What a service refuses the person, by cell, as far as it was read. */
  refusedOf(person: string, account: string): Promise<Record<string, string>>;
}

/** A person's own accounts: connect, what an AI may do, disconnect. No answer holds a credential. */
export function accountEndpoints(deps: AccountEndpointDeps): Endpoint[] {
  const { people, accounts, bounds, connect, making, ended, refusedOf } = deps;
  const boundOf = async (id: string) => {
    const person = await demandPerson(people, id);
    const [company, group] = await Promise.all([bounds.company(), bounds.group(person.group)]);
    return { person, bound: combinedBound(company.value, group.value?.permissions ?? null) };
  };
  return [
    endpoint({
      method: "GET",
      path: "/api/services",
      async run({ method }): Promise<ServiceOffer[]> {
        const keys = await connect.companyKeys.list();
        return connect.services.map((id) => ({
          id,
          companyKey: keys.some(({ service }) => service === id),
          // Offered where it would not be refused.
          makesToken: method === "company" && making?.config.service === id ? madeAt(making.config) : null,
        }));
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/accounts/:id/permissions",
      async run({ person: { id }, params }): Promise<AccountPermissionsView> {
        const account = (await accounts.of(id)).find(({ settings }) => settings.id === params.id);
        if (!account) throw gone();
        const { service } = account.settings;
        const permissions = permissionsSchema.parse(account.settings.permissions);
        const [{ bound }, refused] = await Promise.all([boundOf(id), refusedOf(id, account.settings.id)]);
        return {
          permissions,
          version: account.version,
          view: accountPermissionsView(service, permissions, refused, bound),
        };
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/accounts",
      run: async ({ person }): Promise<AccountView[]> => (await accounts.of(person.id)).map(viewOf),
    }),
    endpoint({
      method: "GET",
      path: "/api/accounts/unreadable",
      run: ({ person }): Promise<UnreadableAccountView[]> => deps.unreadableOf(person.id),
    }),
    endpoint({
      method: "POST",
      path: "/api/accounts",
      body: connectInput,
      async run({ person: { id }, body }): Promise<ConnectedView> {
        const { person, bound } = await boundOf(id);
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
      body: z.strictObject({ permissions: permissionsSchema, version: z.string().max(100) }),
      async run({ person, params, body: { permissions, version } }) {
        const change = await accounts.setPermissions(person.id, params.id ?? "", permissions, version);
        if (change === "gone") throw gone();
        if (change === "changed") throw changed();
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/api/accounts/:id",
      async run({ person, params }) {
        if (!(await accounts.remove(person.id, params.id ?? ""))) throw gone();
        void making?.revokeUnused();
        void ended.revokeDue();
      },
    }),
    madeAccountEndpoint(making, boundOf),
    ...signInAccountEndpoints({ ...deps, boundOf }),
  ];
}

const madeAt = ({ service, url }: TokenMakingConfig) => ({
  url,
  peoplePage: descriptorOf(service).credential?.madeByAdmin?.peoplePage(url) ?? url,
});

/** @throws ApiError `signed_out` for somebody who was removed since */
async function demandPerson(people: Pick<PeopleRepository, "find">, id: string): Promise<Person> {
  const person = await people.find(id);
  if (person?.status !== "active") throw new ApiError(401, "signed_out", "Sign in first.");
  return person;
}

const changed = () =>
  new ApiError(409, "conflict", "These permissions were changed elsewhere meanwhile, so nothing was saved.");
const gone = () => new ApiError(404, "gone", "This account is not connected any more.");
