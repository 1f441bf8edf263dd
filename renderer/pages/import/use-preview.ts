import { useEffect, useRef, useState } from "react";
import type { Failure, Request, Response } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";

export type Preview = Response<"imports:preview">;
export type Choices = Request<"imports:preview">["choices"];

/** What the chosen file would become; the last answer stays in sight while a choice is worked out. */
export function usePreview(file: string | null, accountId: string | null, choices: Choices, again: number) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const key = file === null || accountId === null ? null : JSON.stringify([file, accountId, choices, again]);

  useEffect(() => {
    const mine = ++latest.current;
    if (key === null) return;
    const [, account, chosen] = JSON.parse(key) as [string, string, Choices];
    setBusy(true);
    void bridge.invoke("imports:preview", { accountId: account, choices: chosen }).then((answer) => {
      if (mine !== latest.current) return;
      setBusy(false);
      setFailure(answer.ok ? null : answer.failure);
      setPreview(answer.ok ? answer.value : null);
    });
  }, [key]);
  return { preview, failure, busy };
}
