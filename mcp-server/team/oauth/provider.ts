import { createHmac } from "node:crypto";
import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC, Provider } from "oidc-provider";
import { type Lifetimes, usualLifetimes } from "../api/lifetimes";
import type { Clock, Database } from "../store/database";
import { StoredModel } from "./adapter";
import { audienceOf, authorizePath, jwksPath, registerPath, revokePath, tokenPath } from "./addresses";
import type { ClientDocuments } from "./client-documents";
import type { ProviderKeys } from "./keys";
import { highestIn, levels } from "./levels";
import type { Sealer } from "./sealer";

export interface ProviderDeps {
  /** Scheme and host that people and clients use, without a path. */
  origin: string;
  database: Database;
  clock: Clock;
  sealer: Sealer;
  keys: ProviderKeys;
  documents: ClientDocuments;
  /** Clients may name a document about them. */
  clientDocuments: boolean;
  lifetimes(): Promise<Pick<Lifetimes, "tokenMinutes">>;
  /** Whether a person may still sign in. */
  isActive(person: string): Promise<boolean>;
  /** The page that tells a person what went wrong. @param message for people who look into it, without secrets */
  errorPage(ctx: KoaContextWithOIDC, code: string, message: string | undefined): string;
}

/** Seconds. */
const codeLasts = 60;
const interactionLasts = 900;
const sessionLasts = 3_600;
const idTokenLasts = 900;

const consentPath = (uid: string) => `/consent/${uid}`;

/** OAuth 2.1 for MCP clients: no passwords of clients, PKCE always, tokens only for our own MCP address. */
export function createProvider(deps: ProviderDeps): Provider {
  const { origin, keys, documents } = deps;
  const secure = origin.startsWith("https:");
  const cookie = { httpOnly: true, sameSite: "lax", secure, signed: true } as const;
  const audience = audienceOf(origin);
  const configuration: Configuration = {
    adapter: (model: string) => new StoredModel(model, deps),
    clientAuthMethods: ["none", "private_key_jwt"],
    // Clients that do not say what they are run on the person's computer as often as not, and need a loopback address.
    clientDefaults: {
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      id_token_signed_response_alg: "ES256",
    },
    // Other origins do not get past the guard of the public port.
    clientBasedCORS: (_ctx, from) => from === origin,
    cookies: {
      keys: keys.cookies,
      long: cookie,
      short: cookie,
      names: secure
        ? { session: "__Host-as", interaction: "__Secure-consent", resume: "__Secure-resume" }
        : { session: "as", interaction: "consent", resume: "resume" },
    },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    expiresWithSession: () => false,
    features: {
      clientIdMetadataDocument: { enabled: deps.clientDocuments, ack: "draft-02" },
      devInteractions: { enabled: false },
      // A token bound to a key would be refused at our own address, which takes bearer tokens.
      dPoP: { enabled: false },
      registration: { enabled: true, issueRegistrationAccessToken: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        async getResourceServerInfo(_ctx, resource) {
          if (resource !== audience) throw new errors.InvalidTarget();
          const { tokenMinutes } = await deps.lifetimes();
          return { audience, scope: levels.join(" "), accessTokenTTL: tokenMinutes * 60, accessTokenFormat: "opaque" };
        },
      },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    fetch: documents.fetch,
    findAccount: async (_ctx, person) =>
      (await deps.isActive(person)) ? { accountId: person, claims: () => ({ sub: person }) } : undefined,
    interactions: {
      policy: askAlways(),
      url: (ctx, { uid }) => {
        // The provider gives the page its cookie; the API of the page lies elsewhere and needs the same.
        const path = `/api${consentPath(uid)}`;
        const name = ctx.oidc.provider.cookieName("interaction");
        ctx.cookies.set(name, uid, { ...cookie, path, maxAge: interactionLasts * 1_000 });
        return consentPath(uid);
      },
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    jwks: keys.jwks as Configuration["jwks"],
    loadExistingGrant: (ctx) => {
      const chosen = ctx.oidc.result?.consent?.grantId;
      return chosen === undefined ? Promise.resolve(undefined) : ctx.oidc.provider.Grant.find(chosen);
    },
    pkce: { required: () => true },
    renderError(ctx, { error }, cause) {
      ctx.type = "html";
      ctx.body = deps.errorPage(
        ctx,
        error,
        cause instanceof errors.OIDCProviderError ? cause.error_description : undefined,
      );
    },
    responseTypes: ["code"],
    rotateRefreshToken: true,
    routes: {
      authorization: authorizePath,
      registration: registerPath,
      token: tokenPath,
      revocation: revokePath,
      jwks: jwksPath,
    },
    scopes: ["offline_access"],
    ttl: {
      // Each token is for our own MCP address, which says how long.
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? usualLifetimes.tokenMinutes * 60,
      AuthorizationCode: codeLasts,
      Interaction: interactionLasts,
      Session: sessionLasts,
      RefreshToken: restOfGrant,
      IdToken: idTokenLasts,
    },
  };
  const provider = new Provider(origin, configuration);
  // Scheme, host and address come from our own guards (http/frame.ts), which set these headers anew.
  provider.proxy = true;
  provider.use(defaultScope);
  deriveSuccessors(provider, keys.forms);
  return provider;
}

/** Derives a refresh token from the one that it replaces, so that every replica answers a repeated refresh with the same. */
function deriveSuccessors({ RefreshToken }: Provider, key: string): void {
  // Not in the types: what each stored model names its tokens with.
  const tokens = RefreshToken.prototype as unknown as { generateTokenId(): string };
  const random = tokens.generateTokenId;
  tokens.generateTokenId = function () {
    const former = Provider.ctx?.oidc.entities.RotatedRefreshToken?.jti;
    if (former === undefined) return random.call(this);
    return createHmac("sha256", key).update(`refresh/${former}`).digest("base64url");
  };
}

/** A refresh token lives as long as what the person agreed to, however often it is rotated. */
const restOfGrant = (ctx: KoaContextWithOIDC) =>
  Math.max(1, (ctx.oidc.entities.Grant?.exp ?? 0) - Math.floor(Date.now() / 1_000));

/** Each request of a client is shown to the person, who is signed in by our own session and never by the provider's. */
function askAlways(): interactionPolicy.Prompt[] {
  const { Check, Prompt } = interactionPolicy;
  const undecided = new Check("undecided", "the person has to decide", "consent_required", (ctx) =>
    ctx.oidc.result?.consent === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  return [
    new Prompt({ name: "login", requestable: true }),
    new Prompt({ name: "consent", requestable: true }, undecided),
  ];
}

/** A client that asks for no scope of ours leaves it to the person: without one the provider would refuse it. */
async function defaultScope(ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> {
  if (ctx.method === "GET" && ctx.path === authorizePath && typeof ctx.query.scope !== "object") {
    const asked = ctx.query.scope ?? "";
    if (highestIn(asked) === undefined) ctx.query = { ...ctx.query, scope: `${asked} ${levels.join(" ")}`.trim() };
  }
  await next();
}
