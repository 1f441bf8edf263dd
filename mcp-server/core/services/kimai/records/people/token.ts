import { explained, reworded } from "../../../../domain/reworded";
import type { WritableType } from "../../../shared/record-engine";
import { nothing } from "../../client/client";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";

const where = "Ids of tokens are seen only in Kimai's own window: profile, API access.";

/** API tokens can be taken away, but neither listed nor made over the API (§3.1). */
export function tokenType(kimai: Kimai): WritableType {
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
      const removing = kimai.client.write(nothing, "DELETE", path, undefined, call?.signal);
      const gone = explained(removing, "not_found", (error) =>
        reworded(error, `Kimai has no token #${id}.`, { next: where }),
      );
      await explained(gone, "forbidden", (error) =>
        reworded(error, "This token belongs to somebody else.", { next: where }),
      );
    },
  };
}
