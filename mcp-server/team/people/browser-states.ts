import { hashOf, newToken } from "../keys/token";
import type { Vault } from "../keys/vault";
import { serverOwner } from "../keys/vault";
import type { Clock, Database } from "../store/database";

/**
 * What a sign-in that a browser began must remember until it comes back: challenges, states, verifiers. The browser keeps
 * a random token in a `__Host-` cookie, so that nobody else's browser can end what this one began; each counts once.
 */
export class BrowserStates {
  /** @param vault of the table `browser_states` */
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @param lifetime in milliseconds. @returns the token for the cookie */
  async put(purpose: string, state: unknown, lifetime: number): Promise<string> {
    const token = newToken();
    const row = hashOf(token);
    const sealed = await this.vault.seal(serverOwner, purpose, row, 1, JSON.stringify(state));
    const now = this.clock();
    await this.database.run("DELETE FROM browser_states WHERE expires_at <= ?", [now]);
    await this.database.run(
      "INSERT INTO browser_states (token_hash, purpose, sealed, expires_at) VALUES (?, ?, ?, ?)",
      [row, purpose, sealed, now + lifetime],
    );
    return token;
  }

  /** @returns what was put, the first time; undefined: none, too old, used, or of another purpose */
  async take<State>(purpose: string, token: string): Promise<State | undefined> {
    const row = hashOf(token);
    const found = await this.database.first<{ sealed: string }>(
      "DELETE FROM browser_states WHERE token_hash = ? AND purpose = ? AND expires_at > ? RETURNING sealed",
      [row, purpose, this.clock()],
    );
    return found && (JSON.parse(await this.vault.open(serverOwner, purpose, row, 1, found.sealed)) as State);
  }
}
