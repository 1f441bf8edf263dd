import { useCallback, useEffect, useState } from "react";
import type { Failure, Response } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import { useApp } from "../../lib/store";
import type { Draft } from "./calendar";

export type Checked = Response<"absences:request">;

/** Writing pauses this long before the draft is checked. Milliseconds. */
const pause = 350;

/** What main is sent for a draft. */
export const requestOf = ({ hours, half, reason, substitute, ...draft }: Draft, dryRun: boolean) => ({
  ...draft,
  ...(half ? { half } : {}),
  ...(hours.trim() ? { hours: hours.trim() } : {}),
  ...(reason.trim() ? { reason: reason.trim() } : {}),
  ...(substitute.trim() ? { substitute: substitute.trim() } : {}),
  dryRun,
});

export const isWhole = ({ type, first, last }: Draft) => type !== "" && first !== "" && last !== "" && first <= last;

/**
 * What the service would make of the draft, asked anew a moment after each change. Nothing is sent to it but reads.
 * `result` is always of exactly this draft; where it is null the draft has not been checked.
 */
export function useCheck(draft: Draft) {
  const { activeAccount, writes } = useApp();
  const [shown, setShown] = useState<{ key: string; result: Checked } | null>(null);
  const [failed, setFailed] = useState<{ key: string; failure: Failure } | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [stopped, setStopped] = useState<string | null>(null);
  const whole = isWhole(draft);
  const key = whole ? JSON.stringify([activeAccount, writes, requestOf(draft, true)]) : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again is another attempt at the same draft
  useEffect(() => {
    if (key === null || stopped === key) return;
    let current = true;
    let under = false;
    const timer = setTimeout(async () => {
      under = true;
      setBusy(true);
      const [, , request] = JSON.parse(key) as [unknown, unknown, ReturnType<typeof requestOf>];
      const answer = await bridge.invoke("absences:request", request);
      under = false;
      if (!current) return;
      setBusy(false);
      setFailed(answer.ok ? null : { key, failure: answer.failure });
      if (answer.ok) setShown({ key, result: answer.value });
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
      if (!under) return;
      setBusy(false);
      void bridge.invoke("absences:cancelCheck");
    };
  }, [key, attempt, stopped]);

  const cancel = useCallback(() => setStopped(key), [key]);
  const again = useCallback(() => {
    setStopped(null);
    setAttempt((before) => before + 1);
  }, []);
  return {
    result: shown !== null && shown.key === key ? shown.result : null,
    failure: failed !== null && failed.key === key ? failed.failure : null,
    busy,
    /** The person ended the check of this draft. */
    stopped: key !== null && stopped === key,
    cancel,
    again,
  };
}
