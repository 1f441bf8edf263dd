import { useEffect, useState } from "react";
import type { Request, Response } from "#main/ipc/contract/index";
import { bridge } from "../../../lib/bridge";
import { useCall } from "../../../lib/call";
import type { Entry } from "../analysis";

type BulkDone = Response<"entries:changeMany">;

/** What became of a change of several entries, with the entries as they were. */
export interface BulkResult extends BulkDone {
  entries: readonly Entry[];
  isDelete: boolean;
}

/** Writes a change of several entries, tells how far it is, and what became of each. */
export function useBulk(onDone: (result: BulkResult) => void) {
  const write = useCall("entries:changeMany");
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  useEffect(() => bridge.on("entries:progress", setProgress), []);
  const run = async (entries: readonly Entry[], change: Request<"entries:changeMany">["change"]) => {
    setProgress({ done: 0, total: entries.length });
    const answer = await write.run({ ids: entries.map(({ id }) => id), change });
    setProgress(null);
    if (answer?.ok) onDone({ ...answer.value, entries, isDelete: change === "delete" });
  };
  const cancel = () => void bridge.invoke("entries:cancelMany");
  return { run, cancel, progress, busy: write.busy, failure: write.failure, forget: write.forget };
}
export type Bulk = ReturnType<typeof useBulk>;
