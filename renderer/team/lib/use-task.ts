import { useCallback, useRef, useState } from "react";
import type { Answer, Problem } from "./api";

export interface Task {
  /** While one is under way a second does nothing and resolves with null. */
  run<T>(work: () => Promise<Answer<T>>): Promise<Answer<T> | null>;
  busy: boolean;
  /** Why the last one failed, until the next one or `forget`. */
  problem: Problem | null;
  forget(): void;
}

/** Something that takes a while and may fail, with what a control needs to show of it. */
export function useTask(): Task {
  const under = useRef(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(async <T>(work: () => Promise<Answer<T>>) => {
    if (under.current) return null;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await work();
    under.current = false;
    setBusy(false);
    if (!answer.ok) setProblem(answer.problem);
    return answer;
  }, []);
  const forget = useCallback(() => setProblem(null), []);
  return { run, busy, problem, forget };
}
