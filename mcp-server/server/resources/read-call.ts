import type { Desk } from "../../access/policy";
import type { ToolName } from "../../access/tool-rules";
import { InputError } from "../../domain/errors";
import type { ToolCall } from "../../tools/lib/define";
import type { Caller } from "../caller";

/**
 * A call without a tool, for resources: chosen and checked as the tool of the same data is. A resource cannot ask, and
 * what would have to be asked is not read.
 */
export async function openCall(desk: Desk, tool: ToolName, wanted: string, caller: Caller): Promise<ToolCall> {
  const { log, tray, now = Date.now } = desk.options;
  const doubtful = desk.doubtfulFor(tool, wanted);
  if (doubtful) await desk.learn(doubtful, await doubtful.facts(caller.signal, false));
  const account = desk.choose(tool, wanted);
  const level: ToolCall["level"] = (cell) => desk.level(account, cell);
  return {
    account: account.view,
    service: await account.service(),
    forApp: tray,
    async facts(fresh = false) {
      const facts = await account.facts(caller.signal, fresh);
      await desk.learn(account, facts);
      return facts;
    },
    level,
    require: (cells) => desk.require(account, cells),
    did: () => undefined,
    async confirm({ cells, always }) {
      desk.require(account, cells);
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
