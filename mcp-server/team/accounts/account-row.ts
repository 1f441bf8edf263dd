import { createHash } from "node:crypto";
import { type AccountSettings, accountSettings } from "#core/platform/settings";

export interface AccountRow {
  id: string;
  service: string;
  label: string;
  url: string | null;
  user_name: string | null;
  remote_person: string;
  permissions: string;
  secret: string | null;
  mcp_url: string | null;
  /** Of whoever signed in at `mcp_url`: the owner of the key that seals `secret`. */
  sign_in: string | null;
  made: number;
}

/** A connected account as it is kept. */
export interface TeamAccount {
  settings: AccountSettings;
  /** Id of its person at the service. */
  remotePerson: string;
  /** null: the key of the company is used. */
  sealed: string | null;
  /** Id of the sign-in that `sealed` is of; null: it is a key. */
  signIn: string | null;
  /** The service made its token for this server, which revokes it when it is not used any more. */
  isMade: boolean;
  /** Of its permissions: a change names the one that it is made from. */
  version: string;
}

export const versionOf = (permissions: string) =>
  createHash("sha256").update(permissions).digest("base64url").slice(0, 22);

/** Permissions as a person may set them: nobody lets a client here answer in their place. */
export const permissionsSchema = accountSettings.shape.permissions
  .unwrap()
  .transform(({ confirmsItself: _confirmsItself, ...rest }) => rest);

/** @throws where it is no account, as one that a newer version wrote */
export function toAccount(row: AccountRow): TeamAccount {
  const settings = accountSettings.parse({
    id: row.id,
    service: row.service,
    label: row.label,
    ...(row.url !== null && { url: row.url }),
    ...(row.user_name !== null && { user: row.user_name }),
    ...(row.mcp_url !== null && { mcpUrl: row.mcp_url }),
    permissions: permissionsSchema.parse(JSON.parse(row.permissions)),
  });
  return {
    settings,
    remotePerson: row.remote_person,
    sealed: row.secret,
    signIn: row.sign_in,
    isMade: row.made > 0,
    version: versionOf(row.permissions),
  };
}

/** What an `AccountRow` is selected with. */
export const accountColumns =
  "accounts.*, (SELECT count(*) FROM made_tokens m WHERE m.account_id = accounts.id AND m.revoke_from IS NULL) AS made";
