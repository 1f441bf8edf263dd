import type { Saved } from "#core/domain/errors";
import { type Answer, needsConfirmation } from "./caller";
import type { Attempt, CallReport, DispatchDeps } from "./dispatch-deps";

/** Codes of calls that were not let through, or that the person said no to. */
const refusals: ReadonlySet<string> = new Set(["permission", "policy", "declined", "confirm", "no_account"]);

/** How a call went, for whoever keeps books on it. */
export function reportOf(answer: Answer, attempt: Attempt, { policy }: DispatchDeps): CallReport {
  const { tool, account, agreement, record, began } = attempt;
  const { now = Date.now } = policy.options;
  return {
    tool: tool.name,
    ...(account && { account: account.settings.id }),
    ...outcomeOf(answer),
    ...(agreement?.approvedIn && { approvedIn: agreement.approvedIn }),
    ids: record?.written ?? [],
    milliseconds: Math.max(0, now() - began),
  };
}

function outcomeOf(answer: Answer): Pick<CallReport, "outcome" | "code"> {
  if (needsConfirmation(answer)) return { outcome: "waiting" };
  const { error, confirm } = (answer.structuredContent ?? {}) as {
    error?: { code: string; saved: Saved };
    confirm?: unknown;
  };
  if (confirm !== undefined) return { outcome: "waiting" };
  if (!answer.isError) return { outcome: "done" };
  if (!error) return { outcome: "failed" };
  const { code, saved } = error;
  return { outcome: saved === "unknown" ? "unknown" : refusals.has(code) ? "refused" : "failed", code };
}
