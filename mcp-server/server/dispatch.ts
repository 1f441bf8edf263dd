import { setMaxListeners } from "node:events";
import type { Account } from "#core/access/account";
import { allAccounts } from "#core/access/account-by-name";
import { ReadAgain } from "#core/domain/interruption";
import { isCell } from "#core/domain/permission-cells";
import { quotingInto } from "#core/domain/quote";
import { CallRecord, recordingInto } from "#core/journal/call-record";
import { inEnglish, withCodes } from "#core/messages/message";
import { withCallContext } from "#core/platform/call-context";
import { resultAnswer, withRecord } from "./call-answers";
import { callProgress } from "./call-progress";
import { reportOf } from "./call-report";
import { type Answer, type Caller, needsConfirmation } from "./caller";
import { chooseAccount } from "./choose-account";
import { type Attempt, type DispatchDeps, noteWrite } from "./dispatch-deps";
import { failedCall } from "./failed-call";
import { KeyedMutex } from "./keyed-mutex";
import { markQuotes } from "./mark-quotes";
import { makeToolCall } from "./tool-call";
import { tools } from "./tools";
import type { AnyTool, ToolCall, ToolResult } from "./tools/lib/define";

/**
 * One tool call: find the tool, choose the account, parse the arguments, run the handler, answer, mark what the answer quotes. Never throws for what a
 * caller, a person or a service did: whatever goes wrong is an answer.
 */
export async function dispatch(
  name: string,
  args: Record<string, unknown>,
  caller: Caller,
  deps: DispatchDeps,
): Promise<Answer> {
  const tool = findTool(name);
  if (tool.multiAccount && args.account === allAccounts) {
    const { dispatchToAll } = await import("./multi-account");
    return dispatchToAll(tool, args, caller, deps.policy, (own, single) => dispatch(name, own, single, deps));
  }
  const attempt = begin(tool, args, caller, deps);
  const answer = worded(await quotingInto(attempt.quotes, () => answerTo(attempt, deps)), deps);
  const told = deps.called?.(reportOf(answer, attempt, deps));
  if (attempt.isWrite) await told;
  return needsConfirmation(answer) ? answer : markQuotes(answer, attempt.quotes);
}

/** Messages go to the app as codes, which its windows render, and to models in English. */
function worded(answer: Answer, { policy }: DispatchDeps): Answer {
  if (needsConfirmation(answer)) return answer;
  const { structuredContent } = answer;
  return {
    ...answer,
    structuredContent: policy.options.tray ? withCodes(structuredContent) : inEnglish(structuredContent),
  };
}

async function answerTo(attempt: Attempt, deps: DispatchDeps): Promise<Answer> {
  const { tool, args, caller } = attempt;
  try {
    const account = await chooseAccount(deps.policy, tool.name, accountOf(args), caller.signal, deps.learned);
    attempt.account = account;
    attempt.record = recordOf(attempt, account, deps);
    const handle = await prepareHandler(attempt, deps);
    const call = await makeToolCall(attempt, account, deps);
    const result = await runHandler(handle, call, attempt, account, deps);
    if (result.wrote) noteWrite(attempt, deps);
    return withRecord(resultAnswer(result), attempt.record);
  } catch (error) {
    return await failedCall(error, attempt, deps);
  }
}

/** @throws RangeError: what is not listed is refused by the protocol before */
function findTool(name: string): AnyTool {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new RangeError("unknown tool");
  return tool;
}

function begin(tool: AnyTool, args: Record<string, unknown>, caller: Caller, { policy }: DispatchDeps): Attempt {
  const { now = Date.now } = policy.options;
  // Each request listens to it, and some calls send dozens at once; Node takes more than ten for a leak, and says so.
  setMaxListeners(1_000, caller.signal);
  return { tool, args, caller, began: now(), isWrite: !tool.annotations.readOnlyHint, effects: [], quotes: new Set() };
}

function recordOf({ tool, caller }: Attempt, { settings }: Account, { policy }: DispatchDeps): CallRecord {
  const { client, tray } = policy.options;
  const { id: account, service, label } = settings;
  // Where it was done is the app's to say: others could only pretend.
  const place = tray ? caller.place : undefined;
  const origin = { client, account, service, label, tool: tool.name, ...(place && { place }) };
  return new CallRecord(policy.journal, origin, tray ? caller.continues : undefined);
}

const accountOf = ({ account }: Record<string, unknown>) => (typeof account === "string" ? account : undefined);

/** Loads the handler and checks the arguments. @throws InputError `argument` */
async function prepareHandler({ tool, args }: Attempt, { catalog }: DispatchDeps) {
  const [{ run }, { parseInput }] = await Promise.all([tool.load(), import("./tools/lib/input")]);
  const { confirm: _token, account: _account, ...own } = args;
  const input = parseInput(tool.input, own, () => catalog.takes(tool));
  return (call: ToolCall) => run(input, call);
}

const timers = new KeyedMutex();

/** Of its own scope: an answer that is kept beyond its call keeps this, and with it whatever stands beside it. */
const mayOf = (policy: DispatchDeps["policy"], account: Account) => (cell: string) =>
  isCell(cell) && policy.adapterMay(account, cell);

/** Runs it in its call context, again after the person agreed, and one after the other where it acts on the timer. */
function runHandler(
  handle: (call: ToolCall) => Promise<ToolResult>,
  call: ToolCall,
  { tool, caller, record }: Attempt,
  account: Account,
  { policy }: DispatchDeps,
): Promise<ToolResult> {
  const { progress, waits, end } = callProgress(caller, account.settings.label);
  const context = { waits, may: mayOf(policy, account) };
  const run = async (): Promise<ToolResult> => {
    try {
      const handled = () => handle({ ...call, progress });
      return await withCallContext(context, () => (record ? recordingInto(record, handled) : handled()));
    } catch (error) {
      if (error instanceof ReadAgain) return run();
      throw error;
    }
  };
  return (tool.timer ? timers.run(call.service, caller.signal, run) : run()).finally(end);
}
