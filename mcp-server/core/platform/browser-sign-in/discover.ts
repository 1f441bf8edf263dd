import type { AuthorizationServerMetadata } from "@modelcontextprotocol/client";
import { ServiceError } from "../../domain/errors";
import type { Log } from "../../domain/ports";
import { mayAsk, mcpAddress, sameSite } from "./address";
import { SignInProblem, type SignInWords } from "./sign-in-problem";

/** Where somebody signs in to use an MCP server, as that server and its authorization server tell it. */
export interface SignInPlace {
  mcpUrl: string;
  /** What the tokens shall be for. */
  resource: string;
  issuer: string;
  metadata: AuthorizationServerMetadata;
  /** Scheme and host of the page that the browser is sent to: what the person is shown before. */
  origin: string;
}

export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

const patience = 15_000;

/** Neither redirects nor silence: what is asked here decides whom the person trusts. */
export const careful =
  (fetchFn: Fetch, signal: AbortSignal): Fetch =>
  (input, init) =>
    fetchFn(input, { ...init, redirect: "error", signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });

const notMcp = ({ copyFrom }: SignInWords, detail?: string) =>
  new SignInProblem(
    "not_this_product",
    "This address is not that of an MCP server where people sign in.",
    `Copy it from ${copyFrom}. An administrator must have switched it on.`,
    { detail },
  );
const refusedMix = (message: string) =>
  new SignInProblem(
    "not_this_product",
    message,
    "Nothing was opened. Ask an administrator whether the address is right.",
  );

const notSafe = "The place to sign in is not protected by https, or is no place of its own.";

/** What a failed request to one of both servers means. Cancelled and failed for lack of network are told apart. */
export function unreachable(error: unknown, signal: AbortSignal, host: string): SignInProblem | ServiceError | null {
  if (error instanceof SignInProblem || error instanceof ServiceError) return error;
  if (signal.aborted) return new SignInProblem("cancelled", "It was cancelled.");
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new SignInProblem("timeout", `${host} does not answer.`, "Try again in a moment.");
  if (!(error instanceof TypeError)) return null;
  const { code } = (error.cause ?? {}) as { code?: string };
  if (code && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code))
    return new SignInProblem(
      "tls",
      `The certificate of ${host} is not trusted.`,
      "Choose the file with your organisation's CA certificate.",
      { detail: code },
    );
  if (!code) return null;
  return new SignInProblem(
    "offline",
    `${host} cannot be reached.`,
    "Check the network and the address, then try again.",
    {
      detail: code,
    },
  );
}

/**
 * Asks the MCP server where its people sign in, and that place what it can (RFC 9728, RFC 8414).
 * @throws SignInProblem in words: no address, not reachable, no MCP server, one that does not fit together; ServiceError
 *   where an answer breaks the limits of `fetchFn`
 */
export async function findSignIn(
  typed: string,
  words: SignInWords,
  fetchFn: Fetch,
  signal: AbortSignal,
  log: Log,
): Promise<SignInPlace> {
  const mcpUrl = mcpAddress(typed, words.copyFrom);
  const sdk = await import("@modelcontextprotocol/client");
  const asked = careful(fetchFn, signal);
  const { host } = new URL(mcpUrl);
  try {
    const protectedBy = await sdk.discoverOAuthProtectedResourceMetadata(mcpUrl, {}, asked);
    const [issuer] = protectedBy.authorization_servers ?? [];
    if (!issuer) throw notMcp(words, "no authorization server");
    if (!sdk.checkResourceAllowed({ requestedResource: mcpUrl, configuredResource: protectedBy.resource }))
      throw refusedMix("The server says that it is another one than the one at this address.");
    if (!mayAsk(issuer, mcpUrl)) throw refusedMix(notSafe);
    const metadata = await sdk.discoverAuthorizationServerMetadata(issuer, { fetchFn: asked });
    if (!metadata) throw notMcp(words, "no metadata");
    const { authorization_endpoint: page, token_endpoint: token, registration_endpoint: register } = metadata;
    const machines = [token, ...(register ? [register] : [])];
    if (![page, ...machines].every((address) => mayAsk(address, mcpUrl))) throw refusedMix(notSafe);
    // The person looks at the page alone. One of somebody they trust, before servers of somebody else, would hand
    // these what they agreed to (mix-up).
    for (const machine of machines) {
      if (await sameSite(machine, page)) continue;
      throw refusedMix(
        `You would sign in at ${new URL(page).host}, but ${new URL(machine).host} would be given what comes of it.`,
      );
    }
    return { mcpUrl, resource: protectedBy.resource, issuer, metadata, origin: new URL(page).origin };
  } catch (error) {
    if (error instanceof sdk.IssuerMismatchError)
      throw refusedMix("The place to sign in calls itself by another address than the MCP server does.");
    const why = unreachable(error, signal, host);
    if (why) throw why;
    log("sign-in discovery", { reason: error instanceof Error ? error.name : "unknown" });
    throw notMcp(words);
  }
}
