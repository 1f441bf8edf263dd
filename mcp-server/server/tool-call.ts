import type { Account } from "#core/access/account";
import { Agreement } from "#core/confirmation/agreement";
import type { Attempt, DispatchDeps } from "./dispatch-deps";
import type { ToolCall } from "./tools/lib/define";

/** Milliseconds that one call waits for the person: clients give up after a minute. */
const longestWait = 50_000;

/** What a handler may do, and how it is confirmed. */
export async function makeToolCall(attempt: Attempt, account: Account, deps: DispatchDeps): Promise<ToolCall> {
  const { tool, caller, began, effects } = attempt;
  const { policy, learned } = deps;
  const { log, tray, page } = policy.options;
  const service = await account.service();
  const agreement = agreementOf(attempt, account, deps);
  attempt.agreement = agreement;
  const at = await agreement.since(began);
  return {
    account: account.view,
    service,
    dotEnv: account.dotEnv,
    forApp: tray,
    onServer: page !== undefined,
    async facts(fresh = false) {
      const facts = await account.facts(caller.signal, fresh);
      if (await policy.learn(account, facts)) learned();
      return facts;
    },
    level: (cell) => policy.level(account, cell),
    require: (cells) => policy.require(account, cells),
    did: (change) => void effects.push(change),
    confirm: (wanted) => agreement.confirm(wanted, at),
    signal: caller.signal,
    progress: (done, total) => caller.progress(done, total),
    saveFile: (name, bytes) => policy.storage.saveFile(name, bytes),
    now: () => at,
    log: (event, detail) => void log.write(event, { account: account.settings.id, tool: tool.name, ...detail }),
  };
}

function agreementOf({ tool, args, caller, began }: Attempt, account: Account, deps: DispatchDeps): Agreement {
  const { policy, tokens, inApp, startApp } = deps;
  const { tray, client } = policy.options;
  return new Agreement({
    action: { tool: tool.name, account: account.settings.id, input: args },
    token: typeof args.confirm === "string" ? args.confirm : undefined,
    asker: caller,
    client,
    account: account.view,
    level: (cell) => policy.level(account, cell),
    require: (cells) => policy.require(account, cells),
    tray,
    confirmsItself: policy.confirmsItself(account),
    selfConfirmHint: policy.selfConfirmHint,
    tokens,
    inApp,
    startApp,
    until: began + longestWait,
  });
}
