import type { Server } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { AccessPolicy } from "#core/access/access-policy";
import type { Account } from "#core/access/account";
import { isCell } from "#core/domain/permission-cells";
import {
  type ActivityList,
  type ActivityUndone,
  activityListRequest,
  activityMethods,
  activityUndoRequest,
} from "#core/domain/results/activity";
import { importTool } from "#core/domain/results/activity-terms";
import { CallRecord } from "#core/journal/call-record";
import type { Change } from "#core/journal/change";
import type { JournalStore } from "#core/journal/journal-store";
import { type UndoOutcome, undoChange } from "#core/journal/undo/undo";
import { changeView, itemView, whoView } from "#core/journal/view";
import { withCallContext } from "#core/platform/call-context";
import { handleAppRequest } from "./app-request";
import type { AppRequestDeps } from "./dispatch-deps";
import { withoutImports } from "./imports/session";
import { KeyedMutex } from "./keyed-mutex";
import { errorOf } from "./tools/lib/errors";

/** One undo of an account at a time: two at once would each find everything as it was left. */
const undos = new KeyedMutex();

/** The journal for the app's windows. Only to be called where the app has proven to be the other end. */
export function handleActivity(server: Server, deps: AppRequestDeps): void {
  const { policy } = deps;
  handleAppRequest(server, activityMethods.list, activityListRequest, async (asked) =>
    listActivity(await policy.journal.store(), asked),
  );
  handleAppRequest(server, activityMethods.undo, activityUndoRequest, (asked, ctx) =>
    undoActivity(asked, ctx.mcpReq.signal, deps),
  );
  handleAppRequest(server, activityMethods.clear, z.object({}), async () => {
    await (await policy.journal.store()).clear();
    return {};
  });
}

/** Changes of a time, newest first. */
async function listActivity(
  store: JournalStore,
  { from, to, account, limit }: z.output<typeof activityListRequest>,
): Promise<ActivityList> {
  const changes = await store.changes(Date.parse(from), Date.parse(to), account, limit + 1);
  return {
    changes: await Promise.all(changes.slice(0, limit).map((change) => changeView(store, change))),
    more: changes.length > limit,
  };
}

/** Takes a change back for the person themself, where all is still as it was left. */
export async function undoActivity(
  { id, place = "window" }: z.output<typeof activityUndoRequest>,
  signal: AbortSignal,
  { policy, wrote }: AppRequestDeps,
): Promise<ActivityUndone> {
  const store = await policy.journal.store();
  const change = await store.change(id);
  if (!change) return { kind: "cannot", reason: "gone" };
  const account = policy.visible().find(({ settings }) => settings.id === change.account);
  if (!account) return { kind: "cannot", reason: "no_account" };
  const record = recordOf(change, account, policy, place);
  try {
    const service = await account.service();
    const may = (cell: string) => isCell(cell) && policy.adapterMay(account, cell);
    const undoNow = () =>
      undos.run(service, signal, () =>
        withCallContext({ waits: () => undefined, may }, async () => {
          const facts = await account.facts(signal, false);
          record.sawZone(facts.zone);
          return undoChange(id, { store, service, facts, record, signal });
        }),
      );
    const outcome = await (change.tool === importTool ? withoutImports(service, signal, undoNow) : undoNow());
    return outcomeView(outcome, change, record);
  } catch (error) {
    const known = errorOf(error);
    if (known) return { kind: "failed", error: known };
    throw error;
  } finally {
    if (record.change !== null) wrote(account.settings.id);
  }
}

const recordOf = ({ id }: Change, { view }: Account, { journal, options }: AccessPolicy, place: Change["place"]) =>
  new CallRecord(journal, {
    client: options.client,
    place,
    account: view.id,
    service: view.service,
    label: view.label,
    tool: "undo",
    undoes: id,
  });

function outcomeView(outcome: UndoOutcome, change: Change, record: CallRecord): ActivityUndone {
  if (outcome.kind === "done") return { ...outcome, change: record.change };
  if (outcome.kind === "cannot") return outcome;
  const changed = outcome.changed.map(({ part, differences, by }) => ({
    item: itemView(part, change),
    differences,
    by: by && whoView(by),
  }));
  return { kind: "changed", changed };
}
