import { z } from "zod";
import type { ActivityUndone } from "#core/domain/results/activity";
import { undoActivity } from "#server/activity";
import type { OpenPeople } from "../accounts/open-person";
import { activityFile } from "../activity/activity-file";
import { type ActivityQuery, type ActivitySources, listPersonActivity } from "../activity/person-activity";
import { type ActivityPage, activityOutcomes } from "./contract";
import { ApiError, type Endpoint, endpoint } from "./router";

/** Milliseconds that an undo may take. */
const patience = 120_000;
const mostRows = 500;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const activityQuery = z.strictObject({
  from: moment,
  to: moment,
  client: z.string().max(200).optional(),
  account: z.string().max(200).optional(),
  outcome: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(activityOutcomes)))
    .optional(),
  limit: z.coerce.number().int().min(1).max(mostRows).default(200),
});
const exportQuery = activityQuery.omit({ limit: true }).extend({ format: z.enum(["jsonl", "csv"]) });

interface ActivityDeps extends ActivitySources {
  open: Pick<OpenPeople, "openSelf">;
}

/** What a person's assistants did, the same as a file, and taking it back. */
export function activityEndpoints(deps: ActivityDeps): Endpoint[] {
  const { open: people } = deps;
  /** Lists page after page of the person's own. */
  async function withPages<T>(
    person: string,
    work: (list: (query: ActivityQuery) => Promise<ActivityPage>) => Promise<T>,
  ): Promise<T> {
    const { policy, close } = await people.openSelf(person);
    try {
      const journal = await policy.journal.store();
      const labels = new Map(policy.views().map(({ id, label }) => [id, label]));
      return await work((query) => listPersonActivity(person, query, deps, journal, labels));
    } finally {
      await close();
    }
  }
  return [
    endpoint({
      method: "GET",
      path: "/api/activity",
      run: ({ person, visit }): Promise<ActivityPage> => {
        const { outcome, ...query } = parse(activityQuery, visit.url);
        return withPages(person.id, (list) => list({ ...query, outcomes: outcome }));
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/activity/export",
      run: ({ person, visit, response }) => {
        const { outcome, format, ...query } = parse(exportQuery, visit.url);
        return withPages(person.id, async (list) => {
          const { type, head, lineOf } = activityFile(format);
          response.writeHead(200, {
            "Content-Type": type,
            "Content-Disposition": `attachment; filename="punchcard-activity.${format}"`,
          });
          response.write(head);
          for (let to: number | null = query.to; to !== null && !response.destroyed; ) {
            const page = await list({ ...query, to, outcomes: outcome, limit: mostRows });
            response.write(page.rows.map(lineOf).join(""));
            to = page.next;
          }
          response.end();
        });
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

function parse<Query>(schema: z.ZodType<Query>, url: URL): Query {
  const asked = schema.safeParse(Object.fromEntries(url.searchParams));
  if (asked.success) return asked.data;
  const [issue] = asked.error.issues;
  throw new ApiError(400, "bad_input", `${issue?.path.join(".") || "The query"} is not as expected.`);
}
