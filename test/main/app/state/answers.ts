import type { AppFailure } from "#main/app/failure";
import type { Server } from "#main/server/index";

type Answer = unknown | ((signal?: AbortSignal) => Promise<unknown>);

/** A server that gives these answers one after another, and what it was asked. */
export function serverWith(answers: Answer[]) {
  const calls: [string, Record<string, unknown>][] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const call: Server["call"] = async (tool, args, schema, options) => {
    // What is absent is not sent.
    calls.push([tool, JSON.parse(JSON.stringify(args))]);
    signals.push(options?.signal);
    const answer = answers.shift();
    return schema.parse(typeof answer === "function" ? await answer(options?.signal) : answer) as never;
  };
  return { calls, signals, server: { call } };
}

/** An answer that never comes; a call that is cancelled fails. */
export const waits = (signal?: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));

export const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: AppFailure) => error.failure ?? error,
  );
