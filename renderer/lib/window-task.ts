import { useEffect, useRef } from "react";
import type { WindowTask } from "#main/ipc/contract/app";
import { bridge } from "./bridge";

/** Does what this window was shown for: when it appears, and each time it is shown again for something. */
export function useWindowTask(run: (task: WindowTask) => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const take = async () => {
      const answer = await bridge.invoke("app:takeTask");
      if (answer.ok && answer.value?.task) latest.current(answer.value.task);
    };
    void take();
    return bridge.on("window:task", () => void take());
  }, []);
}
