import type { AccessPolicy } from "#core/access/access-policy";
import type { Account } from "#core/access/account";
import type { ToolName } from "#core/access/tool-rules";

/**
 * The account of a call; where the service was never asked whether it has what the tool needs, it is asked first.
 * @param learned told when the list of tools may differ now
 * @throws InputError `settings`, `no_account`, `unknown` or `permission`; ServiceError of that first question
 */
export async function chooseAccount(
  policy: AccessPolicy,
  tool: ToolName,
  wanted: string | undefined,
  signal: AbortSignal,
  learned: () => void,
): Promise<Account> {
  const unknown = policy.accountToLearn(tool, wanted);
  if (unknown && (await policy.learn(unknown, await unknown.facts(signal, false)))) learned();
  return policy.choose(tool, wanted);
}
