import type { ServiceId } from "#core/domain/entities";
import { readSignIn } from "#core/domain/sign-in";
import { findSignIn } from "#core/platform/browser-sign-in/discover";
import { revokeSignIn, type SignInTools } from "#core/platform/browser-sign-in/exchange";
import { destroyKey, signInOwner, type Vault } from "../../keys/vault";
import type { Clock, Database } from "../../store/database";
import { withLease } from "../../store/lease";
import { openSignIn, type SignInPlace, sealSignIn } from "./kept-sign-in";
import { leaseOf } from "./sealed-credential";

/** Milliseconds until the service is asked again after it could not be told. */
const againAfter = 600_000;
/** Milliseconds after which what could not be revoked is deleted here all the same. */
const givenUpAfter = 7 * 86_400_000;
/** Milliseconds for one. */
const patience = 30_000;

interface EndedRow {
  id: string;
  account_id: string;
  service: ServiceId;
  mcp_url: string;
  secret: string;
  ended_at: number;
}

export interface EndedSignInsDeps {
  database: Database;
  clock: Clock;
  /** Of the table `accounts`. */
  vault: Vault;
  toolsFor(service: ServiceId): SignInTools;
  /** Told of what could not be revoked for now, or at all. */
  failed(error: unknown): void;
}

/** Sign-ins that are over here, until their service has revoked them or names no place for that. */
export class EndedSignIns {
  private revoking: Promise<void> = Promise.resolve();
  private readonly ending = new AbortController();

  constructor(private readonly deps: EndedSignInsDeps) {}

  /** One that became no account's credential. @param text as `writeSignIn` of domain/sign-in.ts writes it */
  async unused(person: string, place: SignInPlace, text: string): Promise<void> {
    const { database, clock, vault } = this.deps;
    await database.transaction(async (inside) => {
      const sealed = await sealSignIn(vault.within(inside), place, { text, access: null });
      await inside.run(
        `INSERT INTO ended_sign_ins (id, person_id, account_id, service, mcp_url, secret, ended_at, revoke_from)
         VALUES (?, ?, '', ?, ?, ?, ?, 0)`,
        [place.id, person, place.service, place.mcpUrl, sealed, clock()],
      );
    });
    void this.revokeDue();
  }

  /** After what is being revoked now. Never throws. */
  revokeDue(): Promise<void> {
    this.revoking = this.revoking.then(() => this.revokeAll()).catch((error) => this.deps.failed(error));
    return this.revoking;
  }

  /** Waits for no service any more; what is not revoked yet is the turn of another server, or of the next start. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.revoking;
  }

  private async revokeAll(): Promise<void> {
    const { database, clock } = this.deps;
    if (this.ending.signal.aborted) return;
    const due = await database.all<EndedRow>(
      `SELECT * FROM ended_sign_ins WHERE revoke_from <= ? ORDER BY ended_at, id LIMIT 100`,
      [clock()],
    );
    for (const row of due) {
      if (this.ending.signal.aborted) return;
      // Taken: another replica revokes it, or renews it and writes here what is to be revoked instead.
      await withLease(database, clock, leaseOf(row.account_id || row.id), () => this.end(row));
    }
  }

  private async end({ id, ended_at: endedAt }: EndedRow): Promise<void> {
    const { database, clock, failed } = this.deps;
    try {
      // As it is now that nobody else renews it.
      const row = await database.first<EndedRow>("SELECT * FROM ended_sign_ins WHERE id = ?", [id]);
      if (!row) return;
      await this.revoke(row);
      await this.forget(id);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      failed(error);
      if (clock() - endedAt >= givenUpAfter) return this.forget(id);
      await database.run("UPDATE ended_sign_ins SET revoke_from = ? WHERE id = ?", [clock() + againAfter, id]);
    }
  }

  private async revoke({ id, service, mcp_url: mcpUrl, secret }: EndedRow): Promise<void> {
    const { vault, toolsFor } = this.deps;
    const kept = readSignIn((await openSignIn(vault, { id, service, mcpUrl }, secret)).text);
    if (!kept) return;
    const tools = toolsFor(service);
    const signal = AbortSignal.any([AbortSignal.timeout(patience), this.ending.signal]);
    const place = await findSignIn(mcpUrl, tools.words, tools.fetch, signal, tools.log);
    await revokeSignIn(place, kept, tools, signal);
  }

  /** With its key: what backups hold of it opens no more. */
  private forget(id: string): Promise<void> {
    return this.deps.database.transaction(async (inside) => {
      await inside.run("DELETE FROM ended_sign_ins WHERE id = ?", [id]);
      await destroyKey(inside, signInOwner(id));
    });
  }
}
