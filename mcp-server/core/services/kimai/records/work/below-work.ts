import type { Call } from "../../../../domain/call";
import type { Below } from "../../../../domain/record-table";
import { demandBelow } from "../../../shared/record-drafts";
import type { Place } from "../../../shared/record-spec";
import { wireId } from "../../mapping/entry-form";
import type { Lists } from "../../work/lists";
import { type WorkKind, workRoutes } from "./work-fields";

/**
 * Records below a customer, project or activity, at a route of its own.
 * @param what for messages: `Rates`
 */
export const belowWork =
  (lists: Lists, kinds: readonly WorkKind[], route: string, what: string) =>
  async (of: Below, call?: Call): Promise<Place & { kind: WorkKind }> => {
    const { type: kind, id } = demandBelow(of, kinds, what);
    const number = wireId(id, `a ${kind}`);
    const name = (await lists[workRoutes[kind]].get(call)).find((each) => each.id === number)?.name ?? `#${id}`;
    return { path: [workRoutes[kind], number, route], parent: { type: kind, id, name }, kind };
  };
