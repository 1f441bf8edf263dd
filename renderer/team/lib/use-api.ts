import { useCallback, useEffect, useRef, useState } from "react";
import { type Answer, callApi, type Method, type Problem } from "./api";
import { type Task, useTask } from "./use-task";

export interface Read<T> {
  /** What was read last for exactly this path; null before. */
  value: T | null;
  problem: Problem | null;
  busy: boolean;
  reload(): Promise<void>;
  /** Ends the wait at once. Reading changes nothing, so nothing is lost. */
  cancel(): void;
  /** Shows what a change answered, without reading again. */
  put(value: T): void;
}

/** `GET` of an address of the API. */
export function useRead<T>(path: string): Read<T> {
  const [shown, setShown] = useState<{ path: string; value: T } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const running = useRef<AbortController>(null);

  const reload = useCallback(async () => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setBusy(true);
    const answer = await callApi<T>("GET", path, undefined, mine.signal);
    // A later read took its place; what the person ended is told.
    if (running.current !== mine) return;
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setShown({ path, value: answer.value });
  }, [path]);
  const cancel = useCallback(() => running.current?.abort(), []);
  const put = useCallback((value: T) => setShown({ path, value }), [path]);

  useEffect(() => {
    void reload();
    return () => {
      const last = running.current;
      running.current = null;
      last?.abort();
    };
  }, [reload]);

  return { value: shown?.path === path ? shown.value : null, problem, busy, reload, cancel, put };
}

export interface Send extends Omit<Task, "run"> {
  /** While an answer is awaited a second call does nothing and resolves with null. */
  run<T>(method: Exclude<Method, "GET">, path: string, body?: unknown): Promise<Answer<T> | null>;
}

/** What changes something through the API. */
export function useSend(): Send {
  const { run: start, ...task } = useTask();
  const run = useCallback(
    <T>(method: Exclude<Method, "GET">, path: string, body?: unknown) => start(() => callApi<T>(method, path, body)),
    [start],
  );
  return { ...task, run };
}
