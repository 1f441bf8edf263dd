import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { ServiceId } from "#core/domain/entities";
import type { AccessToken } from "#core/domain/ports";
import { signInOwner, type Vault } from "../../keys/vault";

/** Of the form of a sealed sign-in. */
const sealVersion = 1;

/** Which sign-in it is, and where: its secret opens nowhere else. */
export interface SignInPlace {
  id: string;
  service: ServiceId;
  mcpUrl: string;
}

/** What is kept of a sign-in; only sealed. */
export interface KeptSignIn {
  /** As `writeSignIn` of domain/sign-in.ts writes it. */
  text: string;
  /** Shared by replicas and clients of the person; null: none was given yet. */
  access: AccessToken | null;
}

export const newSignInId = () => randomBytes(16).toString("hex");

const form = z.tuple([z.string(), z.object({ token: z.string(), until: z.number().nullable() }).nullable()]);

const originOf = ({ service, mcpUrl }: SignInPlace) => `${service} ${new URL(mcpUrl).origin}`;

/** @param vault of the table `accounts` */
export const sealSignIn = (vault: Vault, place: SignInPlace, { text, access }: KeptSignIn): Promise<string> =>
  vault.seal(signInOwner(place.id), originOf(place), place.id, sealVersion, JSON.stringify([text, access]));

/** @throws as `Vault.open` */
export async function openSignIn(vault: Vault, place: SignInPlace, sealed: string): Promise<KeptSignIn> {
  const plain = await vault.open(signInOwner(place.id), originOf(place), place.id, sealVersion, sealed);
  const [text, access] = form.parse(JSON.parse(plain));
  return { text, access };
}
