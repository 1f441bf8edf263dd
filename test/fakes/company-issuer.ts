import { createServer } from "node:http";
import { type Configuration, Provider } from "oidc-provider";
import { listen } from "./listen";

export interface CompanyAccount {
  sub: string;
  [claim: string]: unknown;
}

/** The company's own identity provider: a real one, on a port of its own, at which somebody is always signed in already. */
export class CompanyIssuer {
  readonly clientId = "punchcard";
  readonly clientSecret = "secret-of-punchcard-at-the-company";
  /** Who sits before the browser. */
  account: CompanyAccount = { sub: "nobody" };
  /** From now on it answers so instead of serving. */
  broken: number | null = null;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @param idTokenSeconds how long its word about who signed in counts; many give five minutes */
  static async start(redirectUri: string, idTokenSeconds = 3_600): Promise<CompanyIssuer> {
    const server = createServer();
    const { port, close } = await listen(server);
    const issuer = new CompanyIssuer(`http://127.0.0.1:${port}`, close);
    const provider = new Provider(issuer.url, issuer.settings(redirectUri, idTokenSeconds));
    const serve = provider.callback();
    server.on("request", (request, response) => {
      if (issuer.broken !== null) {
        response.writeHead(issuer.broken).end("<html>gone</html>");
        return;
      }
      if (!request.url?.startsWith("/interaction/")) return void serve(request, response);
      const login = { accountId: issuer.account.sub };
      void provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    });
    return issuer;
  }

  /** What a browser does with an address of this provider. @returns where it is sent back to */
  async visit(address: URL): Promise<URL> {
    const jar = new Map<string, string>();
    let next = address;
    for (let step = 0; step < 10; step++) {
      const answer = await fetch(next, {
        redirect: "manual",
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        jar.set(name, value);
      }
      const location = answer.headers.get("location");
      if (location === null) throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      next = new URL(location, next);
      if (next.origin !== this.url) return next;
    }
    throw new Error("sent round in circles");
  }

  private settings(redirectUri: string, idTokenSeconds: number): Configuration {
    return {
      ttl: { IdToken: idTokenSeconds },
      clients: [{ client_id: this.clientId, client_secret: this.clientSecret, redirect_uris: [redirectUri] }],
      conformIdTokenClaims: false,
      claims: {
        openid: ["sub", "oid"],
        email: ["email", "email_verified"],
        profile: ["name", "groups", "roles", "_claim_names"],
      },
      features: { devInteractions: { enabled: false } },
      findAccount: () => ({ accountId: this.account.sub, claims: async () => this.account }),
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      async loadExistingGrant(context) {
        const { provider, client, session } = context.oidc;
        const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    };
  }
}
