import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider, { errors } from "oidc-provider";
import { employeeBy, type FakeState } from "../calamari/model";
import { listen } from "../listen";
import { interact, interactionPath } from "./interactions";
import type { GatewaySettings } from "./model";
import { memoryStore } from "./store";

/** Made once: it signs what nobody here reads. */
let signing: object | undefined;
const signingKey = () => {
  signing ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  return signing;
};

/** Where people sign in. A real authorization server: what it refuses, Calamari's would probably refuse too. */
export interface Authorization {
  url: string;
  /** Addresses of its requests, without bodies. */
  requests: { method: string; url: string; status: number }[];
  /** Whose the token is, if it is good for that resource. */
  whoIs(token: string, resource: string): Promise<string | null>;
  /** Takes back what a person was given, as an administrator could. */
  revokeAll(): Promise<void>;
  /** How often a refresh token was used a second time; the whole family of tokens is gone then. */
  reused(): number;
  /** Called once, when tokens were made and are not yet on their way. */
  onNextGrant(listener: () => void): void;
  /** Every token that was ever given away, to be looked for where none may be. */
  issued: Set<string>;
  close(): Promise<void>;
}

/**
 * `oidc-provider` with what calamari-api.md §3.2 says: open registration, code with PKCE S256, no public clients, rotating
 * refresh tokens whose reuse revokes the family, `resource` demanded. Signing in is its own page: any e-mail of the company.
 */
export async function startAuthorization(
  state: FakeState,
  settings: GatewaySettings,
  resource: () => string,
): Promise<Authorization> {
  const front = createServer();
  const { port, close } = await listen(front);
  const url = `http://127.0.0.1:${port}`;
  const issued = new Set<string>();
  const requests: Authorization["requests"] = [];
  const grants = new Set<string>();
  let reused = 0;
  const server = new Provider(url, {
    adapter: memoryStore(),
    jwks: { keys: [signingKey()] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    scopes: ["mcp", "offline_access"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    findAccount: (_ctx, sub) => {
      const who = employeeBy(state, sub);
      return who ? { accountId: who.email, claims: async () => ({ sub: who.email }) } : undefined;
    },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    ttl: {
      // biome-ignore lint/correctness/noComponentHookFactories: a name of the library, no component
      AccessToken: () => settings.accessSeconds,
      RefreshToken: 30 * 86_400,
      Grant: 30 * 86_400,
      Interaction: 600,
      Session: 600,
    },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => !("clientId" in token) || token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => false,
        getResourceServerInfo(_ctx, wanted) {
          if (wanted !== resource()) throw new errors.InvalidTarget();
          return { scope: "mcp", accessTokenFormat: "opaque", accessTokenTTL: settings.accessSeconds };
        },
      },
    },
  });
  server.on("access_token.saved", (token) => issued.add(token.jti));
  server.on("refresh_token.saved", (token) => {
    issued.add(token.jti);
    if (token.grantId) grants.add(token.grantId);
  });
  server.on("grant.error", (_ctx, error) => {
    if (error.error_detail === "refresh token already used") reused += 1;
  });

  const handle = server.callback();
  front.on("request", async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", url);
    response.once("finish", () =>
      requests.push({ method: request.method ?? "", url: request.url ?? "", status: response.statusCode }),
    );
    if (!settings.registration && pathname === "/reg") {
      response.writeHead(403, { "content-type": "application/json" });
      return response.end(JSON.stringify({ error: "access_denied", error_description: "registration is closed" }));
    }
    // RFC 8414 has another place for what OpenID keeps in its own; and some of it tests change.
    if (
      /^\/\.well-known\/(oauth-authorization-server|openid-configuration)$/.test(pathname) &&
      request.headers["x-inner"] === undefined
    ) {
      const told = await fetch(`${url}/.well-known/openid-configuration`, { headers: { "x-inner": "1" } });
      const metadata = (await told.json()) as Record<string, unknown>;
      if (settings.issuer !== null) metadata.issuer = settings.issuer;
      if (!settings.revocation) delete metadata.revocation_endpoint;
      response.writeHead(200, { "content-type": "application/json" });
      return response.end(JSON.stringify(metadata));
    }
    if (interactionPath.test(pathname)) return interact(server, request, response);
    return handle(request, response);
  });

  return {
    url,
    requests,
    issued,
    async whoIs(value, wanted) {
      const token = await server.AccessToken.find(value);
      const audience = token && [token.aud].flat();
      return token && audience?.includes(wanted) && token.scope?.split(" ").includes("mcp")
        ? (token.accountId ?? null)
        : null;
    },
    async revokeAll() {
      for (const id of grants) {
        await server.RefreshToken.revokeByGrantId(id);
        await server.AccessToken.revokeByGrantId(id);
      }
    },
    reused: () => reused,
    onNextGrant: (listener) => void server.once("grant.success", listener),
    close,
  };
}
