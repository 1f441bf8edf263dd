import { z } from "zod";
import type { Approvals } from "../approval/approvals";
import { approvalView } from "../approval/view";
import type { AuditLog } from "../audit/audit-log";
import type { Clock } from "../store/database";
import type { ApprovalView } from "./contract";
import { ApiError, type Endpoint, endpoint } from "./router";

export interface ApprovalDeps {
  approvals: Approvals;
  audit: Pick<AuditLog, "add">;
  clock: Clock;
}

/** How the audit log names the answers. */
const auditNames = { allow: "approval_allow", deny: "approval_deny", take_back: "approval_take_back" } as const;

const gone = () => new ApiError(404, "gone", "There is no such question.");

/** What an AI wants to do, and the signed-in person's yes or no. Another person's question is as if there were none. */
export function approvalEndpoints({ approvals, audit, clock }: ApprovalDeps): Endpoint[] {
  const find = async (person: string, id = "") => {
    const approval = await approvals.find(id, person);
    if (!approval) throw gone();
    return approval;
  };
  return [
    endpoint({
      method: "GET",
      path: "/api/approvals",
      run: async ({ person }): Promise<ApprovalView[]> => {
        const now = clock();
        const all = (await approvals.between(person.id, now - 86_400_000, now + 1, 100)).map((one) =>
          approvalView(one, now),
        );
        return all.filter(({ state }) => state === "open");
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/approvals/:id",
      run: async ({ person, params }): Promise<ApprovalView> => approvalView(await find(person.id, params.id), clock()),
    }),
    endpoint({
      method: "POST",
      path: "/api/approvals/:id",
      body: z.strictObject({ answer: z.enum(["allow", "deny", "take_back"]) }),
      async run({ person, params, body: { answer } }): Promise<ApprovalView> {
        const id = params.id ?? "";
        const isTaken =
          answer === "take_back"
            ? await approvals.withdraw(id, person.id)
            : await approvals.answer(id, person.id, answer === "allow" ? "allowed" : "denied");
        const approval = await find(person.id, id);
        const view = approvalView(approval, clock());
        if (isTaken)
          await audit.add({
            ...{ at: clock(), person: person.id, client: "page", grant: approval.grant, tool: auditNames[answer] },
            ...{ ids: [id], outcome: "done", milliseconds: 0 },
          });
        else throw new ApiError(409, view.state, "This question was answered before, or its time is over.");
        return view;
      },
    }),
  ];
}
