import { setMaxListeners } from "node:events";
import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Account } from "../access/account";
import { allAccounts, type Desk } from "../access/policy";
import { Agreement, type Asker } from "../confirmation/agreement";
import type { AppQuestions } from "../confirmation/app-window";
import type { ConfirmTokens } from "../confirmation/confirm-token";
import { confirmSeconds } from "../confirmation/pending-action";
import { ServiceError } from "../domain/errors";
import { NotConfirmed, ReadAgain } from "../domain/interruption";
import { isCell, type Level } from "../domain/permission-cells";
import type { ErrorResult } from "../domain/results";
import { cleanText } from "../domain/text";
import { asRunning } from "../platform/call-context";
import { tools } from "../tools";
import type { ToolCall, ToolResult } from "../tools/lib/define";
import { errorOf, errorText } from "../tools/lib/errors";
import type { Answer, Caller } from "./caller";
import { inTurn } from "./keyed-mutex";

export interface DispatchOptions {
  desk: Desk;
  tokens(): Promise<ConfirmTokens>;
  /** Asks in a window of the app; null: it does not run. */
  inApp(): Promise<AppQuestions | null>;
  /** Starts the app, to ask there; null: it cannot be started. */
  startApp(asker: Asker, until: number): Promise<AppQuestions | null>;
  /** Told after each write. */
  wrote(accountId: string): void;
  /** The service refuses something else than was known: the list of tools may differ. */
  learned(): void;
}

/** Milliseconds that one call waits for the person: clients give up after a minute. */
const longestWait = 50_000;

const answerOf = ({ data, text, failed }: ToolResult): CallToolResult => ({
  content: [{ type: "text", text }],
  structuredContent: data,
  ...(failed && { isError: true }),
});

/** @param write the call could have changed something: then it is said that it did not */
function errorAnswer(error: ErrorResult, write: boolean): CallToolResult {
  const defined = Object.fromEntries(Object.entries(error).filter(([, value]) => value !== undefined));
  const text = errorText(error);
  const unsaid = write && error.saved === "no" && !/nothing was (done|saved|changed)|before it failed/i.test(text);
  return {
    isError: true,
    content: [{ type: "text", text: unsaid ? `${text}\nNothing was changed.` : text }],
    structuredContent: { error: defined },
  };
}

/** Checks, then runs, one call. Never throws: whatever goes wrong is an answer. */
export async function dispatch(
  name: string,
  args: Record<string, unknown>,
  caller: Caller,
  options: DispatchOptions,
): Promise<Answer> {
  const { desk, tokens, inApp, startApp, wrote, learned } = options;
  const { log, tray, client, now = Date.now } = desk.options;
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new RangeError("unknown tool");
  if (tool.several && args.account === allAccounts) {
    const { dispatchAll } = await import("./multi-account");
    return dispatchAll(tool, args, caller, desk, (own, single) => dispatch(name, own, single, options));
  }
  const began = now();
  // Each request listens to it, and some calls send dozens at once; Node takes more than ten for a leak, and says so.
  setMaxListeners(1_000, caller.signal);
  let accountId = "";
  const write = !tool.annotations.readOnlyHint;
  const did: string[] = [];
  let chosen: Account | undefined;
  const tellWritten = () => {
    log.write("wrote", { client, account: accountId, tool: name });
    wrote(accountId);
  };
  try {
    const wanted = typeof args.account === "string" ? args.account : undefined;
    const doubtful = desk.doubtfulFor(tool.name, wanted);
    if (doubtful && (await desk.learn(doubtful, await doubtful.facts(caller.signal, false)))) learned();
    const account = desk.choose(tool.name, wanted);
    chosen = account;
    accountId = account.settings.id;
    const [{ run }, { parseInput }] = await Promise.all([tool.load(), import("../tools/lib/input")]);
    const { confirm: token, account: _account, ...own } = args;
    const input = parseInput(tool.input, own, () => desk.takes(tool));
    const service = await account.service();
    const level = (cell: Parameters<ToolCall["level"]>[0]): Level => desk.level(account, cell);
    const agreement = new Agreement({
      act: { tool: name, account: accountId, input: args },
      token: typeof token === "string" ? token : undefined,
      asker: caller,
      client,
      account: account.view,
      level,
      require: (cells) => desk.require(account, cells),
      tray,
      confirmsItself: desk.confirmsItself(account),
      otherwise: desk.agreesOtherwise,
      ...{ tokens, inApp, startApp },
      until: began + longestWait,
    });
    const at = await agreement.since(began);
    // Progress must grow with each message, so a wait counts as a thousandth of a step.
    let told: { done: number; total?: number } = { done: 0 };
    const waits = (seconds: number) => {
      told = { ...told, done: told.done + 0.001 };
      const limit = `${account.settings.label} allows no more requests just now`;
      caller.progress(told.done, told.total, `${limit}; waiting up to ${seconds} s`);
    };
    const call: ToolCall = {
      account: account.view,
      service,
      dotEnv: account.dotEnv,
      forApp: tray,
      async facts(fresh = false) {
        const facts = await account.facts(caller.signal, fresh);
        if (await desk.learn(account, facts)) learned();
        return facts;
      },
      level,
      require: (cells) => desk.require(account, cells),
      did: (what) => void did.push(what),
      confirm: (wanted) => agreement.confirm(wanted, at),
      signal: caller.signal,
      progress(done, total) {
        told = { done: Math.max(done, told.done), total };
        caller.progress(told.done, total);
      },
      async saveFile(name, bytes) {
        const { saveDownload } = await import("../platform/downloads");
        return await saveDownload(desk.options.home, name, bytes);
      },
      now: () => at,
      log: (event, detail) => void log.write(event, { account: account.settings.id, tool: name, ...detail }),
    };
    const may = (cell: string) => isCell(cell) && desk.reaches(account, cell);
    const running = async (): Promise<ToolResult> => {
      try {
        return await asRunning({ waits, may }, () => run(input, call));
      } catch (error) {
        if (error instanceof ReadAgain) return running();
        throw error;
      }
    };
    const result = await (tool.timer ? inTurn(service, caller.signal, running) : running());
    if (result.wrote) tellWritten();
    return answerOf(result);
  } catch (error) {
    if (error instanceof NotConfirmed && error.waiting) return waitingAnswer(error.told, error.waiting);
    if (error instanceof NotConfirmed) {
      const { act, agreed, at } = error.asked;
      if (caller.canAsk) return { ask: error.preview, act, agreed, at };
      return previewAnswer(error.told, (await tokens()).issue(act, agreed, at));
    }
    const known = errorOf(error);
    if (error instanceof ServiceError && ["forbidden", "locked"].includes(error.kind)) await chosen?.doubt(now());
    // What may have been saved shows where others look, too.
    if (did.length > 0 || (known && known.saved !== "no")) tellWritten();
    if (known && did.length > 0) known.message += ` ${cleanText(did.join("; "), 300)} before it failed.`;
    if (known) return errorAnswer(known, write);
    const id = log.write("unexpected", {
      client,
      tool: name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    const unexpected = "Something unexpected went wrong in Punchcard's server.";
    const next = `The local log has it under ${id}.`;
    return errorAnswer(
      { code: "internal", message: unexpected, saved: write ? "unknown" : "no", next, detail: id },
      write,
    );
  }
}

/** For clients that cannot ask: nothing is done yet, and only the same call with the token does it. */
function previewAnswer(preview: string[], token: string): CallToolResult {
  const next = `Show this to your person. Only if they agree, call again with the same arguments and confirm: "${token}" (good for ${confirmSeconds / 60} minutes, once).`;
  return {
    content: [{ type: "text", text: ["Nothing was done yet. This would happen:", ...preview, next].join("\n") }],
    structuredContent: { confirm: { token, seconds: confirmSeconds, preview, next } },
  };
}

/** The app shows the question, and nobody answered within this call. */
function waitingAnswer(preview: string[], { token, seconds }: { token: string; seconds: number }): CallToolResult {
  const next = `Call again with the same arguments and confirm: "${token}" to go on waiting for the answer; the question is open for ${seconds} more seconds. If no window is there, ask your person to open Punchcard.`;
  const title =
    "Nothing was done yet: Punchcard asks your person in a window, and waits for the answer. This would happen:";
  return {
    content: [{ type: "text", text: [title, ...preview, next].join("\n") }],
    structuredContent: { confirm: { token, seconds, preview, next, waiting: true } },
  };
}
