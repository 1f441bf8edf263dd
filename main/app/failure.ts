import { randomBytes } from "node:crypto";
import { InputError, ServiceError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";
import { SignInProblem } from "#core/platform/browser-sign-in/sign-in-problem";
import type { Failure } from "../ipc/contract";

/** A failure in words for a person, on its way to the window or the tray. */
export class AppFailure extends Error {
  override readonly name = "AppFailure";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(englishOf(failure.message));
    this.failure = failure;
  }
}

/** Nothing was saved; `next` says what the person can do. */
export const notSaved = (
  code: string,
  message: MessageText,
  next?: MessageText,
  more: Partial<Failure> = {},
): AppFailure => new AppFailure({ code, message, saved: "no", ...(next && { next }), ...more });

/** Codes that say that the account's key or sign-in is no good, whatever was asked. */
export const credentialCodes: readonly string[] = ["unauthorized", "no_secret", "keychain"];

export type Log = (event: string, detail?: Record<string, unknown>) => void;

/**
 * What anything thrown becomes for a person. Only errors that were written for people keep their message; every other
 * one goes to the log under an id, because it may name paths, arguments or worse.
 */
export function toFailure(error: unknown, log: Log): Failure {
  if (error instanceof AppFailure) return error.failure;
  if (error instanceof ServiceError)
    return {
      code: error.kind,
      message: error.text,
      saved: error.saved,
      next: error.next,
      detail: error.detail,
      retry_after: error.retryAfter,
      fields: error.fields,
    };
  if (error instanceof SignInProblem) {
    const { code, message, next, detail, field } = error;
    return notSaved(code, message, next, { ...(detail && { detail }), ...(field && { fields: { [field]: message } }) })
      .failure;
  }
  if (error instanceof InputError)
    return { code: error.code, message: error.message, saved: "no", next: error.next, candidates: error.candidates };
  const id = randomBytes(4).toString("hex");
  log("internal", { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return {
    code: "internal",
    message: "Punchcard itself made a mistake.",
    saved: "unknown",
    next: `The log has more under ${id}.`,
    detail: id,
  };
}
