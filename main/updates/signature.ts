import { createPublicKey, verify } from "node:crypto";

/** What of an update is signed: its version, and the hash of each of its files. */
export interface SignedUpdate {
  version: string;
  files: readonly { url: string; sha512: string }[];
  /** Base64 of an Ed25519 signature over `signedText`. */
  signature?: unknown;
}

/** One line each, so that neither a version nor a file can be put beside another one's hash. */
export const signedText = ({ version, files }: SignedUpdate): string =>
  ["punchcard update", version, ...files.map(({ url, sha512 }) => `${sha512} ${url}`).sort()].join("\n");

/** @param publicKey Base64 of a DER key (SPKI) that came with this version */
export function isSignedBy(publicKey: string, update: SignedUpdate): boolean {
  if (typeof update.signature !== "string") return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    return verify(null, Buffer.from(signedText(update)), key, Buffer.from(update.signature, "base64"));
  } catch {
    return false;
  }
}
