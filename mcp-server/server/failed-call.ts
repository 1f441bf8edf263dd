import { ServiceError } from "#core/domain/errors";
import { NotConfirmed } from "#core/domain/interruption";
import { message } from "#core/messages/message";
import { errorAnswer, previewAnswer, waitingAnswer, withRecord } from "./call-answers";
import type { Answer } from "./caller";
import type { Attempt, DispatchDeps } from "./dispatch-deps";
import { noteWrite } from "./dispatch-deps";
import { errorOf } from "./tools/lib/errors";

/** What a call answers that did not come to its result. Whoever sees it learns whether anything was changed. */
export async function failedCall(error: unknown, attempt: Attempt, deps: DispatchDeps): Promise<Answer> {
  if (error instanceof NotConfirmed) return notConfirmed(error, attempt, deps);
  const { account, effects, isWrite, quotes, tool } = attempt;
  const { log, client, now = Date.now } = deps.policy.options;
  if (error instanceof ServiceError && ["forbidden", "locked"].includes(error.kind))
    await account?.invalidateFacts(now());
  const known = errorOf(error);
  // A credential that cannot be opened says "unknown", as it does not know what it was wanted for.
  if (known && !isWrite) known.saved = "no";
  // What may have been saved shows where others look, too.
  if (effects.length > 0 || (known && known.saved !== "no")) noteWrite(attempt, deps);
  if (known) {
    if (effects.length > 0)
      known.message = message("failed_after_changes", { problem: known.message, changes: effects });
    return withRecord(errorAnswer(known, isWrite, quotes), attempt.record);
  }
  const id = log.write("unexpected", {
    client,
    tool: tool.name,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  const next = message("see_local_log", { id });
  return errorAnswer(
    {
      code: "internal",
      message: message("unexpected_server_error"),
      saved: isWrite ? "unknown" : "no",
      next,
      detail: id,
    },
    isWrite,
    quotes,
  );
}

/** The question goes to the client where it can show one, else as a preview with a token; or the app shows it already. */
async function notConfirmed(
  { preview, told, asked: { action, agreed, at }, waiting }: NotConfirmed,
  { caller }: Attempt,
  { tokens }: DispatchDeps,
): Promise<Answer> {
  if (waiting) return waitingAnswer(told, waiting);
  if (caller.canAsk) return { preview, action, agreed, at };
  return previewAnswer(told, (await tokens()).issue(action, agreed, at));
}
