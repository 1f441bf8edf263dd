import { randomBytes } from "node:crypto";
import { holdPerson } from "../people/hold-person";
import type { Clock, Database } from "../store/database";
import { StoreError } from "../store/store-error";
import { keyBytes, keyIdOf, openText, SealError, sealText } from "./envelope";
import { type KeyRing, ringRows } from "./key-ring";

/** The owner of what belongs to no person, such as the keys that tokens are signed with. */
export const serverOwner = "server";

const ofSignIn = "sign-in/";

/** The owner of one account's sign-in at its service: it can be revoked there when its person and their key are gone. */
export const signInOwner = (id: string): string => `${ofSignIn}${id}`;

/** The owner has been removed, and the key that opened their secrets with them. */
class OwnerGone extends Error {
  override readonly name = "OwnerGone";
}

interface DataKey {
  id: string;
  kid: string;
  wrapped: string;
}

/**
 * Seals secrets for one table. Each owner has a key of their own, which the key file's key wraps: deleting it is deleting
 * all their secrets, in every backup of the rows too.
 */
export interface Vault {
  /**
   * @param owner a person's id, `serverOwner`, or a `signInOwner`
   * @param version of the row's form; with table, owner, service and row it is where the text opens, and nowhere else
   * @throws OwnerGone, StoreError, SealError
   */
  seal(owner: string, service: string, row: string, version: number, plain: string): Promise<string>;
  /** @throws OwnerGone where their key was deleted; SealError where it was changed or moved; StoreError */
  open(owner: string, service: string, row: string, version: number, sealed: string): Promise<string>;
  /** The same inside a transaction. */
  within(database: Database): Vault;
}

export function createVault(database: Database, ring: KeyRing, clock: Clock, table: string): Vault {
  const found = (owner: string) =>
    database.first<DataKey>("SELECT id, kid, wrapped FROM data_keys WHERE owner = ?", [owner]);
  const unwrap = (owner: string, { id, kid, wrapped }: DataKey) =>
    openText(ring.find(kid), wrapPlace(owner, id), wrapped);

  async function keyFor(owner: string): Promise<{ id: string; key: Buffer }> {
    const known = (await found(owner)) ?? (await make(owner));
    return { id: known.id, key: unwrap(owner, known) };
  }

  /** A removed person gets no new key: the row of a person is held while theirs is made. */
  function make(owner: string): Promise<DataKey> {
    return database.transaction(async (inside) => {
      const isPerson = owner !== serverOwner && !owner.startsWith(ofSignIn);
      if (isPerson && !(await holdPerson(inside, owner))) throw new OwnerGone("This person was removed.");
      const [newest] = await ringRows(inside);
      if (!newest) throw new StoreError("other", "The store knows no key yet.");
      const id = randomBytes(8).toString("hex");
      const wrapped = sealText(ring.find(newest.kid), newest.kid, wrapPlace(owner, id), randomBytes(keyBytes));
      // A second call for the same owner takes the key of the first.
      await inside.run(
        "INSERT INTO data_keys (owner, id, kid, wrapped, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (owner) DO NOTHING",
        [owner, id, newest.kid, wrapped, clock()],
      );
      const key = await inside.first<DataKey>("SELECT id, kid, wrapped FROM data_keys WHERE owner = ?", [owner]);
      if (!key) throw new OwnerGone("This person was removed.");
      return key;
    });
  }

  return {
    async seal(owner, service, row, version, plain) {
      const { id, key } = await keyFor(owner);
      return sealText(key, id, [table, owner, service, row, version], Buffer.from(plain));
    },
    async open(owner, service, row, version, sealed) {
      const id = keyIdOf(sealed);
      const known = await found(owner);
      if (!known) throw new OwnerGone("The key of these secrets was deleted.");
      if (known.id !== id) throw new SealError("refused", "A stored secret was sealed with a key that was deleted.");
      return openText(unwrap(owner, known), [table, owner, service, row, version], sealed).toString();
    },
    within: (inside) => createVault(inside, ring, clock, table),
  };
}

/** Where a wrapped key belongs. */
export const wrapPlace = (owner: string, id: string) => ["data_keys", owner, id];

/** Part of removing a person: their secrets open nowhere any more. */
export const destroyKey = (inside: Database, owner: string): Promise<number> =>
  inside.run("DELETE FROM data_keys WHERE owner = ?", [owner]);
