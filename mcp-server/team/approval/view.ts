import type { ApprovalView } from "../api/contract";
import type { Approval } from "./approvals";

/** A question as its person sees it. @param now in milliseconds since the epoch */
export function approvalView(approval: Approval, now: number): ApprovalView {
  const { id, client, says, account, tool, lines, parts, entries, others, askedAt, expiresAt, answeredAt, state } =
    approval;
  const isOver = (state === "open" || state === "allowed") && expiresAt <= now;
  return {
    ...{ id, client, says, account, tool, lines, parts, entries, others, askedAt, expiresAt, answeredAt },
    state: isOver ? "expired" : state,
  };
}
