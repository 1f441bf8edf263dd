import { useCallback, useEffect, useRef, useState } from "react";
import type { Failure, Request, Response } from "#main/ipc/contract/index";
import { bridge } from "../../../lib/bridge";

type Asked = Request<"entries:search">;
type Found = Response<"entries:search">;

/** Fast typing asks once. Milliseconds. */
const quiet = 400;
const ended: Failure = { code: "cancelled", message: "It was cancelled.", saved: "no" };

/**
 * Entries beyond the week in which something of the search is written.
 * @param asked null: nothing is looked for
 * @param when what makes an earlier answer old when it changes
 */
export function useFound(asked: Asked | null, when: string) {
  const [answer, setAnswer] = useState<{ key: string; result: Found | null; failure: Failure | null } | null>(null);
  const [round, setRound] = useState(0);
  /** An answer that comes after the search was ended is not shown. */
  const latest = useRef(0);
  const key = asked && JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `when` and `round` are reasons to ask again
  useEffect(() => {
    if (key === null) return;
    const mine = ++latest.current;
    const timer = setTimeout(async () => {
      const got = await bridge.invoke("entries:search", JSON.parse(key) as Asked);
      if (mine !== latest.current) return;
      setAnswer({ key, result: got.ok ? got.value : null, failure: got.ok ? null : got.failure });
    }, quiet);
    return () => {
      latest.current++;
      clearTimeout(timer);
      void bridge.invoke("entries:cancelSearch");
    };
  }, [key, when, round]);
  const current = answer !== null && answer.key === key ? answer : null;
  const cancel = useCallback(() => {
    if (key === null) return;
    latest.current++;
    setAnswer({ key, result: null, failure: ended });
    void bridge.invoke("entries:cancelSearch");
  }, [key]);
  const again = useCallback(() => {
    setAnswer(null);
    setRound((before) => before + 1);
  }, []);
  return {
    result: current?.result ?? null,
    failure: current?.failure ?? null,
    busy: key !== null && current === null,
    cancel,
    again,
  };
}
