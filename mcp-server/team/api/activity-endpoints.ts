import { z } from "zod";
import { type ActivityList, type ActivityUndone, activityListRequest } from "../../domain/results/activity";
import { listActivity, undoActivity } from "../../server/activity";
import type { OpenPeople } from "../accounts/open-person";
import { ApiError, type Endpoint, endpoint } from "./router";

/** Milliseconds that an undo may take. */
const patience = 120_000;

/** What a person's assistants did, and taking it back. */
export function activityEndpoints(people: OpenPeople): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/api/activity",
      async run({ person, visit }): Promise<ActivityList> {
        const { limit, ...query } = Object.fromEntries(visit.url.searchParams);
        const asked = activityListRequest.safeParse({ ...query, ...(limit !== undefined && { limit: Number(limit) }) });
        if (!asked.success) throw new ApiError(400, "bad_input", "The query needs from and to, as moments.");
        const { policy, close } = await people.openSelf(person.id);
        try {
          return await listActivity(await policy.journal.store(), asked.data);
        } finally {
          await close();
        }
      },
    }),
    endpoint({
      method: "POST",
      path: "/api/activity/:id/undo",
      body: z.strictObject({}),
      async run({ person, params }): Promise<ActivityUndone> {
        const id = Number(params.id);
        if (!Number.isSafeInteger(id) || id < 1) throw new ApiError(404, "gone", "There is no such change.");
        const { policy, close } = await people.openSelf(person.id);
        try {
          const deps = { policy, wrote: () => undefined };
          return await undoActivity({ id, place: "window" }, AbortSignal.timeout(patience), deps);
        } finally {
          await close();
        }
      },
    }),
  ];
}
