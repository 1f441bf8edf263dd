import { type ComponentType, useEffect, useReducer, useState } from "react";

/** A component whose code is in a file of its own, loaded when it is first used. */
export interface Chunk<Props> {
  load: () => Promise<{ default: ComponentType<Props> }>;
  component: ComponentType<Props> | null;
}

export const chunk = <Props>(load: Chunk<Props>["load"]): Chunk<Props> => ({ load, component: null });

/**
 * Loads a chunk and renders again when it is there. Unlike `lazy` with `Suspense`, nothing is held back: React delays
 * what replaces a fallback by up to 300 ms.
 * @returns null while the code is loading
 * @throws while rendering, what `load` rejected with
 */
export function useChunk<Props>(requested: Chunk<Props>): ComponentType<Props> | null {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  useEffect(() => {
    if (requested.component) return;
    let isCurrent = true;
    requested.load().then(
      (module) => {
        requested.component = module.default;
        if (isCurrent) renderAgain();
      },
      (error: unknown) => isCurrent && setFailure({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [requested]);
  if (failure) throw failure.error;
  return requested.component;
}
