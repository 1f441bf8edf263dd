import type { Server } from "@modelcontextprotocol/server";
import type { Account } from "#core/access/account";
import { InputError, ServiceError } from "#core/domain/errors";
import { lostChangesTool } from "#core/domain/results/activity-terms";
import { lostChangesMethods, lostChangesRequest } from "#core/domain/results/lost-changes";
import { CallRecord } from "#core/journal/call-record";
import { applyLostChanges, type LostDeps, lookAtLostChanges } from "#core/journal/replay/lost-changes";
import { handleAppRequest } from "./app-request";
import type { AppRequestDeps } from "./dispatch-deps";

/** What a time sheet lost that was put back to an older copy. Only to be called where the app has proven to be the other end. */
export function handleLostChanges(server: Server, { policy, wrote }: AppRequestDeps): void {
  const accountOf = (id: string): Account => {
    const found = policy.visible().find(({ settings }) => settings.id === id);
    if (found) return found;
    throw new InputError("unknown", "This account is not connected any more.");
  };
  const depsOf = async (account: Account): Promise<LostDeps> => {
    const { lostWrites: port, records } = await account.service();
    if (!port) throw new ServiceError("unsupported", "This service keeps its own data safe.");
    return { store: await policy.journal.store(), account: account.settings.id, port, records };
  };
  handleAppRequest(server, lostChangesMethods.look, lostChangesRequest, async ({ account }) =>
    lookAtLostChanges(await depsOf(accountOf(account))),
  );
  handleAppRequest(server, lostChangesMethods.apply, lostChangesRequest, async ({ account: id }) => {
    const account = accountOf(id);
    const { view } = account;
    const record = new CallRecord(policy.journal, {
      client: policy.options.client,
      place: "window",
      account: view.id,
      service: view.service,
      label: view.label,
      tool: lostChangesTool,
    });
    try {
      return await applyLostChanges(await depsOf(account), record);
    } finally {
      if (record.change !== null) wrote(id);
    }
  });
  handleAppRequest(server, lostChangesMethods.forget, lostChangesRequest, async ({ account }) => {
    await (await depsOf(accountOf(account))).port.forget();
    return {};
  });
}
