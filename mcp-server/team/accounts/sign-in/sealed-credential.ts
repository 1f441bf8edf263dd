import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceId } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { AccessToken, RotatingCredential } from "#core/domain/ports";
import { secretsOf } from "#core/domain/sign-in";
import type { Vault } from "../../keys/vault";
import type { Clock, Database } from "../../store/database";
import { withLease } from "../../store/lease";
import { type KeptSignIn, openSignIn, sealSignIn } from "./kept-sign-in";

/** Whose sealed row it is: the account keeps its id when its person signs in again, and gets another sign-in. */
export interface SealedCredentialOf {
  person: string;
  account: string;
  service: ServiceId;
  mcpUrl: string;
}

export interface SealedCredentialDeps {
  database: Database;
  clock: Clock;
  /** Of the table `accounts`. */
  vault: Vault;
  /** Told of each secret that is read or written: it stands in no log. */
  hide(secret: string): void;
  /** Where the person signs in again, as a sentence. */
  signInAgain: string;
}

/** Milliseconds: longer than the two answers of a token endpoint that renewing may wait for take (bounded-body.ts). */
const leaseLasts = 300_000;
const waitStep = 100;
/** How often is looked whether another replica is done: half a minute. */
const waitSteps = 300;

/** One lease for renewing and revoking: what is being replaced is not revoked by its older text. */
export const leaseOf = (account: string) => ({ name: `sign-in/${account}`, lasts: leaseLasts });

/**
 * A sign-in in the team's database. Replicas use and replace its refresh token one after the other, and each reads what
 * the one before wrote; a text that was replaced meanwhile is never overwritten.
 */
export function sealedCredential(of: SealedCredentialOf, deps: SealedCredentialDeps): RotatingCredential {
  const { database, clock, vault } = deps;
  /** What was read last: what is written now takes the place of that and of no other. */
  let seen: { sign_in: string; secret: string } | null = null;
  const placeOf = (id: string) => ({ id, service: of.service, mcpUrl: of.mcpUrl });

  const hidden = ({ text, access }: KeptSignIn) => {
    for (const secret of secretsOf(text)) deps.hide(secret);
    if (access) deps.hide(access.token);
  };

  async function read(): Promise<KeptSignIn> {
    const row = await database.first<{ sign_in: string; secret: string }>(
      "SELECT sign_in, secret FROM accounts WHERE id = ? AND person_id = ? AND mcp_url = ? AND sign_in IS NOT NULL",
      [of.account, of.person, of.mcpUrl],
    );
    if (!row)
      throw new ServiceError("no_secret", "There is no sign-in for this account any more.", { next: deps.signInAgain });
    const kept = await openSignIn(vault, placeOf(row.sign_in), row.secret);
    seen = row;
    hidden(kept);
    return kept;
  }

  async function write(kept: KeptSignIn): Promise<void> {
    hidden(kept);
    const before = seen;
    if (!before) throw replaced();
    const isKept = await database.transaction(async (inside) => {
      const sealed = await sealSignIn(vault.within(inside), placeOf(before.sign_in), kept);
      const values = [sealed, before.sign_in, before.secret];
      const written = await inside.run("UPDATE accounts SET secret = ? WHERE sign_in = ? AND secret = ?", values);
      if (written === 1) {
        seen = { ...before, secret: sealed };
        return true;
      }
      // Disconnected meanwhile: what is to be revoked is the newest token.
      const ended = "UPDATE ended_sign_ins SET secret = ?, revoke_from = 0 WHERE id = ? AND secret = ?";
      if ((await inside.run(ended, values)) === 0) throw replaced();
      return false;
    });
    if (!isKept) throw replaced();
  }

  return {
    get: async () => (await read()).text,
    access: async () => (await read()).access,
    set: (text: string, access: AccessToken | null = null) => write({ text, access }),
    async locked(work) {
      for (let step = 0; step < waitSteps; step++) {
        const done = await withLease(database, clock, leaseOf(of.account), async () => ({ value: await work() }));
        if (done !== "taken") return done.value;
        await sleep(waitStep);
      }
      throw new ServiceError("unavailable", "The sign-in is being renewed by another server and takes too long.", {
        next: "Try again in some minutes.",
      });
    },
    signInAgain: deps.signInAgain,
  };
}

const replaced = () => new ServiceError("conflict", "The sign-in was replaced or ended meanwhile.");
