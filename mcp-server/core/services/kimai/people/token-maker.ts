import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { TokenMaker } from "../../../domain/ports";
import { explained, reworded } from "../../../domain/reworded";
import { type KimaiClient, nothing } from "../client/client";
import { user } from "../client/wire";

const madeToken = z.object({ id: z.number(), token: z.string().min(1) });

/**
 * Kimai itself makes tokens only in its own pages (kimai-api.md §3.1); with the plugin ApiTokenBundle it does over the API
 * too, for callers with api-token_other_profile (§2.3). Revoking needs no plugin.
 */
export function createTokenMaker(client: KimaiClient): TokenMaker {
  return {
    async find(email, signal) {
      const listing = client.get(z.array(user), ["users"], [["visible", 3]], signal);
      const known = explained(listing, "unauthorized", (error) =>
        reworded(error, "Kimai does not accept the admin's token that this server has.", {
          next: "The token's owner has to be an enabled super admin of Kimai.",
        }),
      );
      const rows = await explained(known, "forbidden", (error) =>
        reworded(error, "Kimai does not list its people to the admin whose token this server has.", {
          next: "The token's owner needs the permission view_user.",
        }),
      );
      const found = rows.filter((row) => row.email?.trim().toLowerCase() === email.toLowerCase());
      const [one, ...more] = found;
      if (!one) return "nobody";
      if (more.length > 0) return "several";
      // Kimai says it of everybody; where it does not, nobody knows.
      return one.enabled === true ? { person: String(one.id) } : "disabled";
    },
    async make(person, name, signal) {
      const body = { name, replaceExisting: true };
      const making = client.write(madeToken, "POST", ["users", person, "api-token"], body, signal);
      const refused = explained(making, "forbidden", (error) =>
        reworded(error, "Kimai does not let the admin whose token this server has make tokens for others.", {
          next: "The token's owner needs the permission api-token_other_profile.",
        }),
      );
      const { id, token } = await explained(refused, "not_found", (error) =>
        reworded(error, "This Kimai cannot make tokens for others: it lacks the plugin ApiTokenBundle.", {
          kind: "unsupported",
          next: "Install it on Kimai.",
        }),
      );
      return { id: String(id), secret: token };
    },
    async revoke(id, signal) {
      const revoking = client.write(nothing, "DELETE", ["users", "api-token", id], undefined, signal);
      await revoking.catch((error: unknown) => {
        if (!(error instanceof ServiceError) || error.kind !== "not_found") throw error;
      });
    },
    close: () => client.close(),
  };
}
