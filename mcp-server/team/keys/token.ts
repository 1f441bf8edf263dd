import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret for one person's browser or mail: 256 random bits, safe in addresses and cookies. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is stored of such a secret. It has too many bits to be guessed from its hash, so no key is needed. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** Compares in a time that does not depend on where they differ. */
export const isSameText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
