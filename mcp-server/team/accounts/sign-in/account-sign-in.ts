import type { PolicyState } from "#core/domain/company-policy/index";
import type { AccountFacts, ServiceId } from "#core/domain/entities";
import type { ProfileName } from "#core/domain/permission-profiles";
import type { Log } from "#core/domain/ports";
import { sameSite } from "#core/platform/browser-sign-in/address";
import { findSignIn, type SignInPlace } from "#core/platform/browser-sign-in/discover";
import {
  finishSignIn,
  type SignInAnswer,
  type StartedSignIn,
  startSignIn,
} from "#core/platform/browser-sign-in/exchange";
import { SignInProblem } from "#core/platform/browser-sign-in/sign-in-problem";
import { accountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { isSameText, newToken } from "../../keys/token";
import type { BrowserStates } from "../../people/browser-states";
import type { Person } from "../../people/person";
import { AccountError } from "../account-error";
import { newAccountId } from "../account-repository";
import type { TeamAccount } from "../account-row";
import { takesCompanyKey } from "../company-keys";
import { type ConnectDeps, demandOffered, demandUseful, proveDraft } from "../connect";
import { isOwn } from "../is-own";
import type { EndedSignIns } from "./ended-sign-ins";
import { newSignInId } from "./kept-sign-in";
import { signInTools } from "./sign-in-tools";

export interface AccountSignInDeps {
  connect: ConnectDeps;
  states: BrowserStates;
  ended: EndedSignIns;
  /** Of this server, as browsers use it. */
  origin: string;
  log: Log;
}

export interface SignInInput {
  service: ServiceId;
  /** Of the service's MCP server, as it was pasted. */
  url: string;
  /** Where the person was told that they would sign in. */
  origin: string;
  profile?: ProfileName;
}

/** What is remembered while the browser is away; sealed in the database. */
interface Started {
  person: string;
  state: string;
  service: ServiceId;
  profile?: ProfileName;
  started: StartedSignIn;
}

/** What a browser state counts for. */
const purpose = "account-sign-in";
/** Milliseconds that a person has for signing in at the service. */
const patience = 10 * 60_000;

/** The page that the browser comes back to. */
const signedInPath = (service: ServiceId) => `/connect/${service}/signed-in`;

/** What finishing reads of the metadata; they may say much more. */
const metadataNeeded = ({
  issuer,
  authorization_endpoint,
  token_endpoint,
  response_types_supported,
  token_endpoint_auth_methods_supported,
  authorization_response_iss_parameter_supported,
}: SignInPlace["metadata"]): SignInPlace["metadata"] => ({
  ...{ issuer, authorization_endpoint, token_endpoint, response_types_supported },
  ...{ token_endpoint_auth_methods_supported, authorization_response_iss_parameter_supported },
});

/** Connecting an account by signing in to the service's own MCP server, through the person's browser. */
export class AccountSignIn {
  constructor(private readonly deps: AccountSignInDeps) {}

  /**
   * Where people of this MCP server sign in. Opens nothing, and keeps nothing.
   * @throws AccountError, SignInProblem, ServiceError
   */
  async find(service: ServiceId, url: string, bound: PolicyState, signal: AbortSignal): Promise<SignInPlace> {
    const { connect, log } = this.deps;
    const tools = signInTools(service, connect.network, log);
    // What is no address is refused by who reads it.
    if (URL.canParse(url.trim())) demandOffered(service, { mcpUrl: url.trim() }, bound, connect);
    const place = await findSignIn(url, tools.words, tools.fetch, signal, log);
    await this.demandNeighbor(place);
    return place;
  }

  /**
   * @returns where to send the browser, and the token for its `__Host-` cookie
   * @throws AccountError `conflict` where people sign in elsewhere than was shown; SignInProblem, ServiceError
   */
  async begin(
    person: Person,
    { service, url, origin, profile }: SignInInput,
    bound: PolicyState,
    signal: AbortSignal,
  ): Promise<{ location: string; cookie: string }> {
    const place = await this.find(service, url, bound, signal);
    if (place.origin !== origin)
      throw new AccountError("conflict", "The place to sign in is another one now than the one that was shown.");
    const state = newToken();
    const redirectUrl = this.deps.origin + signedInPath(service);
    const tools = signInTools(service, this.deps.connect.network, this.deps.log);
    const { authorizationUrl, ...started } = await startSignIn(place, { redirectUrl, state }, tools, signal);
    const needed = { ...started, place: { ...place, metadata: metadataNeeded(place.metadata) } };
    const kept: Started = { person: person.id, state, service, ...(profile && { profile }), started: needed };
    return { location: authorizationUrl.href, cookie: await this.deps.states.put(purpose, kept, patience) };
  }

  /**
   * What the browser brought back counts once, in the browser and for the person that it began with.
   * @param cookie token of this browser's cookie
   * @throws AccountError `sign_in_expired`, `sign_in_other_person`; SignInProblem, ServiceError
   */
  async finish(
    person: Person,
    service: ServiceId,
    { state, ...answer }: SignInAnswer & { state: string },
    cookie: string,
    bound: PolicyState,
    signal: AbortSignal,
  ): Promise<{ account: TeamAccount; facts: AccountFacts }> {
    const kept = await this.deps.states.take<Started>(purpose, cookie);
    if (!kept || kept.person !== person.id || kept.service !== service || !isSameText(state, kept.state))
      throw new AccountError(
        "sign_in_expired",
        "This sign-in took too long, was used already, or began in another browser.",
      );
    const { connect, log } = this.deps;
    const { place } = kept.started;
    demandOffered(service, { mcpUrl: place.mcpUrl }, bound, connect);
    const tools = signInTools(service, connect.network, log);
    return this.prove(person, kept, await finishSignIn(kept.started, answer, tools, signal), signal);
  }

  /** Asks the service whose sign-in it is. What is not kept is revoked. */
  private async prove(
    person: Person,
    { service, profile, started: { place } }: Started,
    text: string,
    signal: AbortSignal,
  ): Promise<{ account: TeamAccount; facts: AccountFacts }> {
    const { connect, ended } = this.deps;
    const { mcpUrl } = place;
    const { label } = descriptorOf(service);
    const draft = accountSettings.parse({
      id: newAccountId(service),
      service,
      label,
      mcpUrl,
      ...(profile && { permissions: { profile } }),
    });
    // Proving uses the credential up: what it became is kept.
    let current = text;
    const credential = {
      get: async () => current,
      set: async (next: string) => {
        current = next;
      },
      locked: <T>(work: () => Promise<T>) => work(),
    };
    try {
      const facts = await proveDraft(draft, { secret: async () => current, credential }, connect, signal);
      demandUseful(facts);
      if (takesCompanyKey(service) && !isOwn(person, facts))
        throw new AccountError(
          "sign_in_other_person",
          `You signed in to ${label} as somebody whose e-mail address is not yours here.`,
        );
      signal.throwIfAborted();
      const user = facts.person.email ?? facts.person.name;
      const own = { ...draft, user, label: `${label} · ${user}`.slice(0, 120) };
      return { account: await connect.accounts.keep(person.id, own, facts.person.id, current), facts };
    } catch (error) {
      await ended.unused(person.id, { id: newSignInId(), service, mcpUrl }, current);
      throw error;
    }
  }

  /**
   * On a computer the person sees where they sign in; a server asks what it is told to ask for everybody. So the place to
   * sign in is one of the same owner, or the company lists it.
   */
  private async demandNeighbor({ mcpUrl, metadata, origin }: SignInPlace): Promise<void> {
    if ((await sameSite(mcpUrl, origin)) || this.deps.connect.network.lists(origin)) return;
    throw new SignInProblem(
      "not_this_product",
      `${new URL(mcpUrl).host} sends you to ${new URL(metadata.authorization_endpoint).host} to sign in, which is somebody else's.`,
      "Nothing was opened. An admin can allow that address for this service.",
    );
  }
}
