import { useEffect, useState } from "react";
import type { InvokeChannel } from "#main/ipc/channels";
import type { Failure, Request, Response } from "#main/ipc/contract/index";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { bridge } from "../../lib/bridge";

/** Channels that change permissions and answer with what then holds. */
type Change = {
  [C in InvokeChannel]: Response<C> extends PermissionsView ? (C extends "permissions:get" ? never : C) : never;
}[InvokeChannel];

/** What an AI may do with one account, as main tells it; changes are shown once main has them. */
export function usePermissions(accountId: string | null) {
  const [view, setView] = useState<PermissionsView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    if (accountId === null) return setView(null);
    let current = true;
    const take = (next: PermissionsView) => {
      if (current && next.accountId === accountId) setView(next);
    };
    const stop = bridge.on("permissions:changed", take);
    void bridge.invoke("permissions:get", { accountId }).then((answer) => {
      if (!current) return;
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) take(answer.value);
    });
    return () => {
      current = false;
      stop();
    };
  }, [accountId]);

  /** @returns whether it was changed; `failure` tells why not */
  async function change<C extends Change>(channel: C, request: Request<C>) {
    const answer = await bridge.invoke(channel, request);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setView(answer.value as PermissionsView);
    else if (answer.failure.code === "conflict") {
      // What was changed elsewhere is shown, and the next change is one of that.
      const now = await bridge.invoke("permissions:get", { accountId: request.accountId });
      if (now.ok) setView(now.value);
    }
    return answer.ok;
  }
  return { view: view?.accountId === accountId ? view : null, failure, change };
}

export type Changer = ReturnType<typeof usePermissions>["change"];
