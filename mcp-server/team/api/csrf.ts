import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The word that a page of ours knows and one of another site does not. @param session its token, or any other secret of this browser */
export const csrfToken = (key: string, session: string): string =>
  createHmac("sha256", key).update(`csrf/${session}`).digest("base64url");

export function isCsrfToken(key: string, session: string, given: unknown): boolean {
  const expected = Buffer.from(csrfToken(key, session));
  const actual = Buffer.from(typeof given === "string" ? given : "");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Browsers say where a form comes from. What does not come from us changes nothing. */
export const isFromOurPages = ({ headers }: IncomingMessage, origin: string): boolean =>
  headers.origin === undefined ? headers["sec-fetch-site"] === "same-origin" : headers.origin === origin;
