import { z } from "zod";

/**
 * What is kept of a person who signed in to a service through the browser (OAuth): one keychain item, written by the app
 * when they sign in and by whichever server uses the refresh token up. Access tokens are not in it: they live in memory.
 */
export interface SignIn {
  clientId: string;
  /** Absent: the service registered us as a public client. */
  clientSecret?: string;
  refreshToken: string;
  tokenEndpoint: string;
  /** What the tokens are for (RFC 8707), as the service itself writes it. */
  resource: string;
}

/**
 * By which our server tells the app that started it that a credential of this session (in no keychain) was used up and
 * replaced: `{ account, secret }`, over the pipe between both.
 */
export const credentialReplaced = "notifications/punchcard/credential";

/**
 * Longest text that every keychain takes: that of Windows keeps 2,560 bytes, two for each character.
 */
export const longestSignIn = 1_280;

/** Short names: each character counts. Version first, so that a later form can be told from this one. */
const kept = z.tuple([z.literal(1), z.string(), z.string(), z.string(), z.url(), z.string()]);

export const writeSignIn = ({ clientId, clientSecret = "", refreshToken, tokenEndpoint, resource }: SignIn): string =>
  JSON.stringify([1, clientId, clientSecret, refreshToken, tokenEndpoint, resource]);

/** null: it is none, but an API key or something of another program. */
export function readSignIn(text: string): SignIn | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = kept.safeParse(data);
  if (!parsed.success) return null;
  const [, clientId, clientSecret, refreshToken, tokenEndpoint, resource] = parsed.data;
  return { clientId, ...(clientSecret && { clientSecret }), refreshToken, tokenEndpoint, resource };
}

/** What of it must never be told anywhere. */
export const secretsOf = (text: string): string[] => {
  const read = readSignIn(text);
  return read ? [read.refreshToken, ...(read.clientSecret ? [read.clientSecret] : [])] : [text];
};
