import type { Server } from "@modelcontextprotocol/server";
import type { AccessPolicy } from "#core/access/access-policy";
import { InputError } from "#core/domain/errors";
import { isCell } from "#core/domain/permission-cells";
import {
  type ProjectMerged,
  projectLookRequest,
  projectMergeRequest,
  projectMethods,
} from "#core/domain/results/projects";
import { CallRecord, recordingInto } from "#core/journal/call-record";
import { withCallContext } from "#core/platform/call-context";
import { handleAppRequest } from "./app-request";
import type { AppRequestDeps } from "./dispatch-deps";
import { KeyedMutex } from "./keyed-mutex";
import { errorOf } from "./tools/lib/errors";
import { mergeProjects } from "./tools/records/merge-projects";
import { lookAtProject, type ProjectCall } from "./tools/records/project-entries";

/** Two merges of one account at once would each move what the other is moving. */
const merges = new KeyedMutex();

/** What the window of projects needs beside the tools. Only to be called where the app has proven to be the other end. */
export function handleProjects(server: Server, { policy, wrote }: AppRequestDeps): void {
  handleAppRequest(server, projectMethods.look, projectLookRequest, async ({ account, id }, ctx) => {
    const found = accountOf(account, policy);
    return within(found, policy, ctx.mcpReq.signal, (call) => lookAtProject(id, call));
  });
  handleAppRequest(
    server,
    projectMethods.merge,
    projectMergeRequest,
    async ({ account, from, into }, ctx): Promise<ProjectMerged> => {
      const found = accountOf(account, policy);
      const { id, service, label } = found.view;
      const { client } = policy.options;
      const origin = { client, place: "window", account: id, service, label, tool: "merge_projects" } as const;
      const record = new CallRecord(policy.journal, origin);
      const { signal } = ctx.mcpReq;
      try {
        const done = await merges.run(found, signal, () =>
          within(found, policy, signal, (call) => {
            record.sawZone(call.facts.zone);
            return recordingInto(record, () => mergeProjects(from, into, call));
          }),
        );
        return { kind: "done", ...done, change: record.change };
      } catch (error) {
        const known = errorOf(error);
        if (known) return { kind: "failed", error: known };
        throw error;
      } finally {
        if (record.change !== null) wrote(id);
      }
    },
  );
}

type Account = ReturnType<AccessPolicy["visible"]>[number];

function accountOf(id: string, policy: AccessPolicy): Account {
  const found = policy.visible().find(({ settings }) => settings.id === id);
  if (found) return found;
  throw new InputError("unknown", "This account is not connected any more.");
}

async function within<T>(
  account: Account,
  policy: AccessPolicy,
  signal: AbortSignal,
  run: (call: ProjectCall) => Promise<T>,
): Promise<T> {
  const may = (cell: string) => isCell(cell) && policy.adapterMay(account, cell);
  const service = await account.service();
  return withCallContext({ waits: () => undefined, may }, async () =>
    run({ service, facts: await account.facts(signal, false), signal }),
  );
}
