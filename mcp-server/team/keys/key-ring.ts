import { createHmac } from "node:crypto";
import type { Clock, Database } from "../store/database";
import { SealError } from "./envelope";
import { beginKeyFile, KeyFileError, type MasterKey, readKeyFile } from "./key-file";
import { isSameText } from "./token";

interface RingRow {
  kid: string;
  check_value: string;
}

/**
 * The master keys of the key file, held against what the store says was used. The store's newest key writes, all read.
 * A key that came later is found by reading the file again, so that a running server follows a rotation.
 */
export class KeyRing {
  private constructor(
    private readonly file: string,
    private keys: readonly MasterKey[],
  ) {}

  /**
   * Makes the key file at the first start, when the store holds no secrets yet.
   * @throws KeyFileError where it is missing, wrong, lacks a key that the store needs, or can be read by others
   */
  static async open(database: Database, file: string, clock: Clock): Promise<KeyRing> {
    const known = await ringRows(database);
    if (known.length === 0) return KeyRing.begin(database, file, clock);
    const keys = readKeyFile(file);
    if (!keys) throw missing(file);
    check(file, keys, known);
    return new KeyRing(file, keys);
  }

  private static async begin(database: Database, file: string, clock: Clock): Promise<KeyRing> {
    // Before the store knows it: a key that only the store knew of would be lost with this process.
    const keys = readKeyFile(file) ?? beginKeyFile(file);
    const [first] = keys;
    // Another replica may have begun just now, with a key file of its own.
    if (first && (await addToRing(database, first, 1, clock)) === 0) return KeyRing.open(database, file, clock);
    return new KeyRing(file, keys);
  }

  /** Ids of the keys that are in the file now; where it cannot be read, of those that were. */
  ids(): string[] {
    try {
      this.keys = readKeyFile(this.file) ?? this.keys;
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error;
    }
    return this.keys.map(({ kid }) => kid);
  }

  /** @throws SealError `unknown_key` where the key file lacks it also when it is read again */
  find(kid: string): Buffer {
    const known = this.keys.find((one) => one.kid === kid);
    if (known) return known.key;
    this.keys = readKeyFile(this.file) ?? this.keys;
    const later = this.keys.find((one) => one.kid === kid);
    if (!later) throw new SealError("unknown_key", `The key file lacks the key ${kid}.`);
    return later.key;
  }
}

/** The keys that the store was told of, the one that writes first. */
export const ringRows = (database: Database): Promise<RingRow[]> =>
  database.all<RingRow>("SELECT kid, check_value FROM key_ring ORDER BY position DESC");

/** @returns 0 where the position or the key is taken */
export const addToRing = (on: Database, { kid, key }: MasterKey, position: number, clock: Clock): Promise<number> =>
  on.run("INSERT INTO key_ring (kid, position, check_value, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", [
    kid,
    position,
    checkOf(kid, key),
    clock(),
  ]);

/** @throws KeyFileError where the file lacks a key of the store, or holds another one under its id */
export function check(file: string, keys: readonly MasterKey[], known: readonly RingRow[]): void {
  for (const { kid, check_value: wanted } of known) {
    const found = keys.find((one) => one.kid === kid);
    if (!found)
      throw new KeyFileError(
        `The key file ${file} lacks the key ${kid}, which stored secrets need. Put back the file that has it: ` +
          "from a backup, or from the server that has used this database.",
      );
    if (!isSameText(checkOf(kid, found.key), wanted))
      throw new KeyFileError(`The key ${kid} in ${file} is not the one that stored secrets were sealed with.`);
  }
}

export const missing = (file: string) =>
  new KeyFileError(
    `The key file ${file} is missing, and the database holds secrets that only it opens. Put it back from a backup, ` +
      "or copy it from the server that has used this database.",
  );

/** Tells a wrong key at the start, and not at the first secret. */
const checkOf = (kid: string, key: Uint8Array) =>
  createHmac("sha256", key).update(`punchcard key check ${kid}`).digest("base64url");
