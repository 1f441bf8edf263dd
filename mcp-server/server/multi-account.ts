import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Desk } from "../access/policy";
import type { AnyTool } from "../tools/lib/define";
import { errorText } from "../tools/lib/errors";
import { type Told, toldTogether } from "../tools/lib/multi-account-answer";
import { type Answer, type Caller, isQuestion } from "./caller";

const failure = (code: string, message: string, next: string): CallToolResult => {
  const error = { code, message, saved: "no" as const, next };
  return { isError: true, content: [{ type: "text", text: errorText(error) }], structuredContent: { error } };
};

/**
 * One reading of each account, told together. Each is checked, run and logged as a call of its own; one that fails is told
 * beside the others and hides none of them.
 * @param run one call of one account
 */
export async function dispatchAll(
  tool: AnyTool,
  { account: _all, confirm: _token, ...args }: Record<string, unknown>,
  caller: Caller,
  desk: Desk,
  run: (args: Record<string, unknown>, caller: Caller) => Promise<Answer>,
): Promise<CallToolResult> {
  const accounts = desk.all(tool.name);
  if (accounts.length === 0)
    return failure("permission", `${tool.name} is not allowed on any account.`, "get_account tells what can be done.");
  if (args.cursor !== undefined)
    return failure("argument", "A cursor belongs to one account.", "Name the account of which it is the next page.");
  // Messages of all come mixed, and progress must grow with each.
  let step = 0;
  const single: Caller = {
    ...caller,
    progress: (_done, _total, message) => {
      if (message === undefined) return;
      step += 0.001;
      caller.progress(step, undefined, message);
    },
    // One question for each account would be too many: it is told which account needs one.
    canAsk: true,
    waits: false,
    since: async () => null,
    answered: async () => null,
  };
  const told = await Promise.all(
    accounts.map(async ({ settings: { id, label, service } }): Promise<Told> => {
      const answer = await run({ ...args, account: id }, single);
      const { isError, structuredContent, content } = isQuestion(answer)
        ? failure("confirm", "Your person has to be asked first.", `Call again with account: ${id}.`)
        : answer;
      const [first] = content;
      return {
        account: { id, label, service },
        failed: isError ?? false,
        data: (structuredContent ?? {}) as Told["data"],
        text: first?.type === "text" ? first.text : "",
      };
    }),
  );
  const leftOut = desk.leftOut(tool.name).map(({ account: { settings }, why }) => {
    const { id, label, service } = settings;
    return { account: { id, label, service }, why };
  });
  const { data, text } = toldTogether(told, tool.several ?? "groups", leftOut);
  return {
    content: [{ type: "text", text }],
    structuredContent: data,
    ...(told.every(({ failed }) => failed) && { isError: true }),
  };
}
