import { useEffect, useState } from "react";
import { bridge } from "../../lib/bridge";

/** Fast typing asks once. */
const quiet = 120;

/**
 * Names of people or tags to choose from: those in the report, what the service lists, and what was typed, for a service
 * that lists none of them knows it all the same.
 * @param known names in the report @param chosen what is chosen now
 */
export function useKnownNames(of: "person" | "tag", known: readonly string[], chosen: string | undefined) {
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly string[]>([]);
  const typed = query.trim();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      async () => {
        const answer = await bridge.invoke("reports:names", { of, query: typed });
        if (current) setFound(answer.ok ? answer.value : []);
      },
      typed === "" ? 0 : quiet,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [of, typed]);
  const listed = [...new Set([...(chosen ? [chosen] : []), ...known, ...found])];
  const isListed = listed.some((one) => one.toLowerCase() === typed.toLowerCase());
  return { names: typed === "" || isListed ? listed : [...listed, typed], search: setQuery };
}
