import { createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { keyBytes, openText, sealText } from "../keys/envelope";
import type { Clock, Database } from "../store/database";
import type { Sealer } from "./sealer";

export interface ProviderKeys {
  /** Sign the provider's cookies; the first signs, all verify. */
  cookies: string[];
  /** Signs forms against forgery from other sites. */
  forms: string;
  /** Seals what the authorization server keeps; base64url. */
  items: string;
  jwks: { keys: object[] };
}

/** Keys of the authorization server, which all replicas share. The first to start makes them. @param sealer by the key file */
export async function loadProviderKeys(database: Database, clock: Clock, sealer: Sealer): Promise<ProviderKeys> {
  const name = "oauth_keys/provider";
  const select = () => database.first<{ sealed: string }>("SELECT sealed FROM oauth_keys WHERE name = ?", ["provider"]);
  let row = await select();
  if (!row) {
    const sealed = await sealer.seal(name, JSON.stringify(newKeys()));
    await database.run(
      "INSERT INTO oauth_keys (name, sealed, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
      ["provider", sealed, clock()],
    );
    row = await select();
  }
  if (!row) throw new Error("The keys of the authorization server could not be stored.");
  return JSON.parse(await sealer.open(name, row.sealed)) as ProviderKeys;
}

/** Seals without asking the database for a key each time: every request opens a token. */
export function itemSealer({ items }: Pick<ProviderKeys, "items">): Sealer {
  const key = createSecretKey(items, "base64url");
  return {
    seal: async (name, plain) => sealText(key, "oauthitem1", [name], Buffer.from(plain)),
    open: async (name, sealed) => openText(key, [name], sealed).toString("utf8"),
  };
}

function newKeys(): ProviderKeys {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const kid = randomBytes(8).toString("hex");
  const secret = () => randomBytes(keyBytes).toString("base64url");
  return {
    cookies: [secret()],
    forms: secret(),
    items: secret(),
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid }] },
  };
}
