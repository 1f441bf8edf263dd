import type { OAuthClientInformationMixed } from "@modelcontextprotocol/client";
import { ServiceError } from "../../domain/errors";
import type { Log } from "../../domain/ports";
import { type SignIn, writeSignIn } from "../../domain/sign-in";
import { careful, type Fetch, type SignInPlace, unreachable } from "./discover";
import { SignInProblem, type SignInWords } from "./sign-in-problem";

export interface SignInTools {
  fetch: Fetch;
  words: SignInWords;
  log: Log;
}

/** A sign-in that a browser was sent to, as whoever takes the browser back needs it. */
export interface StartedSignIn {
  place: SignInPlace;
  client: OAuthClientInformationMixed;
  redirectUrl: string;
  codeVerifier: string;
}

/** What the browser brought back. */
export interface SignInAnswer {
  code: string | null;
  error: string | null;
  iss: string | undefined;
}

const scope = "mcp";

/** A client of our own at that place; each sign-in has one, so that what one person has says nothing of another's. */
async function register(
  { issuer, metadata }: SignInPlace,
  redirectUrl: string,
  { fetch, words: { product }, log }: SignInTools,
  signal: AbortSignal,
) {
  const sdk = await import("@modelcontextprotocol/client");
  const closed = `${product} does not let programs register for a sign-in.`;
  const next = "Ask an administrator whether the MCP Server is switched on, or connect with an API key.";
  if (!metadata.registration_endpoint) throw new SignInProblem("forbidden", closed, next);
  try {
    return await sdk.registerClient(issuer, {
      metadata,
      clientMetadata: {
        client_name: "Punchcard",
        redirect_uris: [redirectUrl],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_basic",
        // A web client may not come back over http, which only a computer's own address does.
        application_type: redirectUrl.startsWith("https:") ? "web" : "native",
        scope,
      },
      fetchFn: careful(fetch, signal),
    });
  } catch (error) {
    const why = unreachable(error, signal, new URL(issuer).host);
    if (why) throw why;
    log("sign-in registration", { reason: error instanceof Error ? error.name : "unknown" });
    throw new SignInProblem("forbidden", closed, next);
  }
}

/**
 * Registers and says where to send the browser: code with PKCE S256.
 * @param state which the browser brings back
 * @throws SignInProblem in words
 */
export async function startSignIn(
  place: SignInPlace,
  { redirectUrl, state }: { redirectUrl: string; state: string },
  tools: SignInTools,
  signal: AbortSignal,
): Promise<StartedSignIn & { authorizationUrl: URL }> {
  const sdk = await import("@modelcontextprotocol/client");
  const { issuer, metadata, resource } = place;
  const client = await register(place, redirectUrl, tools, signal);
  const asked = { metadata, clientInformation: client, redirectUrl, scope, state, resource };
  const { authorizationUrl, codeVerifier } = await sdk.startAuthorization(issuer, asked);
  return { place, client, redirectUrl, codeVerifier, authorizationUrl };
}

const refusalOf = (error: string | null, { product }: SignInWords): string => {
  const known = new Map([
    ["access_denied", `You did not agree in the browser, or ${product} did not let you.`],
    ["invalid_scope", `${product} does not give Punchcard what it asks for.`],
    ["invalid_target", `${product} does not know this MCP server.`],
  ]);
  return known.get(error ?? "") ?? `${product} did not let you sign in.`;
};

/**
 * Looks whether what came back is from where the browser was sent, and exchanges the code.
 * @returns the credential to keep (domain/sign-in.ts); the access token is not in it
 * @throws SignInProblem in words
 */
export async function finishSignIn(
  { place, client, redirectUrl, codeVerifier }: StartedSignIn,
  { code, error: refused, iss }: SignInAnswer,
  { fetch, words, log }: SignInTools,
  signal: AbortSignal,
): Promise<string> {
  const sdk = await import("@modelcontextprotocol/client");
  const { issuer, metadata, resource } = place;
  // Before anything else of the answer is believed: another server's answer may say anything.
  try {
    sdk.validateAuthorizationResponseIssuer({
      iss,
      expectedIssuer: metadata.issuer,
      issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
    });
  } catch {
    throw new SignInProblem(
      "not_this_product",
      "The answer came from another place than the one where you signed in.",
      "Nothing was kept. Start again.",
    );
  }
  if (code === null)
    throw new SignInProblem("forbidden", refusalOf(refused, words), "Start again, or connect with an API key.");
  try {
    const tokens = await sdk.exchangeAuthorization(issuer, {
      metadata,
      clientInformation: client,
      authorizationCode: code,
      iss,
      codeVerifier,
      redirectUri: redirectUrl,
      resource,
      fetchFn: careful(fetch, signal),
    });
    if (!tokens.refresh_token)
      throw new SignInProblem(
        "unsupported",
        `${words.product} gives a sign-in that ends by itself.`,
        "Connect with an API key instead.",
      );
    return writeSignIn({
      clientId: client.client_id,
      clientSecret: client.client_secret,
      refreshToken: tokens.refresh_token,
      tokenEndpoint: metadata.token_endpoint,
      resource,
    });
  } catch (error) {
    const why = unreachable(error, signal, new URL(issuer).host);
    if (why) throw why;
    const detail = error instanceof sdk.OAuthError ? error.code : error instanceof Error ? error.name : "unknown";
    log("sign-in", { reason: detail });
    throw new SignInProblem(
      "unavailable",
      `${words.product} did not finish the sign-in.`,
      "Start again. If it stays so, connect with an API key.",
      { detail },
    );
  }
}

/**
 * Tells the place that the sign-in is over.
 * @returns false: it names no place where tokens are revoked, or another one than they came from
 * @throws SignInProblem, ServiceError where it could not be told, or did not take it
 */
export async function revokeSignIn(place: SignInPlace, kept: SignIn, { fetch, log }: SignInTools, signal: AbortSignal) {
  const { revocation_endpoint: address } = place.metadata as { revocation_endpoint?: string };
  // Only to where the tokens came from.
  if (!address || new URL(address).origin !== new URL(kept.tokenEndpoint).origin) return false;
  const body = new URLSearchParams({ token: kept.refreshToken, token_type_hint: "refresh_token" });
  const headers = new Headers();
  if (kept.clientSecret) headers.set("authorization", `Basic ${btoa(`${kept.clientId}:${kept.clientSecret}`)}`);
  else body.set("client_id", kept.clientId);
  const { status, ok } = await careful(fetch, signal)(address, { method: "POST", headers, body });
  log("sign-out", { status });
  // A client that is not known there any more has no tokens there either (RFC 7009 §2.2.1).
  if (!ok && status !== 400 && status !== 401)
    throw new ServiceError("unavailable", "The token was not revoked.", { status });
  return true;
}
