import { z } from "zod";
import { type KeyRotationDeps, KeyRotationError, rotateForAll } from "../../operation/key-rotation";
import type { PeopleRepository } from "../../people/people-repository";
import { checkNames, checkPart, usualDocument } from "../../public-check/check";
import { ApiError, type Endpoint, endpoint } from "../router";
import { adminsOnly } from "./admins-only";
import type { KeyRotationView, PublicCheckView } from "./contract";
import type { AdminLog } from "./log";

export interface CareDeps extends KeyRotationDeps {
  people: Pick<PeopleRepository, "find">;
  publicUrl: URL;
  adminLog: AdminLog;
}

/** What admins do for the server from its page of health: a new key, and a look from outside. */
export function careEndpoints(deps: CareDeps): Endpoint[] {
  const { people, publicUrl, adminLog } = deps;
  const forAdmins = adminsOnly(people);
  return [
    endpoint({
      method: "POST",
      path: "/api/admin/keys/rotate",
      body: z.strictObject({}),
      run: forAdmins(async ({ person }): Promise<KeyRotationView> => {
        try {
          const rotation = await rotateForAll(deps);
          if (rotation.state === "done") await adminLog(person, "rotate_keys", rotation.kid);
          return rotation;
        } catch (error) {
          if (!(error instanceof KeyRotationError)) throw error;
          throw new ApiError(error.code === "under_way" ? 409 : 422, error.code, error.message);
        }
      }),
    }),
    endpoint({
      method: "POST",
      path: "/api/admin/public-check/:what",
      body: z.strictObject({}),
      run: forAdmins(async ({ params: { what } }): Promise<PublicCheckView> => {
        const name = checkNames.find((one) => one === what);
        if (!name) throw new ApiError(404, "gone", "There is no such check.");
        return checkPart(name, { origin: publicUrl.origin, document: usualDocument });
      }),
    }),
  ];
}
