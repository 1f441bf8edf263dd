import { randomBytes } from "node:crypto";
import { readSignIn, writeSignIn } from "../../../mcp-server/domain/sign-in";
import { AppFailure, type Log, notSaved } from "../../app/failure";
import { careful, type Fetch, findSignIn, type SignInPlace, unreachable } from "./discover";
import { openLoopback, type PageWords } from "./loopback";
import { signInProduct } from "./service";

export interface SignInDeps {
  fetch: Fetch;
  /** Opens the person's browser. @param origin the only one that may be opened: the one that was shown */
  openBrowser(address: string, origin: string): Promise<void>;
  words(): PageWords;
  log: Log;
  /** Milliseconds that a person has for signing in; absent: five minutes. */
  patience?: number;
}

const scope = "mcp";

/** A client of our own at that place; each sign-in has one, because each has its own port to come back to. */
async function register(
  { issuer, metadata }: SignInPlace,
  redirectUrl: string,
  fetchFn: Fetch,
  signal: AbortSignal,
  log: Log,
) {
  const sdk = await import("@modelcontextprotocol/client");
  const closed = `${signInProduct} does not let programs register for a sign-in.`;
  const next = "Ask an administrator whether the MCP Server is switched on, or connect with an API key.";
  if (!metadata.registration_endpoint) throw notSaved("forbidden", closed, next);
  try {
    return await sdk.registerClient(issuer, {
      metadata,
      clientMetadata: {
        client_name: "Punchcard",
        redirect_uris: [redirectUrl],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
        application_type: "native",
        scope,
      },
      fetchFn,
    });
  } catch (error) {
    const why = unreachable(error, signal, new URL(issuer).host);
    if (why) throw why;
    log("sign-in registration", { error: error instanceof Error ? error.name : "unknown" });
    throw notSaved("forbidden", closed, next);
  }
}

const refusals: Readonly<Record<string, string>> = {
  access_denied: `You did not agree in the browser, or ${signInProduct} did not let you.`,
  invalid_scope: `${signInProduct} does not give Punchcard what it asks for.`,
  invalid_target: `${signInProduct} does not know this MCP server.`,
};

/** The browser's part: open, wait, and look whether what comes back is from where it was sent. */
async function browse(place: SignInPlace, deps: SignInDeps, signal: AbortSignal) {
  const sdk = await import("@modelcontextprotocol/client");
  const { issuer, metadata, resource, origin } = place;
  const state = randomBytes(32).toString("base64url");
  const loopback = await openLoopback(state, deps.words());
  const patience = deps.patience ?? 5 * 60_000;
  let timer: NodeJS.Timeout | undefined;
  try {
    const { redirectUrl } = loopback;
    const client = await register(place, redirectUrl, careful(deps.fetch, signal), signal, deps.log);
    const asked = { metadata, clientInformation: client, redirectUrl, scope, state, resource };
    const { authorizationUrl, codeVerifier } = await sdk.startAuthorization(issuer, asked);
    signal.throwIfAborted();
    await deps.openBrowser(authorizationUrl.href, origin);
    signal.throwIfAborted();
    const given = await Promise.race([
      loopback.answer,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(notSaved("timeout", "Nobody signed in within five minutes.", "Start again when you are ready.")),
          patience,
        );
        signal.addEventListener(
          "abort",
          () => reject(notSaved("cancelled", "Signing in was cancelled; nothing was kept.")),
          { once: true },
        );
      }),
    ]);
    // Before anything else of the answer is believed: another server's answer may say anything.
    try {
      sdk.validateAuthorizationResponseIssuer({
        iss: given.iss,
        expectedIssuer: metadata.issuer,
        issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
      });
    } catch {
      throw notSaved(
        "not_this_product",
        "The answer came from another place than the one where you signed in.",
        "Nothing was kept. Start again.",
      );
    }
    if (given.code === null)
      throw notSaved(
        "forbidden",
        refusals[given.error ?? ""] ?? `${signInProduct} did not let you sign in.`,
        "Start again, or connect with an API key.",
      );
    return { client, redirectUrl, codeVerifier, code: given.code, iss: given.iss };
  } finally {
    clearTimeout(timer);
    loopback.close();
  }
}

/**
 * Signs a person in through their browser: own registration, code with PKCE, a redirect to this computer.
 * @returns the credential for the keychain (domain/sign-in.ts); the access token is not in it
 * @throws AppFailure in words
 */
export async function signIn(place: SignInPlace, deps: SignInDeps, signal: AbortSignal): Promise<string> {
  const sdk = await import("@modelcontextprotocol/client");
  try {
    const { client, redirectUrl, codeVerifier, code, iss } = await browse(place, deps, signal);
    const tokens = await sdk.exchangeAuthorization(place.issuer, {
      metadata: place.metadata,
      clientInformation: client,
      authorizationCode: code,
      iss,
      codeVerifier,
      redirectUri: redirectUrl,
      resource: place.resource,
      fetchFn: careful(deps.fetch, signal),
    });
    if (!tokens.refresh_token)
      throw notSaved(
        "unsupported",
        `${signInProduct} gives a sign-in that ends by itself.`,
        "Connect with an API key instead.",
      );
    return writeSignIn({
      clientId: client.client_id,
      clientSecret: client.client_secret,
      refreshToken: tokens.refresh_token,
      tokenEndpoint: place.metadata.token_endpoint,
      resource: place.resource,
    });
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    const why = unreachable(error, signal, new URL(place.issuer).host);
    if (why) throw why;
    const code = error instanceof sdk.OAuthError ? error.code : error instanceof Error ? error.name : "unknown";
    deps.log("sign-in", { code });
    throw notSaved(
      "unavailable",
      `${signInProduct} did not finish the sign-in.`,
      "Start again. If it stays so, connect with an API key.",
      { detail: code },
    );
  }
}

/** Tells the place that the sign-in is over, where it can be told. Best effort: whoever disconnects is not kept waiting. */
export async function signOut(mcpUrl: string, secret: string, deps: Pick<SignInDeps, "fetch" | "log">): Promise<void> {
  const kept = readSignIn(secret);
  if (!kept) return;
  const signal = AbortSignal.timeout(10_000);
  try {
    const { metadata } = await findSignIn(mcpUrl, deps.fetch, signal, deps.log);
    const { revocation_endpoint: address } = metadata as { revocation_endpoint?: string };
    // Only to where the tokens came from.
    if (!address || new URL(address).origin !== new URL(kept.tokenEndpoint).origin) return;
    const body = new URLSearchParams({ token: kept.refreshToken, token_type_hint: "refresh_token" });
    const headers = new Headers();
    if (kept.clientSecret) headers.set("authorization", `Basic ${btoa(`${kept.clientId}:${kept.clientSecret}`)}`);
    else body.set("client_id", kept.clientId);
    const { status } = await careful(deps.fetch, signal)(address, { method: "POST", headers, body });
    deps.log("sign-out", { status });
  } catch (error) {
    deps.log("sign-out", { error: error instanceof Error ? error.name : "unknown" });
  }
}
