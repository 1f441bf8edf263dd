import type { Clock, Database } from "../store/database";
import { StoreError } from "../store/store-error";
import { openText, sealText } from "./envelope";
import { KeyFileError, type MasterKey, newMasterKey, readKeyFile, writeKeyFile } from "./key-file";
import { addToRing, check, missing, ringRows } from "./key-ring";
import { wrapPlace } from "./vault";

export interface Rotation {
  kid: string;
  /** How many owners' keys were wrapped anew. */
  rewrapped: number;
  /** Keys of the file that nothing needs any more. */
  unused: string[];
}

/**
 * Adds a key to the file and wraps every owner's key with it, while servers run. Killed at any point, the next run
 * finishes.
 * @param choice `prepare` only writes the new key to the file, to be copied to other replicas before it is used;
 *   `forget` takes keys out of the file that nothing needs: an older backup of the database then opens no more
 * @throws KeyFileError, StoreError
 */
export async function rotateKeys(
  database: Database,
  file: string,
  clock: Clock,
  choice: { prepare?: boolean; forget?: boolean } = {},
): Promise<Rotation> {
  const known = await ringRows(database);
  if (known.length === 0) throw new KeyFileError("There is no key yet: the first start of serve makes one.");
  const keys = readKeyFile(file);
  if (!keys) throw missing(file);
  check(file, keys, known);
  // What a run that was killed, or a prepared one, has left.
  const waiting = keys.find(({ kid }) => !known.some((row) => row.kid === kid) && isNewer(keys, kid, known[0]?.kid));
  const next = waiting ?? newMasterKey();
  const ring = waiting ? keys : [next, ...keys];
  if (!waiting) writeKeyFile(file, ring);
  if (choice.prepare) return { kid: next.kid, rewrapped: 0, unused: [] };

  await database.transaction(async (inside) => {
    const newest = await inside.first<{ position: number }>("SELECT max(position) AS position FROM key_ring");
    if ((await addToRing(inside, next, (newest?.position ?? 0) + 1, clock)) === 0)
      throw new StoreError("duplicate", "Keys are being rotated already; run it again when that is done.");
  });
  const rewrapped = await rewrapAll(database, ring, next);
  const unused = await dropUnused(database, ring, next.kid);
  if (choice.forget)
    writeKeyFile(
      file,
      ring.filter(({ kid }) => !unused.includes(kid)),
    );
  return { kid: next.kid, rewrapped, unused };
}

/** The file is newest first: what stands behind the key in use was replaced by it. */
const isNewer = (keys: readonly MasterKey[], kid: string, inUse: string | undefined) => {
  const place = (one: string | undefined) => keys.findIndex((key) => key.kid === one);
  return inUse === undefined || place(kid) < place(inUse);
};

async function rewrapAll(database: Database, ring: readonly MasterKey[], next: MasterKey): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await database.all<{ owner: string; id: string; kid: string; wrapped: string }>(
      "SELECT owner, id, kid, wrapped FROM data_keys WHERE kid <> ? ORDER BY owner LIMIT 100",
      [next.kid],
    );
    if (rows.length === 0) return count;
    for (const { owner, id, kid, wrapped } of rows) {
      const old = ring.find((key) => key.kid === kid);
      if (!old) throw new StoreError("other", `A key in use (${kid}) came from another rotation; run it again.`);
      const place = wrapPlace(owner, id);
      const anew = sealText(next.key, next.kid, place, openText(old.key, place, wrapped));
      // Not the row of an owner who was removed, or whose key changed, in between.
      count += await database.run("UPDATE data_keys SET kid = ?, wrapped = ? WHERE owner = ? AND wrapped = ?", [
        next.kid,
        anew,
        owner,
        wrapped,
      ]);
    }
  }
}

/** A replica that still writes with one of them is refused by the reference, and takes the newest then. */
async function dropUnused(database: Database, ring: readonly MasterKey[], inUse: string): Promise<string[]> {
  for (const { kid } of ring)
    if (kid !== inUse)
      await database.run(
        "DELETE FROM key_ring WHERE kid = ? AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.kid = key_ring.kid)",
        [kid],
      );
  const left = await ringRows(database);
  return ring.map(({ kid }) => kid).filter((kid) => !left.some((row) => row.kid === kid));
}
