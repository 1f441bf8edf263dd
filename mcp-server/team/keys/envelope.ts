import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

export const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** What was sealed cannot be opened. No part of it is repeated. */
export class SealError extends Error {
  override readonly name = "SealError";
  constructor(
    readonly kind: "form" | "unknown_key" | "refused",
    message: string,
  ) {
    super(message);
  }
}

/** Where much is opened with one key, a `KeyObject`: from bytes Node 24 makes one each time, which takes longer than the rest. */
export type SealKey = Uint8Array | KeyObject;

/** Where a sealed text belongs: it opens nowhere else. */
export type Place = readonly (string | number)[];

const form = /^v1\.([a-z0-9]{8,32})\.([\w-]{16})\.([\w-]*)\.([\w-]{22})$/;

/** AES-256-GCM: `v1.<kid>.<iv>.<ciphertext>.<tag>`, in base64url. */
export function sealText(key: SealKey, kid: string, place: Place, plain: Uint8Array): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAAD(bytesOf(kid, place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return ["v1", kid, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** Which key sealed it. @throws SealError `form` */
export function keyIdOf(sealed: string): string {
  return parts(sealed).kid;
}

/** @throws SealError `refused` for another key or place and for changed text, `form` where it is no sealed text */
export function openText(key: SealKey, place: Place, sealed: string): Buffer {
  const { kid, iv, text, tag } = parts(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  decipher.setAAD(bytesOf(kid, place)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw new SealError("refused", "A stored secret was changed, or belongs to another row.");
  }
}

function parts(sealed: string) {
  const [, kid = "", ...texts] = form.exec(sealed) ?? [];
  const [iv, text, tag] = texts.map((part) => {
    const bytes = Buffer.from(part, "base64url");
    // Two texts for the same bytes would be two forms of one secret.
    return bytes.toString("base64url") === part ? bytes : undefined;
  });
  if (!iv || !text || !tag) throw new SealError("form", "A stored secret is not in the form that this program writes.");
  return { kid, iv, text, tag };
}

const bytesOf = (kid: string, place: Place) => Buffer.from(JSON.stringify([kid, ...place]));
