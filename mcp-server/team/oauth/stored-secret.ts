import type { Clock, Database } from "../store/database";
import { hashedId } from "./hashed-id";

/** Whether a code or refresh token is one of ours that has not expired; whether it may be used is checked where it is. */
export async function isStoredSecret(database: Database, clock: Clock, secret: string): Promise<boolean> {
  const row = await database.first(
    `SELECT 1 AS one FROM oauth_items
     WHERE (model = 'AuthorizationCode' AND id = ? OR model = 'RefreshToken' AND id = ?) AND expires_at > ?`,
    [hashedId("AuthorizationCode", secret), hashedId("RefreshToken", secret), clock()],
  );
  return row !== undefined;
}
