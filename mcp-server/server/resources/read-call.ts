import type { AccessPolicy } from "#core/access/access-policy";
import type { ToolName } from "#core/access/tool-rules";
import { InputError } from "#core/domain/errors";
import type { Caller } from "../caller";
import { chooseAccount } from "../choose-account";
import type { ToolCall } from "../tools/lib/define";

/**
 * A call without a tool, for resources: chosen and checked as the tool of the same data is. A resource cannot ask, and
 * what would have to be asked is not read.
 */
export async function openCall(
  policy: AccessPolicy,
  tool: ToolName,
  wanted: string,
  caller: Caller,
): Promise<ToolCall> {
  const { log, tray, page, now = Date.now } = policy.options;
  const account = await chooseAccount(policy, tool, wanted, caller.signal, () => undefined);
  const level: ToolCall["level"] = (cell) => policy.level(account, cell);
  return {
    account: account.view,
    service: await account.service(),
    forApp: tray,
    onServer: page !== undefined,
    async facts(fresh = false) {
      const facts = await account.facts(caller.signal, fresh);
      await policy.learn(account, facts);
      return facts;
    },
    level,
    require: (cells) => policy.require(account, cells),
    did: () => undefined,
    async confirm({ cells, always }) {
      policy.require(account, cells);
      if (tray || (!always && cells.every((cell) => level(cell) === "allow"))) return;
      throw new InputError("permission", "Your person wants to be asked before this is read, and a file cannot ask.", {
        next: `Call ${tool} instead: it asks.`,
      });
    },
    signal: caller.signal,
    progress: caller.progress,
    saveFile: async () => {
      throw new InputError("argument", "A resource saves no file.");
    },
    now,
    log: (event, detail) => void log.write(event, { account: account.settings.id, tool, ...detail }),
  };
}
