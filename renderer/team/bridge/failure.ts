import type { Answer, Failure } from "#main/ipc/contract/index";
import { serverSentence } from "../../lib/server-sentence";
import type { Answer as ApiAnswer, Problem } from "../lib/api";

/** A refusal of the API as the app's components know it: `argument.secret` is about that field. */
export function failureOf({ code, message }: Problem): Failure {
  const [kind = "", field] = code.split(".");
  // Without an answer nobody knows whether it was done.
  const saved = code === "offline" || code === "unreadable" ? "unknown" : "no";
  return { code: kind, message, saved, ...(field !== undefined && { fields: { [field]: serverSentence(message) } }) };
}

export const answerOf = <T, R>(answer: ApiAnswer<T>, as: (value: T) => R): Answer<R> =>
  answer.ok ? { ok: true, value: as(answer.value) } : { ok: false, failure: failureOf(answer.problem) };
