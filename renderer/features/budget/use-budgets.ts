import { useEffect, useState } from "react";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Response } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { useActiveAccount } from "../../lib/store";

type Budgets = Response<"projects:budgets">["budgets"];

const noBudgets: Budgets = {};

/** How the budgets of the account in use stand, by project; none until they are read, and none where they cannot be. */
export function useBudgets(isWanted: boolean): Budgets {
  const account = useActiveAccount();
  const id = account && descriptorOf(account.service).capabilities.includes("budgets") ? account.id : null;
  const [read, setRead] = useState<{ id: string; budgets: Budgets } | null>(null);
  useEffect(() => {
    if (id === null || !isWanted) return;
    let isCurrent = true;
    void bridge.invoke("projects:budgets", { accountId: id }).then((answer) => {
      if (isCurrent && answer.ok) setRead({ id, budgets: answer.value.budgets });
    });
    return () => {
      isCurrent = false;
    };
  }, [id, isWanted]);
  return read !== null && read.id === id ? read.budgets : noBudgets;
}
