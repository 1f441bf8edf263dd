import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure, Response } from "../../main/ipc/contract";
import { bridge } from "../data/bridge";
import { useApp } from "../data/store";

type Entries = Response<"entries:list">;

/** The entries of a span of days, read again whenever main has read the timer again (also after others' writes). */
export function useEntries(from: string, to: string) {
  const { timer, activeAccount } = useApp();
  const [shown, setShown] = useState<{ key: string; result: Entries } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const key = `${activeAccount}/${from}/${to}`;

  const reload = useCallback(async () => {
    const mine = ++latest.current;
    setBusy(true);
    const answer = await bridge.invoke("entries:list", { from, to });
    if (mine !== latest.current) return;
    setBusy(false);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setShown({ key, result: answer.value });
  }, [from, to, key]);

  const reading = timer.status?.now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the timer is the reason to read again
  useEffect(() => {
    void reload();
  }, [reload, reading]);

  return { result: shown?.key === key ? shown.result : null, failure, busy, reload };
}
