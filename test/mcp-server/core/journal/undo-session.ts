import type { ActivityChange, ActivityUndone } from "#core/domain/results/activity";
import { activityMethods } from "#core/domain/results/activity";
import { handleAppRequests } from "#server/app-requests";
import { session } from "../../server/tools/every-session";

type Handler = (params: unknown, context: unknown) => Promise<unknown>;

/** The tools of one service on its fake, and what the app asks of the journal beside them. */
export async function undoSession(name: string) {
  const on = await session(name);
  const handlers = new Map<string, Handler>();
  const wrote: string[] = [];
  const server = {
    setRequestHandler: (method: string, _schemas: unknown, handler: Handler) => handlers.set(method, handler),
  };
  handleAppRequests(server as never, { policy: on.policy, wrote: (id) => void wrote.push(id) });
  const ask = (method: string, params: unknown) =>
    handlers.get(method)?.(params, { mcpReq: { signal: new AbortController().signal } });
  /** Newest first. */
  const list = async () => {
    const asked = { from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z", limit: 500 };
    return ((await ask(activityMethods.list, asked)) as { changes: ActivityChange[] }).changes;
  };
  const latest = async () => (await list())[0] as ActivityChange;
  const undo = async (id: number) => (await ask(activityMethods.undo, { id })) as ActivityUndone;
  const clear = () => ask(activityMethods.clear, {});
  const entries = async () => {
    const { data } = await on.ok("list_time", { from: "2026-11-01", to: "2026-11-30", detail: "full" });
    return data.entries as Record<string, unknown>[];
  };
  return { ...on, ask, list, latest, undo, clear, entries, wrote };
}
export type UndoSession = Awaited<ReturnType<typeof undoSession>>;
