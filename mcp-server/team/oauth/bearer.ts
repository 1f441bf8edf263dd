import { type AuthInfo, OAuthError, OAuthErrorCode, type OAuthTokenVerifier } from "@modelcontextprotocol/server";
import type { Clock, Database } from "../store/database";
import { type Grant, type GrantRow, grantOf } from "./grants";
import { hashedId } from "./hashed-id";
import { scopesUpTo } from "./levels";
import { itemName, type Sealer } from "./sealer";

export interface BearerDeps {
  database: Database;
  clock: Clock;
  sealer: Sealer;
}

interface TokenRow extends GrantRow {
  token_key: string;
  payload: string;
  token_expires_at: number;
}

interface TokenPayload {
  aud?: string;
  clientId?: string;
}

/**
 * Access tokens are looked up for each request, so that revoking one, its grant or its person holds from the next call on.
 * @throws OAuthError `invalid_token`
 */
export class BearerVerifier implements OAuthTokenVerifier {
  constructor(private readonly deps: BearerDeps) {}

  async verifyAccessToken(token: string): Promise<AuthInfo> {
    const { database, clock, sealer } = this.deps;
    const row = await database.first<TokenRow>(
      `SELECT g.*, i.id AS token_key, i.payload AS payload, i.expires_at AS token_expires_at
       FROM oauth_items i JOIN oauth_grants g ON g.id = i.grant_id JOIN people p ON p.id = g.person
       WHERE i.model = 'AccessToken' AND i.id = ? AND g.revoked_at IS NULL AND p.status = 'active'`,
      [hashedId("AccessToken", token)],
    );
    const now = clock();
    if (!row || row.token_expires_at <= now || row.expires_at <= now) throw refused();
    const payload = JSON.parse(await sealer.open(itemName("AccessToken", row.token_key), row.payload)) as TokenPayload;
    if (payload.aud === undefined) throw refused();
    return {
      token,
      clientId: row.client_id,
      scopes: scopesUpTo(row.level),
      // The SDK holds it against this machine's own clock.
      expiresAt: Math.floor((row.token_expires_at - now + Date.now()) / 1_000),
      resource: new URL(payload.aud),
      extra: { grant: grantOf(row) },
    };
  }
}

/** The grant that a verified token stands for. */
export const grantOfToken = (info: AuthInfo): Grant => info.extra?.grant as Grant;

const refused = () => new OAuthError(OAuthErrorCode.InvalidToken, "The access token is unknown, expired or revoked.");
