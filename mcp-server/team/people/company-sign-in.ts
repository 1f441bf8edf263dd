import type { Configuration } from "openid-client";
import type { OidcConfig } from "../config/team-config";
import { isSameText } from "../keys/token";
import type { Clock, Database } from "../store/database";
import type { BrowserStates } from "./browser-states";
import { type Claims, type CompanyPerson, companyPerson } from "./company-rules";
import { DirectoryUsers } from "./directory-users";
import { holdAdmins, PeopleRepository } from "./people-repository";
import type { Person } from "./person";
import { SignInError } from "./sign-in-error";

/** Where the provider sends the browser back to. */
export const callbackPath = "/sign-in/company/callback";
/** How long a person may take at the provider, in milliseconds. */
const patience = 10 * 60_000;
/** How long what the provider published about itself is used, in milliseconds. */
const discoveryLimit = 3_600_000;
/** For one answer of the provider, in seconds. */
const answerSeconds = 10;

interface Started {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** Sign-in with the company's account, by OpenID Connect: code, PKCE, state and nonce, bound to the browser. */
export class CompanySignIn {
  private found: { configuration: Promise<Configuration>; at: number } | null = null;

  constructor(
    private readonly database: Database,
    private readonly states: BrowserStates,
    private readonly config: OidcConfig,
    private readonly publicUrl: URL,
    private readonly clock: Clock,
  ) {}

  /**
   * @param returnTo path of ours where the person wanted to go
   * @returns where to send the browser, and the token for its `__Host-` cookie
   * @throws SignInError `unavailable`
   */
  async begin(returnTo: string): Promise<{ redirectTo: URL; state: string }> {
    const client = await import("openid-client");
    const configuration = await this.configuration();
    const started: Started = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      returnTo: ownPath(returnTo),
    };
    const redirectTo = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.publicUrl.origin + callbackPath,
      scope: this.config.scopes,
      state: started.state,
      nonce: started.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(started.verifier),
      code_challenge_method: "S256",
    });
    return { redirectTo, state: await this.states.put("company", started, patience) };
  }

  /**
   * @param url path and query that the browser came back with
   * @param cookie token of this browser's cookie
   * @throws SignInError
   */
  async finish(url: string, cookie: string): Promise<{ person: Person; returnTo: string }> {
    const started = await this.states.take<Started>("company", cookie);
    if (!started)
      throw new SignInError("expired", "This sign-in took too long, or began in another browser. Try again.");
    const back = new URL(url, this.publicUrl);
    // Checked here too: an answer for another browser must not reach the provider with our verifier.
    if (!isSameText(back.searchParams.get("state") ?? "", started.state))
      throw new SignInError("refused", "This sign-in did not begin here. Try again.");
    const { subject, claims } = await this.claims(back, started);
    return { person: await this.store(subject, claims), returnTo: started.returnTo };
  }

  private async claims(back: URL, { state, nonce, verifier }: Started) {
    const client = await import("openid-client");
    const configuration = await this.configuration();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error("no id token");
      // Providers may put address and groups there only; the ID token's own claims count first.
      const more = configuration.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      return { subject: claims.sub, claims: { ...more, ...claims } };
    } catch (error) {
      if (isUnreachable(error)) throw unavailable();
      if (isOutOfTime(error))
        throw new SignInError(
          "clock",
          "The clocks of this server and of the company's sign-in differ by minutes. Tell your admin.",
        );
      throw new SignInError("refused", "The company's sign-in was refused or cancelled. Try again.");
    }
  }

  /** Finds the user who signed in, or creates one, and stores what the provider says of them now. */
  private store(subject: string, claims: Claims): Promise<Person> {
    const told = companyPerson(claims, this.config);
    const issuer = this.config.issuer.href;
    return this.database.transaction(async (inside) => {
      // Who signs in for the first time twice at once, or takes over an address just now, comes one after the other.
      await holdAdmins(inside, this.clock);
      const people = new PeopleRepository(inside, this.clock);
      const linked = await inside.first<{ person_id: string }>(
        "SELECT person_id FROM identities WHERE issuer = ? AND subject = ?",
        [issuer, subject],
      );
      const known = linked
        ? await people.find(linked.person_id)
        : await firstTime(inside, people, subject, claims, told);
      if (known?.status === "removed") throw new SignInError("not_allowed", "Your account here was removed.");
      const group = told.group === undefined ? (known?.group ?? null) : (await people.ensureGroup(told.group)).id;
      const isAdmin = told.isAdmin ?? known?.isAdmin ?? false;
      const person = known ?? (await people.create({ ...told, group, isAdmin, status: "active" }));
      if (!linked) await link(inside, issuer, subject, person.id, this.clock());
      await people.update(person.id, { ...told, group, isAdmin });
      const wasAdmin = known?.status === "active" && known.isAdmin;
      if (isAdmin && !wasAdmin) await people.endOpenLinks(person.id);
      return { ...person, email: told.email, name: told.name, group, isAdmin, status: "active" as const };
    });
  }

  /** Single-flight; a failure is not kept. */
  private configuration(): Promise<Configuration> {
    if (this.found && this.clock() - this.found.at < discoveryLimit) return this.found.configuration;
    const found = { configuration: this.discover(), at: this.clock() };
    this.found = found;
    found.configuration.catch(() => {
      if (this.found === found) this.found = null;
    });
    return found.configuration;
  }

  private async discover(): Promise<Configuration> {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret } = this.config;
    // The options allow http for this machine alone.
    const execute = issuer.protocol === "http:" ? [client.allowInsecureRequests] : [];
    const authentication = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
    return client
      .discovery(issuer, clientId, undefined, authentication, { execute, timeout: answerSeconds })
      .catch(() => Promise.reject(unavailable()));
  }
}

/**
 * Who signs in with this account of the provider for the first time: whom the company's directory knows by the same id, else
 * who has the confirmed address. An address of a removed user creates nobody: it may be somebody else's by now, or theirs.
 * @throws SignInError `not_allowed`
 */
async function firstTime(
  inside: Database,
  people: PeopleRepository,
  subject: string,
  { oid }: Claims,
  { email }: CompanyPerson,
): Promise<Person | undefined> {
  const directory = new DirectoryUsers(inside);
  // Entra's directory knows users by the claim `oid`; its `sub` differs between applications.
  for (const id of [subject, oid])
    if (typeof id === "string") {
      const entry = await directory.findByExternalId(id);
      if (entry) return people.find(entry.person);
    }
  const person = await people.findByEmail(email);
  if (!person && (await people.findRemoved(email)))
    throw new SignInError(
      "not_allowed",
      "An account with this address was removed here. Ask your admin to invite you.",
    );
  return person;
}

/** One account at the provider for one person: an address that was given to somebody new is not the former one's. */
async function link(inside: Database, issuer: string, subject: string, person: string, now: number): Promise<void> {
  const added = await inside.run(
    "INSERT INTO identities (issuer, subject, person_id, linked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    [issuer, subject, person, now],
  );
  if (added === 0)
    throw new SignInError(
      "not_allowed",
      "This address belongs to another account here. Ask your admin to remove that one first.",
    );
}

/** Only a path of this server: `//host` and `/\\host` are addresses of others. */
export const ownPath = (path: string): string => (/^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : "/");

const unavailable = () => new SignInError("unavailable", "The company's sign-in does not answer just now. Try again.");

/** Fresh from the provider, and over or not begun by our clock. */
const isOutOfTime = (error: unknown): boolean =>
  [error, (error as Error).cause].some(
    (one) => (one as { code?: string })?.code === "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  );

/** No answer, or none of the form: the browser is not to blame. */
const isUnreachable = (error: unknown): boolean => {
  const { code, cause, name } = error as { code?: string; cause?: { status?: number }; name?: string };
  return name === "TimeoutError" || name === "TypeError" || code === "OAUTH_TIMEOUT" || (cause?.status ?? 0) >= 500;
};
