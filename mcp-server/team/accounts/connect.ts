import { openService } from "#core/access/open-service";
import { isProtected } from "#core/domain/address";
import { allowsNewAccount, type PolicyState } from "#core/domain/company-policy/index";
import type { AccountFacts, ServiceId } from "#core/domain/entities";
import type { ProfileName } from "#core/domain/permission-profiles";
import type { AdapterEnvironment, NetworkGuard } from "#core/domain/ports";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Person } from "../people/person";
import type { Clock } from "../store/database";
import { AccountError } from "./account-error";
import { type AccountRepository, newAccountId } from "./account-repository";
import type { TeamAccount } from "./account-row";
import { type CompanyKeys, takesCompanyKey } from "./company-keys";
import { isOffered } from "./network";

/** What a person typed into the form. */
export interface ConnectInput {
  service: ServiceId;
  url?: string;
  user?: string;
  /** Absent: the key of the company, where there is one. */
  secret?: string;
  /** They read what a key of the company can do. */
  consent?: boolean;
  profile?: ProfileName;
}

export interface ConnectDeps {
  accounts: AccountRepository;
  companyKeys: CompanyKeys;
  /** Services that the server was started with. */
  services: readonly string[];
  /** Hosts that the server was started with; empty: all. */
  hosts?: readonly string[];
  /** Addresses that stand in for services that have one for everybody, in tests and mirrors. */
  standIn?: Partial<Record<string, string>>;
  network: NetworkGuard;
  clock: Clock;
}

/** An account with none of these rights is of no use. */
const useful = ["timer.read", "timer.create", "time.read", "absence.read"];

/** What a service said of a credential, before anything of it is kept. */
export interface ProvenAccount {
  draft: AccountSettings;
  facts: AccountFacts;
  /** null: the key of the company. */
  secret: string | null;
}

/**
 * Connects an account of a person: asks the service whose credential it is, and keeps it only where that succeeds.
 * @throws AccountError about a field; ServiceError of the service
 */
export async function connectAccount(
  person: Person,
  input: ConnectInput,
  bound: PolicyState,
  deps: ConnectDeps,
  signal: AbortSignal,
): Promise<{ account: TeamAccount; facts: AccountFacts }> {
  const { draft, facts, secret } = await proveAccount(person, input, bound, deps, signal);
  return { account: await deps.accounts.keep(person.id, draft, facts.person.id, secret), facts };
}

/**
 * The first half of connecting: nothing is kept.
 * @throws AccountError about a field; ServiceError of the service
 */
export async function proveAccount(
  person: Pick<Person, "email">,
  input: ConnectInput,
  bound: PolicyState,
  deps: Omit<ConnectDeps, "accounts">,
  signal: AbortSignal,
): Promise<ProvenAccount> {
  const isCompanys = input.secret === undefined;
  const typed = isCompanys ? await withCompanyUrl(input, deps) : input;
  const draft = draftAccount(person, typed, bound, deps);
  const secret = isCompanys ? await deps.companyKeys.open(draft.service, draft.url) : secretOf(input);
  if (secret === null) throw new AccountError("argument", "The company has no key for this service.", "secret");
  const facts = await proveDraft(draft, { secret: async () => secret }, deps, signal);
  demandUseful(facts);
  return { draft, facts, secret: isCompanys ? null : secret };
}

/** @throws AccountError `useless` */
export function demandUseful(facts: AccountFacts): void {
  if (useful.every((cell) => cell in facts.refused))
    throw new AccountError("useless", "The service lets this credential read neither time nor leave.", "secret");
}

/** @throws AccountError `not_allowed` where server or company does not offer the service, or not at this address */
export function demandOffered(
  service: ServiceId,
  place: { url?: string; mcpUrl?: string },
  bound: PolicyState,
  { services, hosts = [] }: Pick<ConnectDeps, "services" | "hosts">,
): void {
  if (!services.includes(service))
    throw new AccountError("not_allowed", "This service is not offered here.", "service");
  const address = place.url ?? place.mcpUrl;
  const isElsewhere =
    address !== undefined && descriptorOf(service).credential?.asks.includes("url") && !isOffered(hosts, address);
  if (isElsewhere || !allowsNewAccount(bound, { service, ...place }))
    throw new AccountError("not_allowed", "The company does not allow this address.", "url");
}

/** @throws AccountError */
function draftAccount(
  person: Pick<Person, "email">,
  { service, url: typedUrl, user: typedUser, consent, profile }: ConnectInput,
  bound: PolicyState,
  deps: Pick<ConnectDeps, "services" | "hosts" | "standIn" | "network">,
): AccountSettings {
  const { credential, label, isLocal } = descriptorOf(service);
  if (isLocal || !credential)
    throw new AccountError(
      "not_allowed",
      "A time sheet is kept on a person's own computer, not on a server.",
      "service",
    );
  demandOffered(service, {}, bound, deps);
  // Whose key reaches everybody is held to the person who signed in here.
  const isHeld = takesCompanyKey(service);
  if (isHeld && !consent) throw new AccountError("argument", "It was not confirmed what the key can do.", "consent");
  const place = credential.place({ url: typedUrl, user: isHeld ? person.email : typedUser }, deps.standIn?.[service]);
  if ("problem" in place) throw new AccountError(place.problem.code, place.problem.message, place.problem.field);
  const { url, user } = place;
  demandOffered(service, { url }, bound, deps);
  if (url !== undefined && !isProtected(url) && !deps.network.lists(new URL(url).origin))
    throw new AccountError("url", "The address must begin with https://.", "url");
  const whom = credential.asks.includes("url") && url !== undefined ? new URL(url).host : user;
  return accountSettings.parse({
    id: newAccountId(service),
    service,
    label: `${label} · ${whom}`.slice(0, 120),
    url,
    user,
    ...(profile && { permissions: { profile } }),
  });
}

async function withCompanyUrl(
  input: ConnectInput,
  { companyKeys }: Pick<ConnectDeps, "companyKeys">,
): Promise<ConnectInput> {
  const key = (await companyKeys.list()).find(({ service }) => service === input.service);
  if (!key) throw new AccountError("argument", "The company has no key for this service.", "secret");
  return { ...input, url: key.url };
}

function secretOf({ secret: typed = "" }: ConnectInput): string {
  const secret = typed.trim();
  if (secret === "") throw new AccountError("argument", "The credential is missing.", "secret");
  // No service's token has blanks or letters beyond ASCII; what was pasted is then something else, or more than it.
  if (!/^[\x21-\x7e]{1,4000}$/.test(secret))
    throw new AccountError("argument", "The credential holds characters that none has.", "secret");
  return secret;
}

/**
 * Asks the service whose credential it is.
 * @throws ServiceError of the service
 */
export async function proveDraft(
  account: AccountSettings,
  credential: Pick<AdapterEnvironment, "secret" | "credential">,
  { network, clock }: Pick<ConnectDeps, "network" | "clock">,
  signal: AbortSignal,
): Promise<AccountFacts> {
  const environment = {
    accountId: account.id,
    ...credential,
    breaks: { read: async () => null, write: async () => undefined },
    network,
    log: () => undefined,
    now: clock,
  };
  const service = await openService(account, environment, "");
  try {
    return await service.facts({ signal, fresh: true });
  } finally {
    await service.close();
  }
}
