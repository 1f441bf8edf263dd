import { useEffect, useState } from "react";
import type { Failure } from "#main/ipc/contract/index";
import { bridge } from "../../lib/bridge";
import type { Work, WorkResult } from "../../lib/work";

interface Found {
  query: string;
  within: Work | null;
  result: WorkResult | null;
  failure: Failure | null;
}

/** Fast typing asks once. */
const quiet = 120;

/**
 * Asks main for work by name. An answer is only ever shown for the words it answers: what is listed while the person
 * goes on typing could start something else.
 * @param within ask for what can be booked together with it, then also without words.
 */
export function useSearch(query: string, within: Work | null) {
  const [found, setFound] = useState<Found | null>(null);
  const asked = query.trim();
  const wanted = asked !== "" || within !== null;

  useEffect(() => {
    if (!wanted) return setFound(null);
    let current = true;
    const timer = setTimeout(
      async () => {
        const answer = await bridge.invoke("work:search", { query: asked, within: within ?? undefined });
        if (!current) return;
        const result = answer.ok ? answer.value : null;
        setFound({ query: asked, within, result, failure: answer.ok ? null : answer.failure });
      },
      asked === "" ? 0 : quiet,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, within, wanted]);

  const fresh = found && found.query === asked && found.within === within ? found : null;
  return { searching: wanted && !fresh, result: fresh?.result ?? null, failure: fresh?.failure ?? null };
}
