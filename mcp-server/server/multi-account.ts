import type { CallToolResult } from "@modelcontextprotocol/server";
import type { AccessPolicy } from "#core/access/access-policy";
import { type Answer, type Caller, needsConfirmation } from "./caller";
import type { AnyTool } from "./tools/lib/define";
import { errorText } from "./tools/lib/errors";
import { type AccountAnswer, mergeAnswers } from "./tools/lib/multi-account-answer";

const failure = (code: string, message: string, next: string): CallToolResult => {
  const error = { code, message, saved: "no" as const, next };
  return { isError: true, content: [{ type: "text", text: errorText(error) }], structuredContent: { error } };
};

/**
 * A reading of all accounts at once, answered as one. Each account's call is checked, run and logged by itself; one that
 * fails is listed beside the others and hides none of them.
 * @param run one call of one account
 */
export async function dispatchToAll(
  tool: AnyTool,
  { account: _all, confirm: _token, ...args }: Record<string, unknown>,
  caller: Caller,
  policy: AccessPolicy,
  run: (args: Record<string, unknown>, caller: Caller) => Promise<Answer>,
): Promise<CallToolResult> {
  const accounts = policy.accountsForAll(tool.name);
  if (accounts.length === 0)
    return failure("permission", `${tool.name} is not allowed on any account.`, "get_account tells what can be done.");
  if (args.cursor !== undefined)
    return failure("argument", "A cursor belongs to one account.", "Name the account of which it is the next page.");
  if (args.export !== undefined)
    return failure("argument", "An export is of one account.", "Name the account; export each by itself.");
  // Messages of all come mixed, and progress must grow with each.
  let step = 0;
  const single: Caller = {
    ...caller,
    progress: (_done, _total, message) => {
      if (message === undefined) return;
      step += 0.001;
      caller.progress(step, undefined, message);
    },
    // One question for each account would be too many: the answer says which account needs one.
    canAsk: true,
    waits: false,
    since: async () => null,
    answered: async () => null,
  };
  const answers = await Promise.all(
    accounts.map(async ({ settings: { id, label, service } }): Promise<AccountAnswer> => {
      const answer = await run({ ...args, account: id }, single);
      const { isError, structuredContent, content } = needsConfirmation(answer)
        ? failure("confirm", "Your person has to be asked first.", `Call again with account: ${id}.`)
        : answer;
      const [first] = content;
      return {
        account: { id, label, service },
        failed: isError ?? false,
        data: (structuredContent ?? {}) as AccountAnswer["data"],
        text: first?.type === "text" ? first.text : "",
      };
    }),
  );
  const leftOut = policy.leftOut(tool.name).map(({ account: { settings }, why }) => {
    const { id, label, service } = settings;
    return { account: { id, label, service }, why };
  });
  const { data, text } = mergeAnswers(answers, tool.multiAccount ?? "groups", leftOut);
  return {
    content: [{ type: "text", text }],
    structuredContent: data,
    ...(answers.every(({ failed }) => failed) && { isError: true }),
  };
}
