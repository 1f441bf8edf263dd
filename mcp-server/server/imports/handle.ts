import type { Server, ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { AccessPolicy } from "#core/access/access-policy";
import { importMethods, importPreviewRequest, importRunRequest } from "#core/domain/results/imports";
import { handleAppRequest } from "../app-request";
import { errorOf } from "../tools/lib/errors";
import { loadFile } from "./load-file";
import { makePlan } from "./plan";
import { previewView } from "./preview-view";
import { goOn, pendingAccount, pendingImport, runImport, takeBackPending } from "./run-import";
import { inAccount } from "./session";

interface ImportDeps {
  policy: AccessPolicy;
  /** Told after each import. */
  wrote(accountId: string): void;
}

/** Importing files, for the app's windows. Only to be called where the app has proven to be the other end. */
export function handleImports(server: Server, { policy, wrote }: ImportDeps): void {
  const nothing = z.object({});
  let underWay: AbortController | null = null;
  /** A run that can be cancelled, and that tells how far it is. */
  const running = async <T>(
    ctx: ServerContext,
    account: string | undefined,
    work: (run: Parameters<typeof goOn>[0]) => Promise<T>,
  ) => {
    const own = new AbortController();
    underWay = own;
    const signal = AbortSignal.any([own.signal, ctx.mcpReq.signal]);
    try {
      return await answerOf(() =>
        work({ policy, signal, isCancelled: () => own.signal.aborted, progress: progressOf(ctx) }),
      );
    } finally {
      if (underWay === own) underWay = null;
      if (account !== undefined) wrote(account);
    }
  };

  handleAppRequest(server, importMethods.preview, importPreviewRequest, async ({ account, path, choices }, ctx) =>
    answerOf(async () => {
      const file = await loadFile(path);
      const { signal } = ctx.mcpReq;
      const now = (policy.options.now ?? Date.now)();
      return inAccount(policy, account, signal, async (session) =>
        previewView(file, await makePlan(file, session.account, choices, now, signal), choices),
      );
    }),
  );
  handleAppRequest(server, importMethods.run, importRunRequest, (asked, ctx) =>
    running(ctx, asked.account, (run) => runImport(asked, run)),
  );
  handleAppRequest(server, importMethods.pending, nothing, (_none, ctx) => pendingImport(policy, ctx.mcpReq.signal));
  handleAppRequest(server, importMethods.goOn, nothing, async (_none, ctx) =>
    running(ctx, pendingAccount(policy), goOn),
  );
  handleAppRequest(server, importMethods.takeBack, nothing, async (_none, ctx) =>
    running(ctx, pendingAccount(policy), takeBackPending),
  );
  handleAppRequest(server, importMethods.cancel, nothing, async () => {
    underWay?.abort();
    return {};
  });
}

async function answerOf<T>(work: () => Promise<T>): Promise<{ value: T } | { error: object }> {
  try {
    return { value: await work() };
  } catch (error) {
    const known = errorOf(error);
    if (known) return { error: known };
    throw error;
  }
}

/** So many times at most is told how far it is. */
const mostTold = 200;

function progressOf({ mcpReq }: ServerContext): (done: number, all: number) => void {
  const token = mcpReq._meta?.progressToken;
  return (done, all) => {
    if (token === undefined || (done % Math.ceil(all / mostTold) !== 0 && done !== all)) return;
    void mcpReq
      .notify({ method: "notifications/progress", params: { progressToken: token, progress: done, total: all } })
      .catch(() => undefined);
  };
}
