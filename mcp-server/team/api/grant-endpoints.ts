import { z } from "zod";
import type { Grant, GrantRepository } from "../oauth/grants";
import { levels } from "../oauth/levels";
import type { GrantView } from "./contract";
import { ApiError, type Endpoint, endpoint } from "./router";

const gone = () => new ApiError(404, "gone", "This client has no access any more.");

const viewOf = ({ person: _person, ...view }: Grant): GrantView => view;

/** A person's AI clients: what is connected, less of it, none of it. More is only given on the consent page. */
export const grantEndpoints = (grants: GrantRepository): Endpoint[] => [
  endpoint({
    method: "GET",
    path: "/api/grants",
    run: async ({ person }): Promise<GrantView[]> => (await grants.of(person.id)).map(viewOf),
  }),
  endpoint({
    method: "POST",
    path: "/api/grants/:id",
    body: z.strictObject({ level: z.enum(levels) }),
    async run({ person, params, body: { level } }) {
      const higher = levels.slice(levels.indexOf(level) + 1);
      if (higher.length === 0 || !(await grants.lowerTo(person.id, params.id ?? "", level, higher)))
        throw new ApiError(409, "not_lower", "A client's access can only be lowered here.");
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/api/grants/:id",
    async run({ person, params }) {
      if (!(await grants.revoke(person.id, params.id ?? ""))) throw gone();
    },
  }),
];
