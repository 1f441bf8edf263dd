import { useCallback, useEffect, useRef, useState } from "react";
import type { InvokeChannel } from "#main/ipc/channels";
import type { Failure, Request, Response } from "#main/ipc/contract/index";
import { bridge } from "./bridge";
import { useApp } from "./store";

export interface Reading<C extends InvokeChannel> {
  /** What was read last for exactly this request; null before. */
  result: Response<C> | null;
  /** `cancelled`: the person ended the wait. */
  failure: Failure | null;
  busy: boolean;
  reload(): Promise<void>;
  /** Ends the wait at once; an answer that comes all the same is not shown. Reading changes nothing, so nothing is lost. */
  cancel(): void;
}

/** What has main end a read as well. Of the others the answer is only not waited for. */
const enders = {
  "entries:list": "entries:cancelList",
  "absences:list": "absences:cancelList",
  "projects:list": "projects:cancelList",
  "reports:get": "reports:cancel",
  "activity:list": "activity:cancelList",
} as const satisfies Partial<Record<InvokeChannel, InvokeChannel>>;
const endOf = (channel: InvokeChannel) => (channel in enders ? enders[channel as keyof typeof enders] : null);

const ended: Failure = { code: "cancelled", message: "It was cancelled.", saved: "no" };

/**
 * What main answers to one request about the account in use.
 * @param when what makes an earlier reading old when it changes
 */
export function useAnswer<C extends InvokeChannel>(channel: C, request: Request<C>, when: string): Reading<C> {
  const { activeAccount } = useApp();
  const [shown, setShown] = useState<{ key: string; result: Response<C> } | null>(null);
  const [failure, setFailure] = useState<{ key: string; failure: Failure } | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const key = JSON.stringify([activeAccount, channel, request]);

  const reload = useCallback(async () => {
    const mine = ++latest.current;
    const [, , asked] = JSON.parse(key) as [unknown, unknown, Request<C>];
    setBusy(true);
    const answer = await bridge.invoke(channel, asked ?? undefined);
    if (mine !== latest.current) return;
    setBusy(false);
    setFailure(answer.ok ? null : { key, failure: answer.failure });
    if (answer.ok) setShown({ key, result: answer.value });
  }, [key, channel]);
  const cancel = useCallback(() => {
    latest.current++;
    setBusy(false);
    setFailure({ key, failure: ended });
    const end = endOf(channel);
    if (end) void bridge.invoke(end);
  }, [key, channel]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `when` is the reason to read again
  useEffect(() => {
    void reload();
  }, [reload, when]);

  return {
    result: shown?.key === key ? shown.result : null,
    failure: failure?.key === key ? failure.failure : null,
    busy,
    reload,
    cancel,
  };
}

/**
 * An answer that is read again after each write, ours or an AI client's, and with F5.
 * @param also what else makes an earlier reading old when it changes
 */
export function useQuery<C extends InvokeChannel>(channel: C, request: Request<C>, also = ""): Reading<C> {
  const { writes } = useApp();
  const reading = useAnswer(channel, request, `${writes}/${also}`);
  const { reload } = reading;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "F5") void reload();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [reload]);
  return reading;
}
