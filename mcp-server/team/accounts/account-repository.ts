import { randomBytes } from "node:crypto";
import type { AccountPermissions } from "#core/access/permission-matrix";
import type { AccountSettings } from "#core/platform/settings";
import type { Vault } from "../keys/vault";
import { holdPerson } from "../people/hold-person";
import type { Clock, Database } from "../store/database";
import { AccountError } from "./account-error";
import {
  type AccountRow,
  accountColumns,
  permissionsSchema,
  type TeamAccount,
  toAccount,
  versionOf,
} from "./account-row";
import { endMadeTokens, replaceMadeToken } from "./made-tokens";
import type { ServiceState } from "./service-state";
import { endSignIns } from "./sign-in/end-sign-ins";
import { newSignInId, openSignIn, sealSignIn } from "./sign-in/kept-sign-in";

/** Of the form of a sealed secret. */
const sealVersion = 1;

type Change = "saved" | "changed" | "gone";

/** A secret opens only for the service at the address that it was given for. */
const placeOf = ({ service, url }: Pick<AccountSettings, "service" | "url">) =>
  url === undefined ? service : `${service} ${new URL(url).origin}`;

function seal(
  vault: Vault,
  person: string,
  { id, service, url, mcpUrl }: AccountSettings,
  signIn: string | null,
  secret: string,
): Promise<string> {
  if (signIn === null || mcpUrl === undefined)
    return vault.seal(person, placeOf({ service, url }), id, sealVersion, secret);
  return sealSignIn(vault, { id: signIn, service, mcpUrl }, { text: secret, access: null });
}

/** Accounts of people; each method is for one person and sees only theirs. */
export class AccountRepository {
  /** @param vault of the table `accounts` */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly state: ServiceState,
    /** Told of accounts that cannot be read. */
    private readonly unreadable: (account: string, error: unknown) => void = () => undefined,
  ) {}

  /** Those that can be read, in the order in which they were connected. */
  async of(person: string): Promise<TeamAccount[]> {
    const rows = await this.database.all<AccountRow>(
      `SELECT ${accountColumns} FROM accounts WHERE person_id = ? ORDER BY created_at, id`,
      [person],
    );
    return this.fromRows(rows);
  }

  /** The accounts of rows, those left out that cannot be read. */
  fromRows(rows: readonly AccountRow[]): TeamAccount[] {
    return rows.flatMap((row) => {
      try {
        return [toAccount(row)];
      } catch (error) {
        this.unreadable(row.id, error);
        return [];
      }
    });
  }

  async find(person: string, id: string): Promise<TeamAccount | undefined> {
    return (await this.of(person)).find(({ settings }) => settings.id === id);
  }

  async open(person: string, { settings, sealed, signIn }: TeamAccount & { sealed: string }): Promise<string> {
    const { service, mcpUrl } = settings;
    if (signIn !== null && mcpUrl !== undefined)
      return (await openSignIn(this.vault, { id: signIn, service, mcpUrl }, sealed)).text;
    return this.vault.open(person, placeOf(settings), settings.id, sealVersion, sealed);
  }

  /**
   * Keeps what was just proven. The same person of the same service again is a new credential for the account that there
   * is, with its id and permissions.
   * @param secret null: the company's key
   * With `draft.mcpUrl` the secret is a sign-in there (domain/sign-in.ts).
   * @param made id at the service of the token that it made for this; absent: the credential came from the person
   * @throws AccountError `conflict` where the person was removed meanwhile
   */
  keep(
    person: string,
    draft: AccountSettings,
    remotePerson: string,
    secret: string | null,
    made?: string,
  ): Promise<TeamAccount> {
    return this.database.transaction(async (inside) => {
      if (!(await holdPerson(inside, person))) throw new AccountError("conflict", "This person was removed.");
      const before = await inside.first<{ id: string }>(
        `SELECT id FROM accounts WHERE person_id = ? AND service = ? AND coalesce(url, '') = ?
         AND coalesce(mcp_url, '') = ? AND remote_person = ?`,
        [person, draft.service, draft.url ?? "", draft.mcpUrl ?? "", remotePerson],
      );
      const id = before?.id ?? draft.id;
      const vault = this.vault.within(inside);
      const { service, url = "", mcpUrl } = draft;
      const signIn = mcpUrl === undefined ? null : newSignInId();
      const sealed = secret === null ? null : await seal(vault, person, { ...draft, id }, signIn, secret);
      const now = this.clock();
      if (before) {
        await endSignIns(inside, "id", id, now);
        await inside.run(
          `UPDATE accounts SET label = ?, user_name = ?, secret = ?, sign_in = ?, updated_at = ?
           WHERE id = ? AND person_id = ?`,
          [draft.label, draft.user ?? null, sealed, signIn, now, id, person],
        );
      } else
        await inside.run(
          `INSERT INTO accounts (id, person_id, service, label, url, user_name, remote_person, permissions, secret,
             mcp_url, sign_in, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[id, person, service, draft.label, draft.url ?? null, draft.user ?? null, remotePerson],
            ...[JSON.stringify(permissionsSchema.parse(draft.permissions)), sealed, mcpUrl ?? null, signIn, now, now],
          ],
        );
      await replaceMadeToken(inside, id, made ? { person, account: id, service, url, token: made } : undefined, now);
      // What was known of it was read with another credential.
      await this.state.forget(inside, id);
      const row = await inside.first<AccountRow>(
        `SELECT ${accountColumns} FROM accounts WHERE id = ? AND person_id = ?`,
        [id, person],
      );
      if (!row) throw new AccountError("conflict", "The account was disconnected meanwhile.");
      return toAccount(row);
    });
  }

  /**
   * @param version of what was changed
   * @returns gone: they have no such account; changed: its permissions are others than those of that version
   */
  async setPermissions(person: string, id: string, permissions: AccountPermissions, version: string): Promise<Change> {
    const row = await this.database.first<{ permissions: string }>(
      "SELECT permissions FROM accounts WHERE id = ? AND person_id = ?",
      [id, person],
    );
    if (!row) return "gone";
    if (versionOf(row.permissions) !== version) return "changed";
    const text = JSON.stringify(permissionsSchema.parse(permissions));
    const saved = await this.database.run(
      "UPDATE accounts SET permissions = ?, updated_at = ? WHERE id = ? AND person_id = ? AND permissions = ?",
      [text, this.clock(), id, person, row.permissions],
    );
    return saved === 1 ? "saved" : "changed";
  }

  /** @returns false: they have no such account */
  remove(person: string, id: string): Promise<boolean> {
    return this.database.transaction(async (inside) => {
      const { length } = await inside.all("SELECT id FROM accounts WHERE id = ? AND person_id = ?", [id, person]);
      if (length === 0) return false;
      await endSignIns(inside, "id", id, this.clock());
      const removed = await inside.run("DELETE FROM accounts WHERE id = ? AND person_id = ?", [id, person]);
      if (removed === 1) {
        await this.state.forget(inside, id);
        await endMadeTokens(inside, "account_id", id);
      }
      return removed === 1;
    });
  }
}

/** Part of removing a person: their credentials and what was known of their accounts. */
export async function removeAccounts(inside: Database, person: string, now: number): Promise<void> {
  for (const table of ["service_facts", "service_breaks"])
    await inside.run(`DELETE FROM ${table} WHERE account_id IN (SELECT id FROM accounts WHERE person_id = ?)`, [
      person,
    ]);
  await endMadeTokens(inside, "person_id", person);
  await endSignIns(inside, "person_id", person, now);
  await inside.run("DELETE FROM accounts WHERE person_id = ?", [person]);
}

export const newAccountId = (service: string) => `${service}-${randomBytes(8).toString("hex")}`;
