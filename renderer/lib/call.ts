import { useCallback, useRef, useState } from "react";
import type { InvokeChannel } from "#main/ipc/channels";
import type { Answer, Failure, Request, Response } from "#main/ipc/contract/index";
import { bridge } from "./bridge";
import { putTimer } from "./store";

export interface Call<C extends InvokeChannel> {
  /** Asks main. While an answer is awaited a second call does nothing and resolves with null. */
  run(request?: Request<C>): Promise<Answer<Response<C>> | null>;
  busy: boolean;
  /** Why the last call failed, until the next one or `forget`. */
  failure: Failure | null;
  forget(): void;
}

/** One kind of call to main, with what a control needs to show of it. */
export function useCall<C extends InvokeChannel>(channel: C): Call<C> {
  const under = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const run = useCallback(
    async (request?: Request<C>) => {
      if (under.current) return null;
      under.current = true;
      setBusy(true);
      setFailure(null);
      const answer = await bridge.invoke(channel, request);
      under.current = false;
      setBusy(false);
      if (!answer.ok) setFailure(answer.failure);
      return answer;
    },
    [channel],
  );
  const forget = useCallback(() => setFailure(null), []);
  return { run, busy, failure, forget };
}

type TimerChannel = Exclude<Extract<InvokeChannel, `timer:${string}`>, never> | "app:refresh";

/** A call that answers with the timer: the answer is shown at once. */
export function useTimerCall<C extends TimerChannel>(channel: C): Call<C> {
  const call = useCall(channel);
  const { run } = call;
  const runAndShow = useCallback(
    async (request?: Request<C>) => {
      const answer = await run(request);
      if (answer?.ok) putTimer(answer.value);
      return answer;
    },
    [run],
  );
  return { ...call, run: runAndShow };
}
