import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { activityMethods } from "#core/domain/results/activity";
import {
  type ImportChoices,
  type ImportDone,
  type ImportPending,
  type ImportPreview,
  type ImportTakenBack,
  importMethods,
} from "#core/domain/results/imports";
import { handleAppRequests } from "#server/app-requests";
import { session } from "../tools/every-session";

type Handler = (params: unknown, context: unknown) => Promise<unknown>;
interface Failed {
  code: string;
  message: string;
  saved: string;
}

/** A service on its fake, and the app's own side of the server that imports into it. */
export async function importSession(name: string) {
  const on = await session(name);
  const handlers = new Map<string, Handler>();
  const told: { progress: number; total: number }[] = [];
  const server = {
    setRequestHandler: (method: string, _schemas: unknown, handler: Handler) => handlers.set(method, handler),
  };
  handleAppRequests(server as never, { policy: on.policy, wrote: () => undefined } as never);
  const ask = async (method: string, params: unknown = {}) =>
    handlers.get(method)?.(params, {
      mcpReq: {
        signal: new AbortController().signal,
        _meta: { progressToken: 1 },
        notify: async ({ params: step }: { params: { progress: number; total: number } }) => void told.push(step),
      },
    });
  const value = async <T>(method: string, params: unknown) => {
    const answer = (await ask(method, params)) as { value: T } | { error: Failed };
    if ("error" in answer) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value;
  };
  const path = join(on.home, "export.csv");
  const asked = (choices: Partial<ImportChoices> = {}) => ({
    account: "kimai-1",
    path,
    choices: { dayStart: 540, work: {}, tags: {}, ...choices },
  });
  const preview = (choices?: Partial<ImportChoices>) => value<ImportPreview>(importMethods.preview, asked(choices));
  return {
    ...on,
    told,
    asked,
    put: (text: string) => writeFileSync(path, text),
    preview,
    async run(choices?: Partial<ImportChoices>, seen?: ImportPreview) {
      const { sha256, states } = seen ?? (await preview(choices));
      const [fresh, beside] = [states.new, states.overlap];
      const expected = { rows: fresh.rows + beside.rows, seconds: fresh.seconds + beside.seconds };
      return value<ImportDone>(importMethods.run, { ...asked(choices), sha256, name: "export.csv", expected });
    },
    cancel: () => ask(importMethods.cancel),
    pending: async () => ((await ask(importMethods.pending)) as ImportPending).pending,
    goOn: () => value<ImportDone>(importMethods.goOn, {}),
    takeBack: () => value<ImportTakenBack>(importMethods.takeBack, {}),
    undo: (id: number) => ask(activityMethods.undo, { id }),
    changes: async () => {
      const all = { from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z", limit: 500 };
      return (
        (await ask(activityMethods.list, all)) as {
          changes: { tool: string; count: number; id: number; state: string }[];
        }
      ).changes;
    },
    async entries() {
      const { data } = await on.ok("list_time", { from: "2026-11-01", to: "2026-11-30", detail: "full" });
      return data.entries as {
        id: string;
        begin: string;
        end: string;
        text: string;
        tags: string[];
        work: Record<string, { name: string }>;
      }[];
    },
  };
}

const head =
  "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags";
interface Row {
  user?: string;
  client?: string;
  project?: string;
  task?: string;
  text?: string;
  day?: string;
  from?: string;
  to?: string;
  tags?: string;
}
/** A detailed report of Toggl. */
export const toggl = (...rows: Row[]) =>
  [
    head,
    ...rows.map(
      ({
        user = "Mara Lind",
        client = "",
        project = "",
        task = "",
        text = "",
        day = "2026-11-02",
        from = "09:00",
        to = "10:00",
        tags = "",
      }) => [user, "", client, project, task, text, "", day, `${from}:00`, day, `${to}:00`, "", `"${tags}"`].join(","),
    ),
  ].join("\n");
