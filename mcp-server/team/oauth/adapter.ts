import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Clock, Database } from "../store/database";
import { endGrants, grantIdOf } from "./grants";
import { hashedId } from "./hashed-id";
import { itemName, type Sealer } from "./sealer";

interface ItemRow {
  payload: string;
  consumed_at: number | null;
  expires_at: number | null;
}

/** How long a client that registered itself is kept while nobody lets it in. */
const unusedRegistration = 86_400_000;
/**
 * Milliseconds in which a used refresh token is answered once more, with the same successor: programs refresh from two
 * threads, or again after an answer was lost.
 */
const refreshGrace = 10_000;

/** Moments of a payload, in seconds: the provider writes and checks them by this machine's own clock. */
const moments = ["iat", "exp", "iiat"] as const;

/** Between that clock and the one that replicas share. @param milliseconds by which the other one is ahead */
function movedBy(payload: AdapterPayload, milliseconds: number): AdapterPayload {
  const seconds = Math.round(milliseconds / 1_000);
  const moved = moments.flatMap((name) => {
    const time = payload[name];
    return typeof time === "number" ? [[name, time + seconds] as const] : [];
  });
  return { ...payload, ...Object.fromEntries(moved) };
}

export interface AdapterDeps {
  database: Database;
  clock: Clock;
  sealer: Sealer;
}

/** What oidc-provider keeps of one model, in rows that are found by a hash and readable only with the key. */
export class StoredModel implements Adapter {
  constructor(
    private readonly model: string,
    private readonly deps: AdapterDeps,
  ) {}

  /** @param expiresIn seconds */
  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { database, clock, sealer } = this.deps;
    const key = hashedId(this.model, id);
    const now = clock();
    const lasts = this.model === "Client" ? unusedRegistration : expiresIn === undefined ? null : expiresIn * 1_000;
    await database.run(
      `INSERT INTO oauth_items (model, id, grant_id, uid, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (model, id) DO UPDATE SET
         grant_id = excluded.grant_id, uid = excluded.uid, payload = excluded.payload, expires_at = excluded.expires_at`,
      [
        this.model,
        key,
        payload.grantId === undefined ? null : grantIdOf(payload.grantId),
        payload.uid === undefined ? null : hashedId("uid", payload.uid),
        await sealer.seal(this.nameOf(key), JSON.stringify(movedBy(payload, now - Date.now()))),
        now,
        lasts === null ? null : now + lasts,
      ],
    );
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return this.read("id", hashedId(this.model, id));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.read("uid", hashedId("uid", uid));
  }

  /** Of the device flow, which is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /**
   * One statement decides who of two replicas redeems a code or refresh token. Who comes second, and for a refresh token
   * too late, ends the whole grant: one of the two is not who it says.
   */
  async consume(id: string): Promise<void> {
    const { database, clock } = this.deps;
    const key = hashedId(this.model, id);
    const changed = await database.run(
      `UPDATE oauth_items SET consumed_at = coalesce(consumed_at, ?) WHERE model = ? AND id = ?
       AND (consumed_at IS NULL OR consumed_at > ?)`,
      [clock(), this.model, key, this.graceBegan()],
    );
    if (changed > 0) return;
    await endGrants(database, clock(), "id = (SELECT grant_id FROM oauth_items WHERE model = ? AND id = ?)", [
      this.model,
      key,
    ]);
    throw new errors.InvalidGrant("already used");
  }

  async destroy(id: string): Promise<void> {
    const { database, clock } = this.deps;
    if (this.model === "Grant") await endGrants(database, clock(), "id = ?", [grantIdOf(id)]);
    await database.run("DELETE FROM oauth_items WHERE model = ? AND id = ?", [this.model, hashedId(this.model, id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.deps.database.run("DELETE FROM oauth_items WHERE model = ? AND grant_id = ?", [
      this.model,
      grantIdOf(grantId),
    ]);
  }

  private async read(column: "id" | "uid", key: string): Promise<AdapterPayload | undefined> {
    const { database, clock, sealer } = this.deps;
    const now = clock();
    const row = await database.first<ItemRow & { id: string }>(
      `SELECT id, payload, consumed_at, expires_at FROM oauth_items WHERE model = ? AND ${column} = ?`,
      [this.model, key],
    );
    if (!row || (row.expires_at !== null && row.expires_at <= now)) return undefined;
    const stored = JSON.parse(await sealer.open(this.nameOf(row.id), row.payload)) as AdapterPayload;
    const payload = movedBy(stored, Date.now() - now);
    if (row.consumed_at === null || row.consumed_at > this.graceBegan()) return payload;
    return { ...payload, consumed: Math.floor(row.consumed_at / 1_000) };
  }

  /** What was used after this moment may be used again; nothing but refresh tokens ever may. */
  private graceBegan = () =>
    this.model === "RefreshToken" ? this.deps.clock() - refreshGrace : Number.MAX_SAFE_INTEGER;

  private nameOf = (key: string) => itemName(this.model, key);
}
