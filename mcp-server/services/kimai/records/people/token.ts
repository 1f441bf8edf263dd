import { ServiceError } from "../../../../domain/errors";
import { nothing } from "../../client/client";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import type { KimaiRecordType } from "../type";

const where = "Ids of tokens are seen only in Kimai's own window: profile, API access.";

/** API tokens can be taken away, but neither listed nor made over the API (§3.1). */
export function tokenType(kimai: Kimai): KimaiRecordType {
  return {
    describe: async () => ({
      actions: ["delete"],
      parents: [],
      fields: [],
      filters: [],
      notes: [where, "Whatever uses the token stops working at once, Punchcard too if it is its own."],
    }),
    async remove(id, _of, call) {
      const path = ["users", "api-token", wireId(id, "a token")];
      try {
        await kimai.client.write(nothing, "DELETE", path, undefined, call?.signal);
      } catch (error) {
        if (!(error instanceof ServiceError) || !["not_found", "forbidden"].includes(error.kind)) throw error;
        const foreign = error.kind === "forbidden";
        throw new ServiceError(
          error.kind,
          foreign ? "This token belongs to somebody else." : `Kimai has no token #${id}.`,
          { next: where, requestId: error.requestId, detail: error.detail, cause: error },
        );
      }
    },
  };
}
